import type { ChainEventKind } from '../domain/chain-event.ts';
import type { Transfer, TransferState, TransferUserStep } from '../domain/transfer.ts';
import type { StepAhead, UserStepKind } from '../domain/user-step.ts';
import { STUCK_MS_MIN } from './expectations.ts';

/** The event that says that a step was done. */
const DONE_BY: Readonly<Record<UserStepKind, ChainEventKind>> = { prove: 'proven', claim: 'claimed' };

const OVER: ReadonlySet<TransferState> = new Set(['COMPLETED', 'FAILED', 'REFUNDED']);

type Done = Pick<TransferUserStep, 'doneAtMs' | 'transaction'>;

const NOT_DONE: Done = { doneAtMs: null, transaction: null };

/** By its own event, by the money's arrival, or by a later step: nobody can claim what is not proven. */
const doneIn = (transfer: Transfer, kind: UserStepKind, later: Done): Done => {
  const event = transfer.events.findLast((one) => one.kind === DONE_BY[kind]);
  if (event !== undefined) return { doneAtMs: event.atMs, transaction: event.transactionHash };
  return later;
};

/** Each step with when it can be sent: its wait begins when the step before it was done, or could have been. */
const timed = (transfer: Transfer, steps: readonly StepAhead[], namedAtMs: number): readonly TransferUserStep[] => {
  const { state, enteredAtMs, destinationTransaction } = transfer;
  let later: Done = state === 'COMPLETED' ? { doneAtMs: enteredAtMs.COMPLETED ?? null, transaction: destinationTransaction } : NOT_DONE;
  const done = steps
    .toReversed()
    .map(({ kind }) => {
      later = doneIn(transfer, kind, later);
      return later;
    })
    .toReversed();
  let fromMs = namedAtMs;
  let waited = 0;
  return steps.map(({ kind, chainId, afterSeconds }, index) => {
    const own = done[index] ?? NOT_DONE;
    const readyAtMs = fromMs + Math.max(afterSeconds - waited, 0) * 1_000;
    fromMs = own.doneAtMs ?? readyAtMs;
    waited = afterSeconds;
    return { kind, chainId, readyAtMs, ...own };
  });
};

/**
 * A transfer that needs further steps of its user, with where each of them stands at `nowMs`. While one is outstanding the transfer is not
 * stuck, however old it is: nothing would come by itself. `steps` are in the order in which they are sent; without any the transfer is as it was.
 * Steps count from the deposit, unless something later named them (`namedAtMs`). Where they end (`untilMs`) and were not done, nothing is known any more.
 */
export const awaitUser = (
  transfer: Transfer,
  steps: readonly StepAhead[],
  nowMs: number,
  { namedAtMs = transfer.startedAtMs, untilMs = null }: { readonly namedAtMs?: number; readonly untilMs?: number | null } = {},
): Transfer => {
  if (steps.length === 0) return transfer;
  const userSteps = timed(transfer, steps, namedAtMs);
  const { state, seenOnChain, expected } = transfer;
  if (OVER.has(state) || !seenOnChain) return { ...transfer, userSteps, actionNeeded: null };
  const next = userSteps.find(({ doneAtMs }) => doneAtMs === null);
  const last = userSteps.at(-1) as TransferUserStep;
  const confirming = expected?.state === 'CONFIRMED' ? expected : undefined;
  if (next === undefined) {
    const stuckAtMs = (last.doneAtMs ?? last.readyAtMs) + STUCK_MS_MIN;
    const stuck = nowMs > stuckAtMs;
    const arrival = { state: 'COMPLETED' as const, byMs: last.doneAtMs ?? last.readyAtMs };
    return { ...transfer, userSteps, actionNeeded: null, expected: arrival, stuck, dueAtMs: stuck ? null : stuckAtMs + 1 };
  }
  if (nowMs < next.readyAtMs) {
    const arrival = confirming ?? { state: 'COMPLETED' as const, byMs: last.readyAtMs };
    return { ...transfer, userSteps, actionNeeded: null, expected: arrival, stuck: false, dueAtMs: next.readyAtMs };
  }
  if (untilMs !== null && nowMs >= untilMs)
    return { ...transfer, userSteps, actionNeeded: null, expected: null, stuck: true, dueAtMs: null };
  const { kind, chainId, readyAtMs } = next;
  return {
    ...transfer,
    userSteps,
    actionNeeded: { kind, chainId, sinceMs: readyAtMs, untilMs },
    expected: confirming ?? null,
    stuck: false,
    dueAtMs: untilMs,
  };
};
