import type { QuoteAnswer } from '#core/domain/quote.ts';
import type { HopRoute } from './ask-quote.ts';

type Eta = QuoteAnswer['etaSeconds'];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Bonded within minutes on layer-2, after more confirmations on Ethereum; from Ethereum a chain's own message takes about ten minutes (docs.hop.exchange). */
const L2_TO_L2: Eta = { p50: 2 * MINUTE, p90: 5 * MINUTE };
const L1_TO_L2: Eta = { p50: 10 * MINUTE, p90: 20 * MINUTE };
const L2_TO_L1: Eta = { p50: 18 * MINUTE, p90: 30 * MINUTE };

/** Circle attests once the origin is final: a quarter of an hour for Ethereum and its rollups, some minutes on Polygon (developers.circle.com, CCTP V1). */
const CCTP: Eta = { p50: 16 * MINUTE, p90: 25 * MINUTE };
const CCTP_FROM_POLYGON: Eta = { p50: 8 * MINUTE, p90: 15 * MINUTE };

/** Without a bonder the transfer's root leaves by the chain's own bridge: a week for optimistic rollups, hours for Polygon. */
const CANONICAL: Eta = { p50: 7 * DAY, p90: 8 * DAY };
const CANONICAL_FROM_POLYGON: Eta = { p50: 4 * HOUR, p90: 12 * HOUR };
const POLYGON = 137;

/** Seconds from the origin transaction to the money's arrival. `bonded` says whether a bonder has enough for it. */
export const etaOf = (route: HopRoute, originChainId: number, bonded: boolean): Eta => {
  if (route.kind === 'cctp') return originChainId === POLYGON ? CCTP_FROM_POLYGON : CCTP;
  if (route.fromL1) return L1_TO_L2;
  if (!bonded) return originChainId === POLYGON ? CANONICAL_FROM_POLYGON : CANONICAL;
  return route.toL1 ? L2_TO_L1 : L2_TO_L2;
};
