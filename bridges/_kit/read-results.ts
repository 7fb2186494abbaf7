import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { RpcOutcome } from './port.ts';

export type CallResult = Extract<RpcOutcome, { kind: 'results' }>['results'][number];

/** Translates what a chain's RPC gave into the calls' results or a failure. `expected` is how many calls were asked. */
export const readResults = (outcome: RpcOutcome, expected: number): Result<readonly CallResult[], QuoteFailure> => {
  switch (outcome.kind) {
    case 'timeout':
      return fail('UPSTREAM_TIMEOUT', 'the chain’s RPC did not answer in time');
    case 'rate-limited':
      return fail('RATE_LIMITED', 'the chain’s RPC limits our rate', { retryAfterMs: outcome.retryAfterMs });
    case 'unreachable':
      return fail('UPSTREAM_ERROR', outcome.detail);
    case 'malformed':
      return fail('MALFORMED_ANSWER', outcome.detail);
    case 'results':
      return outcome.results.length === expected
        ? ok(outcome.results)
        : fail('MALFORMED_ANSWER', `${outcome.results.length} results for ${expected} calls`);
  }
};
