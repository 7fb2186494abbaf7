import type { Corridor } from '../domain/corridor.ts';
import type { Appraisal, BridgeSlot } from './book-state.ts';
import { expectedCandidate } from './expected-candidate.ts';
import type { FillTimesView } from './fill-times-board.ts';
import type { MarketView } from './market-view.ts';
import { liquidityPart, speedPart } from './parts.ts';
import { valueRoute } from './route-cost.ts';

/**
 * What a bridge's latest answer comes to by itself, with the market and the fill times as they are; undefined when there is no answer. Kept
 * with the answer until one of the two is another.
 */
export const appraise = (slot: BridgeSlot, corridor: Corridor, market: MarketView, fillTimes: FillTimesView): Appraisal | undefined => {
  const answered = slot.answer?.candidate;
  if (answered === undefined) return undefined;
  const known = slot.appraised;
  const { revision } = market;
  const timesRevision = fillTimes.revision;
  if (known !== undefined && known.answered === answered && known.revision === revision && known.timesRevision === timesRevision) {
    return known;
  }
  const candidate = expectedCandidate(answered, fillTimes.of(slot.bridge, corridor.id));
  slot.appraised = {
    answered,
    candidate,
    revision,
    timesRevision,
    valuation: valueRoute(candidate, corridor, market),
    speed: speedPart(candidate.etaSeconds.p50),
    liquidity: liquidityPart(candidate.amountIn, candidate.limits),
  };
  return slot.appraised;
};
