import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { keyHeaders } from '../_kit/key-headers.ts';
import type { HttpOutcome } from '../_kit/network-port.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readJson } from '../_kit/read-json.ts';
import { retryAfterMs } from '../_kit/retry-after.ts';
import { manifest } from './manifest.ts';
import { apiError } from './schemas.ts';
import { vendorError, waitInWords } from './vendor-error.ts';

/** Asks the API, `path` with its query, with the key where there is one. A body posted is JSON. Gives a 2xx body; anything else is a failure. */
export const askApi = async (context: BridgeContext, path: string, body?: unknown): Promise<Result<unknown, QuoteFailure>> => {
  const outcome = await context.http.request({
    url: `${context.endpoints.lifi}${path}`,
    signal: context.signal,
    headers: {
      ...keyHeaders(manifest, context.apiKeys),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) }),
  });
  const answer = readJson(outcome, context.now());
  if (!answer.ok) return answer.error.code === 'RATE_LIMITED' ? err(withWait(answer.error, outcome, context.now())) : answer;
  return answer.value.status >= 300 || isError(answer.value.json) ? err(vendorError(answer.value)) : ok(answer.value.json);
};

/** A gateway in between may answer 200 with the API's error. */
const isError = (json: unknown): boolean => {
  const parsed = apiError.safeParse(json);
  return parsed.success && /^10\d\d$/.test(String(parsed.data.code));
};

/** Its 429 need not carry Retry-After: the seconds stand in `ratelimit-reset`, and in the words. */
const withWait = (limited: QuoteFailure, outcome: HttpOutcome, nowMs: number): QuoteFailure => {
  if (limited.retryAfterMs !== null || outcome.kind !== 'response') return limited;
  return { ...limited, retryAfterMs: retryAfterMs(outcome.headers['ratelimit-reset'], nowMs) ?? waitInWords(outcome.body) };
};
