import type { QuoteQuestion } from './quote-question.ts';

/** Between assets of one price no bridge gives back more than this share of the amount; a pool's reward stays far below it. */
const OUT_PERCENT_MAX = 105n;
/** Fees may take most of a small amount. What leaves less than this share of it nobody would send; an answer in whole units leaves far less. */
const OUT_PERCENT_MIN = 1n;

/**
 * What a coin is worth, in cents: so widely that no market of years leaves it, so narrowly that no two of them hide a wrong unit, which is off by twelve
 * digits. Stablecoins: one stood at 0.87 USD for a weekend (March 2023).
 */
const CENTS: Readonly<Record<string, { readonly least: bigint; readonly most: bigint }>> = {
  'usd-coin': { least: 80n, most: 120n },
  tether: { least: 80n, most: 120n },
  dai: { least: 80n, most: 120n },
  ethereum: { least: 10_000n, most: 10_000_000n },
  'polygon-ecosystem-token': { least: 1n, most: 10_000n },
  'avalanche-2': { least: 100n, most: 1_000_000n },
};

/** From this worth on, by the least that its coin is worth, fees cannot take nearly all of an amount: what says so is in another unit. */
const LARGE_CENTS = 50_000n;

/** Whether an amount is too much to be eaten up by fees. */
export const isLarge = ({ corridor: { from }, amountIn }: QuoteQuestion): boolean =>
  amountIn * (CENTS[from.priceId]?.least ?? 0n) >= LARGE_CENTS * 10n ** BigInt(from.decimals);

/**
 * The least and the most that may arrive of an amount, in base units of the to-asset: between coins of one price a share of it, between others what
 * their prices could ever make of it. Undefined where nothing is known of a price.
 */
export const outRange = ({
  corridor: { from, to },
  amountIn,
}: QuoteQuestion): { readonly least: bigint; readonly most: bigint } | undefined => {
  const one = { least: 1n, most: 1n };
  const [given, got] = from.priceId === to.priceId ? [one, one] : [CENTS[from.priceId], CENTS[to.priceId]];
  if (given === undefined || got === undefined) return undefined;
  const worth = (percent: bigint, sent: bigint, received: bigint) =>
    (amountIn * 10n ** BigInt(to.decimals) * percent * sent) / (10n ** BigInt(from.decimals) * 100n * received);
  return { least: worth(OUT_PERCENT_MIN, given.least, got.most), most: worth(OUT_PERCENT_MAX, given.most, got.least) };
};
