import type { z } from 'zod';
import type { FailureCode, QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail, failure } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { type JsonAnswer, readJson } from '../_kit/read-json.ts';
import { apiError } from './schemas.ts';

/** Beyond its rate Circle answers nobody for five minutes, and need not say so: developers.circle.com/cctp/references/technical-guide. */
const SHUT_OUT_MS = 300_000;

/** Asks a GET of Circle's API and hands on any answer that is JSON. */
export const getJson = async (context: BridgeContext, path: string): Promise<Result<JsonAnswer, QuoteFailure>> => {
  const answer = readJson(await context.http.request({ url: `${context.endpoints.cctp}${path}`, signal: context.signal }), context.now());
  if (answer.ok || answer.error.code !== 'RATE_LIMITED') return answer;
  return err({ ...answer.error, retryAfterMs: answer.error.retryAfterMs ?? SHUT_OUT_MS });
};

/** A domain that Circle does not join with another is answered by 404, or by 400 in words. */
const codeOf = (status: number, words: string): FailureCode =>
  status === 404 || /domain|not supported|unsupported/i.test(words) ? 'UNSUPPORTED_ROUTE' : 'UPSTREAM_ERROR';

/** A 4xx of the API as a failure, with its own words beside our code. */
export const vendorError = ({ status, json }: JsonAnswer): QuoteFailure => {
  const parsed = apiError.safeParse(json);
  const words = (parsed.success ? (parsed.data.error ?? parsed.data.message) : undefined) ?? JSON.stringify(json);
  return failure(codeOf(status, words), `HTTP ${status}: ${words}`);
};

/** The same, read by its schema when it is a 200. */
export const askApi = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const answer = await getJson(context, path);
  if (!answer.ok) return answer;
  if (answer.value.status >= 300) return err(vendorError(answer.value));
  const parsed = schema.safeParse(answer.value.json);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${path.split('?')[0]}: ${issueOf(parsed.error)}`);
};
