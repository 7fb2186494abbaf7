import { bookChecksum } from '#core/domain/checksum.ts';
import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import type { BookJson } from '#schemas/api/book.ts';

/** A book of `routes` routes as the ranker would publish it. Books of equal arguments but for the version have equal length. */
export const sampleBook = (key: string, version: number, routes: number): BookJson => {
  const at = key.lastIndexOf('@');
  const corridor = key.slice(0, at);
  const amountIn = key.slice(at + 1);
  const [from = '', to = ''] = corridor.split('>');
  const now = new Date().toISOString();
  const validUntil = new Date(Date.now() + 3_600_000).toISOString();
  const ranked = Array.from({ length: routes }, (_, index) => {
    const amountOut = String(999_000_000 - index * 1_000 + (version % 1_000));
    return {
      routeId: `route-of-bridge-${index}`,
      rank: index + 1,
      amountIn,
      amountOut,
      minAmountOut: amountOut,
      amountOutUsd: '999.000000',
      costUsd: '0.421337',
      cost: { feesUsd: '0.321337', gasUsd: '0.100000', slippageUsd: '0.000000', timeUsd: '0.000000' },
      etaSeconds: { p50: 4, p90: 11 },
      etaSource: 'quoted' as const,
      score: { total: 90 - index, cost: 95.1234, speed: 88.4321, reliability: 91.5, liquidity: 77.25 },
      rule: 'placed by its score, 1.2 above the next',
      legs: [
        {
          kind: 'bridge' as const,
          venue: `bridge-${index}`,
          from,
          to,
          amountIn,
          amountOut,
          fees: [{ kind: 'lp' as const, asset: from, amount: '1000000', usd: '0.100000' }],
          surcharges: [{ kind: 'gas' as const, asset: 'ethereum:ETH', amount: '100000000000000', usd: '0.100000' }],
        },
      ],
      observedAt: now,
      validUntil,
      tags: index === 0 ? ['best'] : [],
    };
  });
  return {
    key,
    corridor,
    amountIn,
    version,
    asOf: now,
    routes: ranked,
    excluded: [],
    pending: [],
    weights: PRESET_WEIGHTS.best,
    volatility: 0,
    checksum: bookChecksum(ranked),
  };
};
