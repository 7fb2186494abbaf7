import type { z } from 'zod';
import type { Asset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import { keyHeaders } from '../_kit/key-headers.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { type JsonAnswer, readJson } from '../_kit/read-json.ts';
import { manifest } from './manifest.ts';
import { wayOut } from './quote-api.ts';
import { apiError } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/** What the API answers when what it asks itself was too slow: UPSTREAM_GATEWAY_TIMEOUT. */
const GATEWAY_TIMEOUT = 504;

/** The same path, with the integrator's id where there is one. */
const signed = (path: string, integratorId: string | undefined): string =>
  integratorId === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ integratorId })}`;

/** Asks a GET of Across's API, `path` with its query; a 4xx with a JSON body is handed on. */
export const askJson = async (context: BridgeContext, path: string): Promise<Result<JsonAnswer, QuoteFailure>> => {
  const { apiKeys, endpoints, signal } = context;
  const url = `${endpoints.across}${signed(path, apiKeys.ACROSS_INTEGRATOR_ID)}`;
  const outcome = await context.http.request({ url, headers: keyHeaders(manifest, apiKeys), signal });
  const answer = readJson(outcome, context.now());
  // An unknown token is 404 too, in the API's own words.
  const inItsWords = answer.ok && apiError.safeParse(answer.value.json).success;
  const gone = outcome.kind === 'response' && !inItsWords ? wayOut(path, outcome.status) : undefined;
  if (gone !== undefined) return fail('UPSTREAM_ERROR', gone);
  const late = outcome.kind === 'response' && outcome.status === GATEWAY_TIMEOUT && !answer.ok;
  return late ? err({ ...answer.error, code: 'UPSTREAM_TIMEOUT' }) : answer;
};

/** The same, and reads a 200 by its schema; anything else is a failure, its limit in base units of `asset` where one was to be sent. */
export const askApi = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
  asset?: Asset,
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const answer = await askJson(context, path);
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value, asset));
  const parsed = schema.safeParse(answer.value.json);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${path.split('?')[0]}: ${issueOf(parsed.error)}`);
};
