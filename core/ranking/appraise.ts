import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { BookState } from './book-state.ts';
import { type Appraisal, type BridgeSlot, isLater } from './bridge-slot.ts';
import { expectedCandidate } from './expected-candidate.ts';
import { COST_USD, ETA_SECONDS, LIQUIDITY, NOTIONAL_USD, RELIABILITY, SPEED } from './figures.ts';
import type { FillTimesView } from './fill-times-board.ts';
import type { MarketView } from './market-view.ts';
import { liquidityPart, reliabilityPart, speedPart } from './parts.ts';
import { valueRoute } from './route-cost.ts';

/** What an answer is appraised with. */
interface Known {
  readonly market: MarketView;
  readonly fillTimes: FillTimesView;
  readonly status: BridgeStatus | undefined;
}

/**
 * What the answer of a slot comes to by itself, with the time that is to be expected of it. Undefined without an answer, or when a price
 * that its cost needs is unknown. Made anew when the market, the fill times or the bridge's status change, or when the fold has put
 * another answer or fault in its place.
 */
export const appraise = (slot: BridgeSlot, state: BookState, { market, fillTimes, status }: Known): Appraisal | undefined => {
  const { answer, fault, appraised: known, row } = slot;
  const { revision } = market;
  const timesRevision = fillTimes.revision;
  if (known !== undefined && known.revision === revision && known.timesRevision === timesRevision && known.status === status) return known;
  if (answer === undefined) return undefined;
  const candidate = expectedCandidate(answer.candidate, fillTimes.of(slot.bridge, state.corridor.id));
  const valuation = valueRoute(candidate, state.corridor, market);
  if (valuation === undefined) return undefined;
  const { figures } = state;
  figures[row + ETA_SECONDS] = candidate.etaSeconds.p50;
  figures[row + COST_USD] = valuation.cost.total;
  figures[row + NOTIONAL_USD] = valuation.notionalUsd;
  figures[row + SPEED] = speedPart(candidate.etaSeconds.p50);
  figures[row + RELIABILITY] = reliabilityPart(status?.reliability, fault !== undefined && isLater(fault, answer));
  figures[row + LIQUIDITY] = liquidityPart(candidate.amountIn, candidate.limits);
  slot.appraised = {
    row,
    revision,
    timesRevision,
    status,
    score: undefined,
    farSlower: false,
    measuredBy: 0,
    route: undefined,
    routeId: slot.routeId,
    amountOut: candidate.amountOut,
    candidate,
    valuation,
  };
  return slot.appraised;
};
