import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { envelope } from './schemas.ts';
import { vendorError } from './vendor-error.ts';

/** Asks the API, `path` with its query. Gives the body of a 2xx that calls itself a success; anything else is a failure. */
export const askApi = async (context: BridgeContext, path: string): Promise<Result<unknown, QuoteFailure>> => {
  const outcome = await context.http.request({ url: `${context.endpoints.bungee}${path}`, signal: context.signal });
  const answer = readJson(outcome, context.now());
  if (!answer.ok) return answer;
  const { status, json } = answer.value;
  const told = envelope.safeParse(json);
  return status >= 300 || (told.success && !told.data.success) ? err(vendorError(answer.value)) : ok(json);
};
