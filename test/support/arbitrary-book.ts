import fc from 'fast-check';
import { bookChecksum } from '#core/domain/checksum.ts';
import { rerank } from '#core/ranking/rerank.ts';
import { effectiveWeights, PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';

/** Books as the ranker publishes them, for property tests of what is made of them. */

export const BOOK_CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
export const BOOK_AMOUNT = '1000000000';
export const BOOK_KEY = `${BOOK_CORRIDOR}@${BOOK_AMOUNT}`;
const AT_MS = 1_800_000_000_000;

const part = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 10_000);

/** A route from little: enough of its fields vary for a change to be seen. */
export const routeJson = (drawn: {
  venue: string;
  amountOut: number;
  parts: { cost: number; speed: number; reliability: number; liquidity: number };
  observedAtMs?: number;
}): RouteJson => {
  const observedAtMs = drawn.observedAtMs ?? AT_MS;
  const amountOut = String(drawn.amountOut);
  return {
    routeId: `r-${drawn.venue}`,
    rank: 1,
    amountIn: BOOK_AMOUNT,
    amountOut,
    minAmountOut: amountOut,
    amountOutUsd: (drawn.amountOut / 1e6).toFixed(6),
    costUsd: '0.100000',
    cost: { feesUsd: '0.050000', gasUsd: '0.050000', slippageUsd: '0.000000', timeUsd: '0.000000' },
    etaSeconds: { p50: 4, p90: 9 },
    etaSource: 'quoted',
    score: { total: 0, ...drawn.parts },
    rule: 'placed by the score',
    legs: [
      {
        kind: 'bridge',
        venue: drawn.venue,
        from: 'ethereum:USDC',
        to: 'arbitrum:USDC',
        amountIn: BOOK_AMOUNT,
        amountOut,
        fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: String(1_000_000_000 - drawn.amountOut), usd: '0.050000' }],
        surcharges: [],
      },
    ],
    observedAt: new Date(observedAtMs).toISOString(),
    validUntil: new Date(observedAtMs + 30_000).toISOString(),
    tags: [],
  };
};

export interface BookContent {
  readonly routes: readonly RouteJson[];
  readonly excluded: BookJson['excluded'];
  readonly pending: readonly string[];
  readonly volatility: number;
}

/** The book of some content, ranked as the ranker ranks it. */
export const bookJson = (content: BookContent, version: number, key = BOOK_KEY): BookJson => {
  const weights = effectiveWeights(PRESET_WEIGHTS.best, content.volatility);
  const routes = rerank(content.routes, weights).map(({ route, total }, index) => ({
    ...route,
    rank: index + 1,
    score: { ...route.score, total },
  }));
  const at = key.lastIndexOf('@');
  return {
    key,
    corridor: key.slice(0, at),
    amountIn: key.slice(at + 1),
    version,
    asOf: new Date(AT_MS + version).toISOString(),
    routes,
    excluded: content.excluded,
    pending: [...content.pending],
    weights,
    volatility: content.volatility,
    checksum: bookChecksum(routes),
  };
};

const VENUES = ['across', 'stargate', 'hop', 'cctp', 'relay', 'canonical', 'squid', 'debridge', 'symbiosis', 'celer', 'orbiter', 'mayan'];

const drawnRoute = fc
  .record({
    venue: fc.constantFrom(...VENUES),
    amountOut: fc.integer({ min: 990_000_000, max: 999_999_999 }),
    parts: fc.record({ cost: part, speed: part, reliability: part, liquidity: part }),
  })
  .map(routeJson);

const exclusion = fc.record({
  bridge: fc.constantFrom(...VENUES),
  reason: fc.constantFrom('EXPIRED', 'LIMIT', 'BREAKER_OPEN', 'UPSTREAM_ERROR'),
  detail: fc.constant('why'),
});

/** What a book holds: some routes, each venue once, and what is excluded or awaited. */
export const bookContent: fc.Arbitrary<BookContent> = fc.record({
  routes: fc.uniqueArray(drawnRoute, { maxLength: VENUES.length, selector: ({ routeId }) => routeId }),
  excluded: fc.uniqueArray(exclusion, { maxLength: 3, selector: ({ bridge }) => bridge }),
  pending: fc.uniqueArray(fc.constantFrom(...VENUES), { maxLength: 2 }),
  volatility: fc.constantFrom(0, 0, 0, 0.25, 1),
});
