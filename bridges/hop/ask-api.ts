import type { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { apiError } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/** Asks a GET of Hop's API, `path` with its query, and reads it by its schema. An error is a failure whatever its status: Hop's have 200. */
export const askApi = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
  endpoint: 'hop' | 'hop-assets' = 'hop',
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const url = `${context.endpoints[endpoint]}${path}`;
  const answer = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  const { status, json } = answer.value;
  const refused = apiError.safeParse(json);
  if (refused.success) return err(vendorError(refused.data.error));
  if (status >= 300) return err(failure('UPSTREAM_ERROR', `HTTP ${status}: ${JSON.stringify(json)}`));
  const parsed = schema.safeParse(json);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${path.split('?')[0]}: ${issueOf(parsed.error)}`);
};
