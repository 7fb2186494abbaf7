import { ASSETS } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';

const BRIDGES = ['across', 'stargate', 'cctp', 'hop', 'synapse'];
const CORRIDORS = ASSETS.filter(({ symbol }) => symbol === 'USDC').flatMap((from, _index, all) =>
  all.filter((to) => to !== from).map((to) => corridorOf(from, to)),
);
const RUNGS = [100_000_000n, 1_000_000_000n, 10_000_000_000n, 100_000_000_000n];
/** Quotes come in this rhythm. */
const EVERY_MS = 5;

/** A number below `below` that only `seed` decides, spread evenly. */
const drawn = (seed: number, below: number): number => {
  let bits = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) % below;
};

/**
 * Quotes as a running system produces them: every corridor and rung in turn, fees in parts that move a little, one answer in twelve a
 * failure. The event with index i is always the same. `atMs` is when the first was observed.
 */
export const historyQuotes = (count: number, first: number, atMs = 1_795_000_000_000): QuoteEvent[] =>
  Array.from({ length: count }, (_, step) => {
    const index = first + step;
    const corridor = CORRIDORS[index % CORRIDORS.length]!;
    const amountIn = RUNGS[Math.floor(index / CORRIDORS.length) % RUNGS.length]!;
    const bridge = BRIDGES[drawn(index, BRIDGES.length)]!;
    const observedAtMs = atMs + index * EVERY_MS;
    const askedAtMs = observedAtMs - 80 - drawn(index + 1, 300);
    const common = {
      quoteId: `${askedAtMs.toString(36).padStart(9, '0')}-8f3a11c2-${index.toString(36).padStart(6, '0')}`,
      bridge,
      corridor: corridor.id,
      amountIn,
      askedAtMs,
      observedAtMs,
    };
    if (drawn(index + 2, 12) === 0) {
      const failure = { code: 'UPSTREAM_TIMEOUT' as const, detail: 'no answer in 3 s', limit: null, retryAfterMs: null };
      return { ...common, outcome: { kind: 'failure' as const, failure } };
    }
    const lp = (amountIn * BigInt(300 + drawn(index + 3, 40))) / 1_000_000n;
    const capital = (amountIn * BigInt(100 + drawn(index + 4, 5))) / 1_000_000n;
    const gas = BigInt(20_000 + drawn(index + 5, 3_000));
    const amountOut = amountIn - lp - capital - gas;
    return {
      ...common,
      outcome: {
        kind: 'answer' as const,
        answer: {
          amountOut,
          minAmountOut: amountOut,
          fees: [
            { kind: 'lp' as const, asset: corridor.from.id, amount: lp },
            { kind: 'relayer-capital' as const, asset: corridor.from.id, amount: capital },
            { kind: 'relayer-gas' as const, asset: corridor.from.id, amount: gas },
          ],
          rebate: 0n,
          surcharges: [],
          originGas: 120_000n,
          etaSeconds: { p50: 4 + drawn(Math.floor(index / 5_000), 20), p90: 60 },
          limits: {
            min: 500_000n,
            max: 4_000_000_000_000n + BigInt(drawn(Math.floor(index / 500), 1_000_000)) * 1_000_000n,
            instant: 1_500_000_000_000n,
          },
          validUntilMs: observedAtMs + 30_000,
        },
      },
    };
  });
