import type { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure } from '../_kit/port.ts';
import { type JsonAnswer, readJson } from '../_kit/read-json.ts';
import { isError, vendorError } from './vendor-error.ts';

/** Asks a GET of the DLN API, `path` with its query, and reads it by its schema; anything else is a failure. */
export const askApi = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const answer = await getJson(context, path);
  return answer.ok ? readBy(schema, answer.value, path) : answer;
};

/** The same for what may not be there: an order that no transaction made is 404. */
export const askAbout = async <S extends z.ZodType>(
  context: BridgeContext,
  path: string,
  schema: S,
): Promise<Result<z.infer<S>, StatusFailure>> => {
  const answer = await getJson(context, path);
  if (!answer.ok) return answer;
  if (answer.value.status === 404) return err({ code: 'NOT_FOUND', detail: vendorError(answer.value).detail });
  return readBy(schema, answer.value, path);
};

const getJson = async (context: BridgeContext, path: string): Promise<Result<JsonAnswer, QuoteFailure>> =>
  readJson(await context.http.request({ url: `${context.endpoints.debridge}${path}`, signal: context.signal }), context.now());

const readBy = <S extends z.ZodType>(schema: S, answer: JsonAnswer, path: string): Result<z.infer<S>, QuoteFailure> => {
  if (isError(answer)) return err(vendorError(answer));
  const parsed = schema.safeParse(answer.json);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${path.split('?')[0]}: ${issueOf(parsed.error)}`);
};
