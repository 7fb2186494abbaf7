import { bookChecksum } from '#core/domain/checksum.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';

/** A bridge of the made-up world: how it charges, how fast it is, how much it takes. */
export interface SampleBridge {
  readonly id: string;
  readonly feeKinds: readonly ('lp' | 'relayer-capital' | 'relayer-gas' | 'protocol')[];
  readonly feeBps: number;
  readonly etaSeconds: { readonly p50: number; readonly p90: number };
  readonly gasUsd: number;
  readonly reliability: number;
}

export const SAMPLE_BRIDGES: readonly SampleBridge[] = [
  {
    id: 'across',
    feeKinds: ['lp', 'relayer-capital', 'relayer-gas'],
    feeBps: 4.2,
    etaSeconds: { p50: 4, p90: 12 },
    gasUsd: 0.21,
    reliability: 99,
  },
  { id: 'stargate', feeKinds: ['protocol'], feeBps: 6, etaSeconds: { p50: 48, p90: 95 }, gasUsd: 0.44, reliability: 97 },
  {
    id: 'hop',
    feeKinds: ['lp', 'relayer-capital'],
    feeBps: 9.5,
    etaSeconds: { p50: 210, p90: 480 },
    gasUsd: 0.33,
    reliability: 88,
  },
  { id: 'cctp', feeKinds: ['relayer-gas'], feeBps: 1.1, etaSeconds: { p50: 900, p90: 1_260 }, gasUsd: 0.52, reliability: 99 },
];

const usd = (value: number) => value.toFixed(6);
const clamp = (value: number) => Math.min(100, Math.max(0, value));
const iso = (ms: number) => new Date(ms).toISOString();

export const SAMPLE_WEIGHTS = { cost: 40, speed: 30, reliability: 20, liquidity: 10 };

export interface SampleQuestion {
  readonly bridge: SampleBridge;
  readonly from: string;
  readonly to: string;
  readonly amountIn: bigint;
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** What one whole unit is worth, and how many decimals it has. */
  readonly priceUsd: number;
  readonly decimals: number;
}

/** A route whose fees add up, as one bridge might quote it. */
export const sampleRoute = (question: SampleQuestion): RouteJson => {
  const { bridge, from, to, amountIn, nowMs, random, priceUsd, decimals } = question;
  const worth = (amount: bigint) => (Number(amount) / 10 ** decimals) * priceUsd;
  const bps = bridge.feeBps * (0.8 + 0.4 * random());
  const fees = bridge.feeKinds.map((kind) => {
    const amount = (amountIn * BigInt(Math.round((bps * 1_000) / bridge.feeKinds.length))) / 10_000_000n;
    return { kind, asset: from, amount: amount.toString(), usd: usd(worth(amount)) };
  });
  const taken = fees.reduce((sum, fee) => sum + BigInt(fee.amount), 0n);
  const amountOut = amountIn - taken;
  const gasUsd = bridge.gasUsd * (0.7 + 0.6 * random());
  const messageUsd = bridge.id === 'stargate' ? 0.31 : 0;
  const cost = {
    feesUsd: usd(worth(taken) + messageUsd),
    gasUsd: usd(gasUsd),
    slippageUsd: usd(0),
    timeUsd: usd(bridge.etaSeconds.p50 * 0.0004),
  };
  const costUsd = Object.values(cost).reduce((sum, part) => sum + Number(part), 0);
  const parts = {
    cost: clamp(100 - bps * 4 - gasUsd * 4),
    speed: clamp(100 - 18 * Math.log10(1 + bridge.etaSeconds.p50)),
    reliability: bridge.reliability,
    liquidity: clamp(60 + 40 * random()),
  };
  const total = 0.4 * parts.cost + 0.3 * parts.speed + 0.2 * parts.reliability + 0.1 * parts.liquidity;
  const gasAsset = `${from.split(':')[0]}:ETH`;
  const message = {
    kind: 'message' as const,
    asset: gasAsset,
    amount: BigInt(Math.round(messageUsd * 3e14)).toString(),
    usd: usd(messageUsd),
  };
  return {
    routeId: `${bridge.id}-${from}-${to}-${amountIn}`.replaceAll(':', '.').toLowerCase(),
    rank: 1,
    amountIn: amountIn.toString(),
    amountOut: amountOut.toString(),
    minAmountOut: ((amountOut * 9_995n) / 10_000n).toString(),
    amountOutUsd: usd(worth(amountOut)),
    costUsd: usd(costUsd),
    cost,
    etaSeconds: bridge.etaSeconds,
    etaSource: 'quoted',
    score: { total, ...parts },
    rule:
      bridge.id === 'across'
        ? 'first: cheaper by $0.57 and faster by 44 s than stargate'
        : '9.1 points behind across, which is cheaper by $0.57',
    legs: [
      {
        kind: 'bridge',
        venue: bridge.id,
        from,
        to,
        amountIn: amountIn.toString(),
        amountOut: amountOut.toString(),
        fees,
        surcharges: messageUsd > 0 ? [message] : [],
      },
    ],
    observedAt: iso(nowMs),
    validUntil: iso(nowMs + 30_000),
    tags: bridge.id === 'across' ? ['cheapest', 'fastest', 'most-out'] : [],
  };
};

/** Ranks routes as a server would, and adds what a book has besides. */
export const sampleBook = (book: {
  key: string;
  version: number;
  nowMs: number;
  routes: readonly RouteJson[];
  excluded?: BookJson['excluded'];
  pending?: readonly string[];
}): BookJson => {
  const routes = [...book.routes]
    .sort((a, b) => b.score.total - a.score.total || (a.routeId < b.routeId ? -1 : 1))
    .map((route, index) => ({ ...route, rank: index + 1 }));
  const [corridor = '', amountIn = '0'] = book.key.split('@');
  return {
    key: book.key,
    corridor,
    amountIn,
    version: book.version,
    asOf: iso(book.nowMs),
    routes,
    excluded: [...(book.excluded ?? [])],
    pending: [...(book.pending ?? [])],
    weights: SAMPLE_WEIGHTS,
    volatility: 0,
    checksum: bookChecksum(routes),
  };
};
