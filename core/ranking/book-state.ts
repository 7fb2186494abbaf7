import { nativeAsset } from '../domain/asset.ts';
import type { Corridor } from '../domain/corridor.ts';
import { FAILURE_CODES, QUOTE_LIFETIME_MS_MAX, type QuoteAnswer, type QuoteEvent } from '../domain/quote.ts';
import type { Candidate, Leg } from '../domain/route.ts';
import { type BridgeSlot, isLater } from './bridge-slot.ts';
import { AMOUNT_OUT, COLUMNS, type Figures, figuresFor, VALID_UNTIL_MS } from './figures.ts';
import { createMeasure, type Measure } from './measure.ts';
import { routeIdOf } from './route-id.ts';

/** Far above the number of bridges there are; what names more is no honest producer. */
const BRIDGES_MAX = 64;

/** Room for the bridges of an ordinary book; doubled when more come. */
const ROWS_AT_FIRST = 10;

/**
 * The questions and answers of one corridor at one amount. The state is a join of its events: the latest of each kind by
 * bridge. So it is the same for any order and any repetition of them. Updated in place by `foldQuote` alone.
 */
export interface BookState {
  readonly key: string;
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  readonly slots: Map<string, BridgeSlot>;
  figures: Figures;
  /** Whose prices the costs of its routes are made of: both assets, and the coins that pay for gas on either side. */
  readonly priceIds: readonly string[];
  /** Of the bridges that were asked, those without a slot; and what that was found with. */
  pending: { readonly bridges: readonly string[]; readonly slots: number; readonly names: readonly string[] };
  readonly measure: Measure;
  /** The newest moment of any event. */
  newestMs: number;
}

export const createBookState = (key: string, corridor: Corridor, amountIn: bigint): BookState => ({
  key,
  corridor,
  amountIn,
  slots: new Map(),
  figures: figuresFor(ROWS_AT_FIRST),
  priceIds: [...new Set([corridor.from, corridor.to].flatMap(({ priceId, chainId }) => [priceId, nativeAsset(chainId)?.priceId ?? '']))],
  pending: { bridges: [], slots: 0, names: [] },
  measure: createMeasure(),
  newestMs: 0,
});

/** Most legs have neither. */
const withMore = (leg: Leg, userSteps: QuoteAnswer['userSteps'], via: string | undefined): Leg => {
  if (userSteps === undefined && via === undefined) return leg;
  return { ...leg, ...(via === undefined ? {} : { via }), ...(userSteps === undefined ? {} : { userSteps }) };
};

const candidateOf = (state: BookState, slot: BridgeSlot, answer: QuoteAnswer, observedAtMs: number): Candidate => {
  const { amountOut, minAmountOut, fees, rebate, surcharges, originGas, etaSeconds, userSteps, limits, validUntilMs, via } = answer;
  const { corridor, amountIn } = state;
  const { from, to } = corridor;
  const leg: Leg = { kind: 'bridge', venue: slot.bridge, from: from.id, to: to.id, amountIn, amountOut, fees, rebate, surcharges };
  return {
    routeId: slot.routeId,
    legs: [withMore(leg, userSteps, via)],
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
  const row = state.slots.size * COLUMNS;
  if (row === state.figures.length) state.figures = figuresFor(state.slots.size * 2, state.figures);
  const routeId = routeIdOf([bridge], state.corridor.id, state.amountIn);
  const slot: BridgeSlot = {
    bridge,
    routeId,
    row,
    answer: undefined,
    refusal,
    fault: undefined,
    stands: false,
    appraised: undefined,
  };
  state.slots.set(bridge, slot);
  return slot;
};

const takeAnswer = (state: BookState, slot: BridgeSlot, { observedAtMs, quoteId }: QuoteEvent, answer: QuoteAnswer): void => {
  const candidate = candidateOf(state, slot, answer, observedAtMs);
  slot.answer = { observedAtMs, quoteId, candidate, brokenLimit: brokenLimitOf(candidate) };
  const { row } = slot;
  state.figures[row + VALID_UNTIL_MS] = candidate.validUntilMs;
  state.figures[row + AMOUNT_OUT] = Number(candidate.amountOut);
};

/** Takes one event of this corridor and amount in. False when it changes nothing: a repetition, or older than what is held. */
export const foldQuote = (state: BookState, event: QuoteEvent): boolean => {
  const slot = state.slots.get(event.bridge) ?? addSlot(state, event.bridge);
  if (slot === undefined) return false;
  const { observedAtMs, quoteId, outcome } = event;
  if (observedAtMs > state.newestMs) state.newestMs = observedAtMs;
  if (outcome.kind === 'answer') {
    if (!isLater(event, slot.answer)) return false;
    takeAnswer(state, slot, event, outcome.answer);
  } else {
    const kind = FAILURE_CODES[outcome.failure.code].definitive ? 'refusal' : 'fault';
    if (!isLater(event, slot[kind])) return false;
    slot[kind] = { observedAtMs, quoteId, failure: outcome.failure };
  }
  const { answer, refusal } = slot;
  slot.stands = answer !== undefined && answer.brokenLimit === undefined && (refusal === undefined || !isLater(refusal, answer));
  slot.appraised = undefined;
  return true;
};
