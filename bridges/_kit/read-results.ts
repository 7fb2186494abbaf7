import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { BaseFeeOutcome, RpcOutcome, RpcTrouble } from './port.ts';

export type CallResult = Extract<RpcOutcome, { kind: 'results' }>['results'][number];

/** What it means that a chain's RPC did not answer. */
const failed = (trouble: RpcTrouble) => {
  switch (trouble.kind) {
    case 'timeout':
      return fail('UPSTREAM_TIMEOUT', 'the chain’s RPC did not answer in time');
    case 'rate-limited':
      return fail('RATE_LIMITED', 'the chain’s RPC limits our rate', { retryAfterMs: trouble.retryAfterMs });
    case 'unreachable':
      return fail('UPSTREAM_ERROR', trouble.detail);
    case 'malformed':
      return fail('MALFORMED_ANSWER', trouble.detail);
  }
};

/** Translates what a chain's RPC gave into the calls' results or a failure. `expected` is how many calls were asked. */
export const readResults = (outcome: RpcOutcome, expected: number): Result<readonly CallResult[], QuoteFailure> => {
  if (outcome.kind !== 'results') return failed(outcome);
  return outcome.results.length === expected
    ? ok(outcome.results)
    : fail('MALFORMED_ANSWER', `${outcome.results.length} results for ${expected} calls`);
};

/** A chain's base fee a unit of gas, or why it is not known. */
export const readBaseFee = (outcome: BaseFeeOutcome): Result<bigint, QuoteFailure> =>
  outcome.kind === 'fee' ? ok(outcome.perGas) : failed(outcome);
