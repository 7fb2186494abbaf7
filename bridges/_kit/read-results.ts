import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from './failure.ts';
import type { BaseFeeOutcome, NodeOutcome, RpcOutcome, RpcTrouble } from './network-port.ts';

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

/** What a node answered, unread, or why there is nothing. What it will not answer is as good as out of reach. */
export const readAsked = (outcome: NodeOutcome): Result<unknown, QuoteFailure> => {
  if (outcome.kind === 'result') return ok(outcome.result);
  return outcome.kind === 'refused' ? fail('UPSTREAM_ERROR', `the node refused: ${outcome.detail}`) : failed(outcome);
};

/** A chain's base fee a unit of gas, or why it is not known. */
export const readBaseFee = (outcome: BaseFeeOutcome): Result<bigint, QuoteFailure> =>
  outcome.kind === 'fee' ? ok(outcome.perGas) : failed(outcome);
