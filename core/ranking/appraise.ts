import type { BridgeStatus } from '../domain/bridge-status.ts';
import { type Appraisal, type BookState, type BridgeSlot, isLater } from './book-state.ts';
import { COST_USD, LIQUIDITY, NOTIONAL_USD, RELIABILITY, SPEED } from './figures.ts';
import type { MarketView } from './market-view.ts';
import { liquidityPart, reliabilityPart, speedPart } from './parts.ts';
import { valueRoute } from './route-cost.ts';

/**
 * What the answer of a slot comes to by itself. Undefined without an answer, or when a price that its cost needs is unknown.
 * Made anew when the market or the bridge's status changes, or when the fold has put another answer or fault in its place.
 */
export const appraise = (
  slot: BridgeSlot,
  state: BookState,
  market: MarketView,
  status: BridgeStatus | undefined,
): Appraisal | undefined => {
  const { answer, fault, appraised: known, row } = slot;
  const { revision } = market;
  if (known !== undefined && known.revision === revision && known.status === status) return known;
  if (answer === undefined) return undefined;
  const { candidate } = answer;
  const valuation = valueRoute(candidate, state.corridor, market);
  if (valuation === undefined) return undefined;
  const { figures } = state;
  figures[row + COST_USD] = valuation.cost.total;
  figures[row + NOTIONAL_USD] = valuation.notionalUsd;
  figures[row + SPEED] = speedPart(candidate.etaSeconds.p50);
  figures[row + RELIABILITY] = reliabilityPart(status?.reliability, fault !== undefined && isLater(fault, answer));
  figures[row + LIQUIDITY] = liquidityPart(candidate.amountIn, candidate.limits);
  slot.appraised = {
    row,
    revision,
    status,
    score: undefined,
    farSlower: false,
    route: undefined,
    routeId: slot.routeId,
    amountOut: candidate.amountOut,
    candidate,
    valuation,
  };
  return slot.appraised;
};
