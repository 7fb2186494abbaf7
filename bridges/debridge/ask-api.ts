import type { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { isError, vendorError } from './vendor-error.ts';

/** Asks a GET of the DLN API, `path` with its query, and reads it by its schema; anything else is a failure. */
export const askApi = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const url = `${context.endpoints.debridge}${path}`;
  const answer = readJson(await context.http.request({ url, signal: context.signal }), context.now());
  if (!answer.ok) return answer;
  if (isError(answer.value)) return err(vendorError(answer.value));
  const parsed = schema.safeParse(answer.value.json);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${path.split('?')[0]}: ${issueOf(parsed.error)}`);
};
