import type { ChainEvent } from '../domain/chain-event.ts';
import type { Transfer, TransferState } from '../domain/transfer.ts';
import { readStepsField } from '../domain/user-step.ts';
import { awaitUser } from './await-user.ts';
import { type Terms, termsOf } from './deposit-terms.ts';
import { EXPIRY_GRACE_MS, type Expectations, REFUND_MS, STUCK_MS_MIN } from './expectations.ts';
import { fills as isFillOf } from './match-fill.ts';
import { sameTerms } from './same-terms.ts';
import { type Standing, standingOf } from './standing-events.ts';
import { type Entered, enterStates, type Parts } from './transfer-state.ts';

const OPEN: ReadonlySet<TransferState> = new Set(['PENDING', 'CONFIRMED', 'BRIDGING']);

/** While a removal is on its way two blocks may claim the same deposit: the one heard of last stands. */
const newest = (events: readonly ChainEvent[]): ChainEvent | undefined =>
  events.reduce<ChainEvent | undefined>(
    (best, event) =>
      best === undefined ||
      event.observedAtMs > best.observedAtMs ||
      (event.observedAtMs === best.observedAtMs && event.eventId > best.eventId)
        ? event
        : best,
    undefined,
  );

const ofKind = (events: readonly ChainEvent[], kind: ChainEvent['kind']) => events.filter((event) => event.kind === kind);

/** What comes next, when it is late, and when time alone will change the picture. */
const outlook = (options: {
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

const listed = ({ present, confirmedAtMs }: Standing): Transfer['events'] =>
  present.map(({ eventId, kind, chainId, blockNumber, blockHash, logIndex, transactionHash, blockTimeMs }) => ({
    eventId,
    kind,
    chainId,
    blockNumber,
    blockHash,
    logIndex,
    transactionHash,
    atMs: blockTimeMs,
    confirmed: confirmedAtMs.has(eventId),
  }));

/**
 * Which of the deposits that had this number the transfer is about: the one that stands; where none does, one whose money arrived all the
 * same, else the last.
 */
const depositOf = ({ present, gone }: Standing): ChainEvent | undefined => {
  const fills = ofKind(present, 'fill');
  const dropped = ofKind(gone, 'deposit');
  const paidOut = dropped.filter((deposit) => fills.some((fill) => isFillOf(fill, deposit)));
  return newest(ofKind(present, 'deposit')) ?? newest(paidOut) ?? newest(dropped);
};

/** What another deposit with the same number left behind (its fill, its refund) is none of this one's. */
const partsOf = (standing: Standing) => {
  const { confirmedAtMs } = standing;
  const deposit = depositOf(standing);
  const present = standing.present.filter((event) => deposit === undefined || sameTerms(event, deposit));
  const seenOnChain = deposit !== undefined && present.includes(deposit);
  const fills = ofKind(present, 'fill').filter((fill) => deposit === undefined || isFillOf(fill, deposit));
  return { present, deposit, seenOnChain, fills, confirmedAtMs };
};

/** From the deposit's block to that of the fill that completed it, where both stand on chain. */
const secondsTaken = ({ state, enteredAtMs }: Entered, deposit: ChainEvent | undefined, seenOnChain: boolean): number | null => {
  if (state !== 'COMPLETED' || enteredAtMs.COMPLETED === undefined || deposit === undefined || !seenOnChain) return null;
  return Math.round((enteredAtMs.COMPLETED - deposit.blockTimeMs) / 1_000);
};

const tellsByItself = ({ kind, fields }: ChainEvent): boolean => kind !== 'proven' && kind !== 'claimed' && fields.asDeposited !== 'true';

/**
 * A transfer as the set of its observations says it is at `nowMs`: the same for every order, repetition and replay of them. Undefined for
 * the empty set, and where nothing but proofs, claims and fills `asDeposited` was seen. Chains know nothing of what was promised: `holdToPromise` adds that.
 */
export const foldTransfer = (observations: Iterable<ChainEvent>, nowMs: number, expectations: Expectations): Transfer | undefined => {
  const standing = standingOf(observations);
  const { present, gone } = standing;
  const first = [...present, ...gone].find(tellsByItself);
  // What is proven and claimed of a message that no deposit of ours sent is nobody's transfer, nor is a message that may carry anything.
  if (first === undefined) return undefined;
  const { transferKey, bridge } = first;
  const found = partsOf(standing);
  const { deposit, seenOnChain, fills } = found;
  const terms = termsOf(transferKey, { deposit, fill: fills[0], speedUp: ofKind(found.present, 'speed-up').at(-1) });
  const parts: Parts = { ...found, fillDeadlineMs: terms.fillDeadlineMs, amountQuoted: terms.amountQuoted };
  const entered = enterStates(parts, nowMs);
  const startedAtMs = deposit?.blockTimeMs ?? first.blockTimeMs;
  const { fillDeadlineMs: _, ...told } = terms;
  const transfer: Transfer = {
    transferKey,
    bridge,
    state: entered.state,
    failure: entered.failure,
    enteredAtMs: entered.enteredAtMs,
    ...told,
    amountDelivered: entered.amountDelivered,
    promised: null,
    accuracyBps: null,
    secondsTaken: secondsTaken(entered, deposit, seenOnChain),
    originTransaction: deposit?.transactionHash ?? null,
    destinationTransaction: entered.lastFill?.transactionHash ?? null,
    refundTransaction: entered.refund?.transactionHash ?? null,
    filledBy: entered.lastFill?.fields.relayer ?? null,
    userSteps: [],
    actionNeeded: null,
    ...outlook({ terms, entered, seenOnChain, bridge, startedAtMs, nowMs, expectations }),
    seenOnChain,
    depositRemoved: deposit !== undefined && !seenOnChain,
    startedAtMs,
    updatedAtMs: standing.heardAtMs,
    events: listed(standing),
  };
  return awaitUser(transfer, readStepsField(deposit?.fields.userSteps), nowMs);
};
