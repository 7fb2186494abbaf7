import type { Exclusion } from '../domain/book.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import { type BridgeSlot, isLater } from './bridge-slot.ts';

/**
 * Why a bridge has no route at this moment, as far as its own events and its breaker say; undefined when its answer stands.
 * The breaker speaks first, then a refusal that withdraws the answer, then the answer's age (with the fault that came since, if any), then its limits.
 */
export const exclusionOf = (slot: BridgeSlot, status: BridgeStatus | undefined, nowMs: number): Exclusion | undefined => {
  const { bridge, answer, refusal, fault } = slot;
  if (status?.breaker === 'open') {
    return { bridge, reason: 'BREAKER_OPEN', detail: status.reason === '' ? 'its breaker is open' : status.reason };
  }
  if (refusal !== undefined && isLater(refusal, answer)) return { bridge, reason: refusal.failure.code, detail: refusal.failure.detail };
  if (answer === undefined || nowMs >= answer.candidate.validUntilMs) {
    if (fault !== undefined && isLater(fault, answer)) return { bridge, reason: fault.failure.code, detail: fault.failure.detail };
    return { bridge, reason: 'EXPIRED', detail: 'its last quote is no longer valid' };
  }
  return answer.brokenLimit === undefined ? undefined : { bridge, reason: 'LIMIT', detail: answer.brokenLimit };
};
