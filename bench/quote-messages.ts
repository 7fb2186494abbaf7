import { ASSETS } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';

const BRIDGES = Array.from({ length: 10 }, (_, index) => `bridge-${index}`);
const AMOUNTS = [100_000_000n, 1_000_000_000n, 10_000_000_000n, 100_000_000_000n];

export const BENCH_BRIDGES: readonly string[] = BRIDGES;

/** USDC between every two chains that have it. */
const CORRIDORS = ASSETS.filter(({ symbol }) => symbol === 'USDC').flatMap((from, _index, all) =>
  all.filter((to) => to !== from).map((to) => corridorOf(from, to)),
);

/** Books that the quotes go round: 30 corridors at four amounts, ten bridges each. */
export const BENCH_BOOKS: number = CORRIDORS.length * AMOUNTS.length;

/** Quotes that go round all books and bridges; no two of one bridge and book alike, all live at `atMs`. */
export const benchQuotes = (count: number, atMs: number): QuoteEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const corridor = CORRIDORS[index % CORRIDORS.length]!;
    const amountIn = AMOUNTS[Math.floor(index / CORRIDORS.length) % AMOUNTS.length]!;
    const bridge = BRIDGES[Math.floor(index / BENCH_BOOKS) % BRIDGES.length]!;
    const fee = (amountIn / 10_000n) * BigInt(1 + ((index * 7_919) % 97));
    return {
      quoteId: `quote-${String(index).padStart(10, '0')}`,
      bridge,
      corridor: corridor.id,
      amountIn,
      askedAtMs: atMs,
      observedAtMs: atMs + (index % 1_000),
      outcome: {
        kind: 'answer' as const,
        answer: {
          amountOut: amountIn - fee,
          minAmountOut: amountIn - fee,
          fees: [{ kind: 'lp' as const, asset: corridor.from.id, amount: fee }],
          rebate: 0n,
          surcharges: [],
          originGas: 150_000n,
          etaSeconds: { p50: 5 + ((index * 31) % 600), p90: 900 },
          limits: { min: 1n, max: amountIn * 10n, instant: amountIn * 4n },
          validUntilMs: atMs + 30_000,
        },
      },
    };
  });
