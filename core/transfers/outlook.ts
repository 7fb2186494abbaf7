import type { Transfer, TransferState } from '../domain/transfer.ts';
import type { Terms } from './deposit-terms.ts';
import { EXPIRY_GRACE_MS, type Expectations, REFUND_MS, STUCK_MS_MIN } from './expectations.ts';
import type { Entered } from './transfer-state.ts';

const OPEN: ReadonlySet<TransferState> = new Set(['PENDING', 'CONFIRMED', 'BRIDGING']);

/** What comes next, when it is late, and when time alone will change the picture. */
export const outlook = (options: {
  terms: Terms;
  entered: Entered;
  seenOnChain: boolean;
  bridge: string;
  startedAtMs: number;
  nowMs: number;
  expectations: Expectations;
}): Pick<Transfer, 'expected' | 'stuck' | 'dueAtMs'> => {
  const { terms, entered, seenOnChain, bridge, startedAtMs, nowMs, expectations } = options;
  const { state } = entered;
  if (state === 'FAILED')
    return { expected: { state: 'REFUNDED', byMs: (terms.fillDeadlineMs ?? nowMs) + REFUND_MS }, stuck: false, dueAtMs: null };
  if (!OPEN.has(state) || !seenOnChain) return { expected: null, stuck: false, dueAtMs: null };
  const { p90, p99 } = expectations.fillTimes({ bridge, from: terms.from, to: terms.to });
  const stuckAtMs = startedAtMs + Math.max(p99, STUCK_MS_MIN);
  const stuck = nowMs > stuckAtMs;
  const expiresAtMs = terms.fillDeadlineMs === null ? Number.POSITIVE_INFINITY : terms.fillDeadlineMs + EXPIRY_GRACE_MS;
  const dueAtMs = Math.min(stuck ? Number.POSITIVE_INFINITY : stuckAtMs + 1, expiresAtMs);
  const expected: Transfer['expected'] =
    state === 'PENDING' && terms.originChainId !== null
      ? { state: 'CONFIRMED', byMs: startedAtMs + expectations.confirmationMs(terms.originChainId) }
      : { state: 'COMPLETED', byMs: startedAtMs + p90 };
  return { expected, stuck, dueAtMs: Number.isFinite(dueAtMs) ? dueAtMs : null };
};
