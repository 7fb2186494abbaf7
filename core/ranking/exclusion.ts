import type { Exclusion } from '../domain/book.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import { FAILURE_CODES } from '../domain/quote.ts';
import type { Candidate } from '../domain/route.ts';
import { type BridgeSlot, isLater } from './book-state.ts';

const brokenLimit = ({ amountIn, limits }: Candidate): string | undefined => {
  if (limits.max !== null && amountIn > limits.max) return `the bridge takes at most ${limits.max} base units now`;
  if (limits.min !== null && amountIn < limits.min) return `the bridge takes at least ${limits.min} base units`;
  return undefined;
};

/**
 * Why a bridge has no route at this moment, as far as its own events and its breaker say; undefined when its answer stands.
 * The breaker speaks first, then a failure that withdraws the answer, then the answer's age, then its limits.
 */
export const exclusionOf = (slot: BridgeSlot, status: BridgeStatus | undefined, nowMs: number): Exclusion | undefined => {
  const { bridge, answer, failure } = slot;
  if (status?.breaker === 'open') {
    return { bridge, reason: 'BREAKER_OPEN', detail: status.reason === '' ? 'its breaker is open' : status.reason };
  }
  const live = answer !== undefined && nowMs < answer.candidate.validUntilMs;
  if (failure !== undefined && isLater(failure, answer)) {
    const { code, detail } = failure.failure;
    if (!live || FAILURE_CODES[code].definitive) return { bridge, reason: code, detail };
  }
  if (answer === undefined || !live) return { bridge, reason: 'EXPIRED', detail: 'its last quote is no longer valid' };
  const limit = brokenLimit(answer.candidate);
  return limit === undefined ? undefined : { bridge, reason: 'LIMIT', detail: limit };
};
