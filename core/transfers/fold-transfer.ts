import type { ChainEvent } from '../domain/chain-event.ts';
import type { Transfer } from '../domain/transfer.ts';
import { awaitUser } from './await-user.ts';
import { termsOf } from './deposit-terms.ts';
import type { Expectations } from './expectations.ts';
import { fills as isFillOf } from './match-fill.ts';
import { outlook } from './outlook.ts';
import { sameTerms } from './same-terms.ts';
import { type Standing, standingOf } from './standing-events.ts';
import { stepsNamed } from './steps-named.ts';
import { type Entered, enterStates, type Parts } from './transfer-state.ts';

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
  const standing = ofKind(present, 'deposit');
  // Whoever collects a plain transfer makes a deposit of it under the same number: the user's own is the transfer's.
  return (
    newest(standing.filter(({ fields }) => fields.depositAddress !== undefined)) ?? newest(standing) ?? newest(paidOut) ?? newest(dropped)
  );
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

/** What may be said of a message that no deposit of ours sent, or of a passenger who boarded before anybody watched. */
const NEVER_ALONE: ReadonlySet<ChainEvent['kind']> = new Set(['proven', 'claimed', 'message-sent', 'message-delivered']);

const tellsByItself = ({ kind, fields }: ChainEvent): boolean => !NEVER_ALONE.has(kind) && fields.asDeposited !== 'true';

/**
 * A transfer as the set of its observations says it is at `nowMs`: the same for every order, repetition and replay of them. Undefined for
 * the empty set, and where nothing but proofs, claims, messages and what says `asDeposited` was seen. Chains know nothing of what was
 * promised: `holdToPromise` adds that.
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
    // Of a fill that was taken back, and whose deposit nobody saw, nothing is left either.
    depositRemoved: deposit === undefined ? found.present.length === 0 : !seenOnChain,
    startedAtMs,
    updatedAtMs: standing.heardAtMs,
    events: listed(standing),
  };
  const { steps, span } = stepsNamed(found);
  return awaitUser(transfer, steps, nowMs, span);
};
