import type { HttpOutcome } from '#bridges/_kit/network-port.ts';
import { retryAfterMs } from '#bridges/_kit/retry-after.ts';
import type { Undelivered } from '#core/alerts/channel.ts';
import { err, ok, type Result } from '#core/result.ts';

/** Of a vendor's words so much is kept. */
const WORDS_MAX = 200;

/** A vendor's answer to a notice: its body when it took the notice, else why it did not. Names no URL: some carry secrets. */
export const vendorAnswer = (vendor: string, outcome: HttpOutcome, nowMs: number): Result<string, Undelivered> => {
  if (outcome.kind === 'timeout') return err({ detail: `${vendor} did not answer in time`, retryAfterMs: null });
  if (outcome.kind !== 'response') return err({ detail: `${vendor}: ${outcome.detail}`, retryAfterMs: null });
  if (outcome.status >= 200 && outcome.status < 300) return ok(outcome.body);
  const wait = retryAfterMs(outcome.headers['retry-after'], nowMs);
  return err({ detail: `${vendor} answered ${outcome.status}: ${outcome.body.slice(0, WORDS_MAX)}`, retryAfterMs: wait });
};
