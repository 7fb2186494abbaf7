import { nativeAsset } from '../domain/asset.ts';
import type { Corridor } from '../domain/corridor.ts';
import { FAILURE_CODES, QUOTE_LIFETIME_MS_MAX, type QuoteAnswer, type QuoteEvent, type QuoteFailure } from '../domain/quote.ts';
import type { Candidate } from '../domain/route.ts';
import type { Valuation } from './route-cost.ts';
import { routeIdOf } from './route-id.ts';

/** Far above the number of bridges there are; what names more is no honest producer. */
const BRIDGES_MAX = 64;

/** When something was observed; the quote's id breaks ties, so that of two events one is always the later. */
interface Moment {
  readonly observedAtMs: number;
  readonly quoteId: string;
}

/** What an answer is worth at one revision of the market and of the fill times, and its parts that need no other route. */
export interface Appraisal {
  /** As it was answered. */
  readonly answered: Candidate;
  /** With the time that is to be expected of it. */
  readonly candidate: Candidate;
  readonly revision: number;
  readonly timesRevision: number;
  readonly valuation: Valuation | undefined;
  readonly speed: number;
  readonly liquidity: number;
}

/** What a book holds of one bridge: its latest answer, its latest refusal and its latest fault. */
export interface BridgeSlot {
  readonly bridge: string;
  readonly routeId: string;
  answer: (Moment & { readonly candidate: Candidate; readonly brokenLimit: string | undefined }) | undefined;
  /** A definitive failure: it withdraws every earlier answer, whatever faults come after it. */
  refusal: (Moment & { readonly failure: QuoteFailure }) | undefined;
  /** A failure that only says that nothing was heard. */
  fault: (Moment & { readonly failure: QuoteFailure }) | undefined;
  /** What the answer comes to by itself; kept because a book is ranked far more often than one bridge's answer, or a price, changes. */
  appraised: Appraisal | undefined;
}

/**
 * The questions and answers of one corridor at one amount. The state is a join of its events: the latest of each kind by
 * bridge. So it is the same for any order and any repetition of them. Updated in place by `foldQuote` alone.
 */
export interface BookState {
  readonly key: string;
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  readonly slots: Map<string, BridgeSlot>;
  /** Whose prices the costs of its routes are made of: both assets, and the coin that pays for gas. */
  readonly priceIds: readonly string[];
  /** The newest moment of any event. */
  newestMs: number;
}

export const createBookState = (key: string, corridor: Corridor, amountIn: bigint): BookState => ({
  key,
  corridor,
  amountIn,
  slots: new Map(),
  priceIds: [corridor.from.priceId, corridor.to.priceId, nativeAsset(corridor.from.chainId)?.priceId ?? ''],
  newestMs: 0,
});

/** Whether `a` is later than `b`; anything is later than nothing. */
export const isLater = (a: Moment, b: Moment | undefined): boolean =>
  b === undefined || a.observedAtMs > b.observedAtMs || (a.observedAtMs === b.observedAtMs && a.quoteId > b.quoteId);

const candidateOf = (state: BookState, slot: BridgeSlot, answer: QuoteAnswer, observedAtMs: number): Candidate => {
  const { amountOut, minAmountOut, fees, rebate, surcharges, originGas, etaSeconds, limits, validUntilMs } = answer;
  const { corridor, amountIn } = state;
  return {
    routeId: slot.routeId,
    legs: [
      { kind: 'bridge', venue: slot.bridge, from: corridor.from.id, to: corridor.to.id, amountIn, amountOut, fees, rebate, surcharges },
    ],
    amountIn,
    amountOut,
    minAmountOut,
    originGas,
    etaSeconds,
    etaSource: 'quoted',
    limits,
    observedAtMs,
    validUntilMs: Math.min(validUntilMs, observedAtMs + QUOTE_LIFETIME_MS_MAX),
  };
};

/** In words, the limit of the bridge that the amount breaks. */
const brokenLimitOf = ({ amountIn, limits }: Candidate): string | undefined => {
  if (limits.max !== null && amountIn > limits.max) return `the bridge takes at most ${limits.max} base units now`;
  if (limits.min !== null && amountIn < limits.min) return `the bridge takes at least ${limits.min} base units`;
  return undefined;
};

/** Makes room for a bridge, with a refusal of it if one is known. Undefined when the book is full. */
export const addSlot = (state: BookState, bridge: string, refusal?: BridgeSlot['refusal']): BridgeSlot | undefined => {
  if (state.slots.size >= BRIDGES_MAX) return undefined;
  const routeId = routeIdOf([bridge], state.corridor.id, state.amountIn);
  const slot: BridgeSlot = { bridge, routeId, answer: undefined, refusal, fault: undefined, appraised: undefined };
  state.slots.set(bridge, slot);
  return slot;
};

/** Takes one event of this corridor and amount in. False when it changes nothing: a repetition, or older than what is held. */
export const foldQuote = (state: BookState, event: QuoteEvent): boolean => {
  const slot = state.slots.get(event.bridge) ?? addSlot(state, event.bridge);
  if (slot === undefined) return false;
  const { observedAtMs, quoteId, outcome } = event;
  if (observedAtMs > state.newestMs) state.newestMs = observedAtMs;
  if (outcome.kind === 'answer') {
    if (!isLater(event, slot.answer)) return false;
    const candidate = candidateOf(state, slot, outcome.answer, observedAtMs);
    slot.answer = { observedAtMs, quoteId, candidate, brokenLimit: brokenLimitOf(candidate) };
    return true;
  }
  const kind = FAILURE_CODES[outcome.failure.code].definitive ? 'refusal' : 'fault';
  if (!isLater(event, slot[kind])) return false;
  slot[kind] = { observedAtMs, quoteId, failure: outcome.failure };
  return true;
};
