/** A bridge's question and answer, as plain as it can be said: what the tests count from. */
export interface QuoteFact {
  readonly quoteId: string;
  readonly bridge: string;
  readonly corridor: string;
  readonly amountIn: bigint;
  readonly askedAtMs: number;
  readonly observedAtMs: number;
  /** Undefined when it failed. */
  readonly answer?: {
    readonly amountOut: bigint;
    readonly minAmountOut: bigint;
    readonly lpFee: bigint;
    readonly gasFee: bigint;
    readonly rebate: bigint;
    readonly etaP50: number;
    readonly costUsd: number;
    readonly gasUsd: number;
  };
  readonly failure?: { readonly code: 'UPSTREAM_TIMEOUT' | 'RATE_LIMITED' | 'UPSTREAM_ERROR'; readonly detail: string };
}

/** A book after a round of answers: its routes, first to last, and who has none. */
export interface BookFact {
  readonly corridor: string;
  readonly amountIn: bigint;
  readonly asOfMs: number;
  readonly version: number;
  readonly routes: readonly QuoteFact[];
  readonly excluded: readonly { readonly bridge: string; readonly reason: string }[];
}

/** A book's place in the world: what one whole unit of its asset is, and is worth. */
export interface BookPlace {
  readonly corridor: string;
  readonly amountIn: bigint;
  readonly unit: bigint;
  readonly usd: number;
}

const USDC = { unit: 1_000_000n, usd: 1 };

/** Three corridors; one asset has six decimals, the other eighteen. */
export const PLACES: readonly BookPlace[] = [
  { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: 100_000_000n, ...USDC },
  { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: 1_000_000_000n, ...USDC },
  { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: 10_000_000_000n, ...USDC },
  { corridor: 'ethereum:USDC>base:USDC', amountIn: 1_000_000_000n, ...USDC },
  { corridor: 'ethereum:USDC>base:USDC', amountIn: 10_000_000_000n, ...USDC },
  { corridor: 'arbitrum:WETH>base:WETH', amountIn: 400_000_000_000_000_000n, unit: 10n ** 18n, usd: 2_500 },
];

interface BridgeTemper {
  /** Of the amount, in millionths, and how much that moves. */
  readonly lpPpm: readonly [number, number];
  /** Ten-thousandths of a USD a transfer costs whatever its size, taken from the amount. */
  readonly gasFee: readonly [number, number];
  readonly etaSeconds: readonly [number, number];
  readonly gasUsd: number;
  /** Dearer by so many millionths in these hours of the day. */
  readonly busy: { readonly from: number; readonly to: number; readonly ppm: number };
}

export const BRIDGES = ['across', 'stargate', 'cctp'] as const;

/** One quick and fair, one cheap for large amounts and dear in the evening, one slow that pays a little on top now and then. */
const TEMPERS: Readonly<Record<(typeof BRIDGES)[number], BridgeTemper>> = {
  across: { lpPpm: [300, 250], gasFee: [200, 100], etaSeconds: [4, 20], gasUsd: 0.4, busy: { from: 8, to: 10, ppm: 150 } },
  stargate: { lpPpm: [200, 220], gasFee: [900, 500], etaSeconds: [90, 120], gasUsd: 0.7, busy: { from: 18, to: 22, ppm: 200 } },
  cctp: { lpPpm: [100, 60], gasFee: [2_500, 800], etaSeconds: [900, 300], gasUsd: 0.5, busy: { from: 0, to: 2, ppm: 100 } },
};

const HOUR_MS = 3_600_000;
const ROUND_MS = 15 * 60_000;
/** A dollar's price of waiting, a second. */
const WAITING = 2e-8;

/** When a bridge answered nobody. */
export interface OutageFact {
  readonly bridge: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export const outagesOf = (startMs: number): readonly OutageFact[] => [
  { bridge: 'stargate', fromMs: startMs + 34 * HOUR_MS, toMs: startMs + 37 * HOUR_MS },
  { bridge: 'across', fromMs: startMs + 66.5 * HOUR_MS, toMs: startMs + 67.25 * HOUR_MS },
];

/** Asks every bridge for every book, four times an hour, and ranks what they answer by what it costs. */
export const bookFacts = (startMs: number, days: number, random: () => number): { quotes: QuoteFact[]; books: BookFact[] } => {
  const whole = (below: number): number => Math.floor(random() * below);
  const outages = outagesOf(startMs);
  const quotes: QuoteFact[] = [];
  const books: BookFact[] = [];

  const ask = (place: BookPlace, bridge: (typeof BRIDGES)[number], askedAtMs: number, allFail: boolean): QuoteFact => {
    const temper = TEMPERS[bridge];
    const common = {
      quoteId: `q${String(quotes.length).padStart(5, '0')}`,
      bridge,
      corridor: place.corridor,
      amountIn: place.amountIn,
      askedAtMs,
      observedAtMs: askedAtMs + 80 + whole(820),
    };
    const out = outages.some(({ bridge: one, fromMs, toMs }) => one === bridge && askedAtMs >= fromMs && askedAtMs < toMs);
    if (out || allFail) return { ...common, failure: { code: 'UPSTREAM_ERROR', detail: 'HTTP 502' } };
    const luck = whole(40);
    if (luck === 0) return { ...common, failure: { code: 'UPSTREAM_TIMEOUT', detail: 'no answer in 3 s' } };
    if (luck === 1) return { ...common, failure: { code: 'RATE_LIMITED', detail: 'HTTP 429' } };
    const hour = new Date(askedAtMs).getUTCHours();
    const { busy, lpPpm, gasFee: gas, etaSeconds, gasUsd } = temper;
    const ppm = lpPpm[0] + whole(lpPpm[1]) + (hour >= busy.from && hour < busy.to ? busy.ppm : 0);
    const lpFee = (place.amountIn * BigInt(ppm)) / 1_000_000n;
    const gasFee = (place.unit * BigInt(gas[0] + whole(gas[1]))) / BigInt(10_000 * place.usd);
    const rebate = bridge === 'cctp' && whole(10) === 0 ? place.amountIn / 20_000n : 0n;
    const etaP50 = etaSeconds[0] + whole(etaSeconds[1]);
    const amountOut = place.amountIn + rebate - lpFee - gasFee;
    const usd = (amount: bigint) => (Number(amount) / Number(place.unit)) * place.usd;
    const costUsd = usd(place.amountIn - amountOut) + gasUsd + usd(place.amountIn) * WAITING * etaP50;
    const minAmountOut = amountOut - amountOut / (bridge === 'stargate' ? 200n : 1_000n);
    return { ...common, answer: { amountOut, minAmountOut, lpFee, gasFee, rebate, etaP50, costUsd: Number(costUsd.toFixed(6)), gasUsd } };
  };

  for (let atMs = startMs; atMs < startMs + days * 24 * HOUR_MS; atMs += ROUND_MS) {
    for (const [index, place] of PLACES.entries()) {
      const askedAtMs = atMs + index * 7_000;
      // Once, one book stands empty.
      const allFail = index === 4 && atMs === startMs + 50 * HOUR_MS;
      const answers = BRIDGES.map((bridge) => {
        const quote = ask(place, bridge, askedAtMs, allFail);
        quotes.push(quote);
        return quote;
      });
      const routes = answers.filter(({ answer }) => answer !== undefined).sort((a, b) => a.answer!.costUsd - b.answer!.costUsd);
      const excluded = answers.flatMap(({ bridge, failure }) => (failure === undefined ? [] : [{ bridge, reason: failure.code }]));
      const asOfMs = askedAtMs + 1_200;
      const book = { corridor: place.corridor, amountIn: place.amountIn, asOfMs, version: asOfMs, routes, excluded };
      books.push(book);
      // Now and then the third place alone changes, which is no change of the top.
      if (routes.length === 3 && whole(8) === 0)
        books.push({ ...book, asOfMs: asOfMs + 20_000, version: asOfMs + 20_000, routes: routes.slice(0, 2) });
    }
  }
  return { quotes, books };
};
