import type { TransferJson } from '#schemas/api/transfer.ts';
import { formatAge, formatDuration } from './format-duration.ts';
import { stepInWords } from './step-words.ts';
import { isOver } from './transfer-steps.ts';
import { goalInWords } from './transfer-words.ts';

/** How a transfer stands against its time. */
export interface Pace {
  /** Since its deposit's block, to its end or to now; in ms. */
  readonly elapsedMs: number;
  /** How much of the time it was given is used up, 0 to 1; undefined when nothing more is expected. */
  readonly share: number | undefined;
  readonly isLate: boolean;
  /** What is expected, by when, or how it went. */
  readonly words: string;
}

/** When it was over: the money is there, or back. A deposit that expired still waits for its refund. */
const endMs = (transfer: TransferJson): number | undefined => {
  const at = isOver(transfer) ? transfer.enteredAt[transfer.state] : undefined;
  return at === undefined ? undefined : Date.parse(at);
};

const tookWords = (transfer: TransferJson): string => {
  const { secondsPromised } = transfer;
  if (transfer.state === 'REFUNDED') return 'until it was back';
  return secondsPromised !== null ? `of about ${formatDuration(secondsPromised)} promised` : 'from block to block';
};

/** The pace at a moment of the server's clock. Blocks carry whole seconds, so a transfer is never younger than nothing. */
export const paceOf = (transfer: TransferJson, nowMs: number): Pace => {
  const startMs = Date.parse(transfer.startedAt);
  const overMs = endMs(transfer);
  const elapsedMs = Math.max(0, (overMs ?? nowMs) - startMs);
  const { expected, seenOnChain, stuck, actionNeeded } = transfer;
  if (overMs !== undefined) return { elapsedMs, share: undefined, isLate: false, words: tookWords(transfer) };
  if (expected === null) {
    const waits = actionNeeded === undefined ? 'nothing is known of when' : `waits for its sender to ${stepInWords(actionNeeded.kind)}`;
    const words = seenOnChain ? waits : 'until it is mined';
    return { elapsedMs, share: undefined, isLate: false, words };
  }
  const byMs = Date.parse(expected.by);
  const lateMs = nowMs - byMs;
  const goal = goalInWords(expected.state);
  if (lateMs > 0) {
    const words = `${stuck ? 'stuck' : 'late'}: ${goal} was due ${formatAge(lateMs)} ago`;
    return { elapsedMs, share: 1, isLate: true, words };
  }
  const { secondsPromised } = transfer;
  const givenMs = secondsPromised !== null ? secondsPromised * 1_000 : byMs - startMs;
  const share = Math.min(1, Math.max(0, (nowMs - startMs) / Math.max(1, givenMs)));
  const words = secondsPromised !== null ? tookWords(transfer) : `${goal} within ${formatDuration((byMs - startMs) / 1_000)}`;
  return { elapsedMs, share, isLate: false, words };
};
