import type { Exclusion } from '../domain/book.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import { type BridgeSlot, isLater } from './bridge-slot.ts';

/** Why no route of the bridge may stand; undefined while its breaker is closed. */
const brokenOf = (status: BridgeStatus | undefined): string | undefined => {
  if (status === undefined || status.breaker === 'closed') return undefined;
  return status.reason === '' ? 'its breaker is open' : status.reason;
};

/**
 * Why a bridge has no route at this moment, as far as its own events and its breaker say; undefined when its answer stands.
 * First a refusal that withdraws the answer, then a fault that came after an answer that has expired: a bridge that would have no route
 * anyway says why in its own words. Then the breaker, then the answer's age, then its limits.
 */
export const exclusionOf = (slot: BridgeSlot, status: BridgeStatus | undefined, nowMs: number): Exclusion | undefined => {
  const { bridge, answer, refusal, fault } = slot;
  if (refusal !== undefined && isLater(refusal, answer)) return { bridge, reason: refusal.failure.code, detail: refusal.failure.detail };
  const isExpired = answer === undefined || nowMs >= answer.candidate.validUntilMs;
  if (isExpired && fault !== undefined && isLater(fault, answer)) {
    return { bridge, reason: fault.failure.code, detail: fault.failure.detail };
  }
  const broken = brokenOf(status);
  if (broken !== undefined) return { bridge, reason: 'BREAKER_OPEN', detail: broken };
  if (isExpired) return { bridge, reason: 'EXPIRED', detail: 'its last quote is no longer valid' };
  return answer.brokenLimit === undefined ? undefined : { bridge, reason: 'LIMIT', detail: answer.brokenLimit };
};
