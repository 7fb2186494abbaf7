import type { Asset } from '#core/domain/asset.ts';
import { nativeAsset } from '#core/domain/asset.ts';
import { HUB_LIQUIDITY, lpShare, RATE_MODEL } from './across-pools.ts';
import { etherAsWeth } from './dials.ts';
import { baseFeeWei, priceUsd } from './market.ts';
import { uniform, wander } from './noise.ts';
import type { World } from './world.ts';

export interface AcrossQuestion {
  readonly from: Asset;
  readonly to: Asset;
  /** Base units of the from-asset. */
  readonly amount: bigint;
}

/** What Across says to a question. Amounts in base units; `total` is the sum of the three fees and `output` the amount less it. */
export interface AcrossQuote {
  readonly capitalFee: bigint;
  readonly gasFee: bigint;
  readonly lpFee: bigint;
  readonly total: bigint;
  /** Not above zero when the amount does not cover the fees. */
  readonly output: bigint;
  readonly limits: AcrossLimits;
  readonly gas: AcrossGas;
  readonly fillSeconds: number;
}

export interface AcrossLimits {
  readonly min: bigint;
  readonly max: bigint;
  readonly instant: bigint;
  readonly shortDelay: bigint;
}

/** What a fill costs its relayer: gas units, wei a unit, the layer-1 part in wei, and all of it in the token. */
export interface AcrossGas {
  readonly units: bigint;
  readonly priceWei: bigint;
  readonly l1Wei: bigint;
  readonly tokenCost: bigint;
}

const ONE = 10n ** 18n;
/** bps to the 1e18-scaled share that the API writes. */
const SHARE_PER_BPS = 1e14;
/** A fill takes 86 000 gas, measured; relayers reckon with a quarter more. */
const FILL_GAS = 110_000n;
const L1_DATA_GAS = 40n;
const OP_STACK = new Set([10, 8453]);
/** An amount below this many times its fill's gas is refused. */
const LEAST_OVER_GAS = 8n;

/** A relayer's price of capital: from `least` bps upwards to `most` at `fullAt` USD. Ether moves, so holding it costs more. */
const CAPITAL = {
  stable: { least: 0.6, most: 9, fullAt: 500_000 },
  ether: { least: 1, most: 12, fullAt: 400_000 },
} as const;
const DEMAND_PACE = 20;
const UTILISATION_PACE = 60;
const INVENTORY_PACE = 30;

const roundUp = (amount: bigint, share: bigint): bigint => (amount * share + ONE - 1n) / ONE;
const usdPrice = (world: World, asset: Asset, step: number): number => priceUsd(world, asset.priceId, step) ?? 1;
const toUnits = (usd: number, asset: Asset, price: number): bigint =>
  (BigInt(Math.floor((usd / price) * 1e6)) * 10n ** BigInt(asset.decimals)) / 1_000_000n;

/** Answers a question at a step of the world's clock. The corridor must be one that Across carries. */
export const acrossQuote = (world: World, question: AcrossQuestion, step: number): AcrossQuote => {
  const { from, to, amount } = question;
  const corridor = etherAsWeth(`${from.id}>${to.id}`);
  const price = usdPrice(world, from, step);
  const utilisation = utilisationOf(world, from.symbol, step);
  const shares = feeShares(world, { corridor, from, amount, price, utilisation, step });
  const gas = fillGas(world, { from, to, price, step });
  const capitalFee = roundUp(amount, shares.capital);
  const lpFee = roundUp(amount, shares.lp);
  const total = capitalFee + lpFee + gas.tokenCost;
  const limits = limitsOf(world, { corridor, from, to, price, utilisation, gasFee: gas.tokenCost, step });
  const fillSeconds = world.dial('across.fillSeconds', corridor) ?? fillTime(world, { from, to, slow: amount > limits.instant, step });
  return { capitalFee, gasFee: gas.tokenCost, lpFee, total, output: amount - total, limits, gas, fillSeconds };
};

/** How much of the hub's pool is lent out. */
const utilisationOf = (world: World, symbol: string, step: number): number =>
  0.58 + 0.38 * wander(`${world.seed}/across/utilisation/${symbol}`, step, UTILISATION_PACE);

const feeShares = (
  world: World,
  input: { corridor: string; from: Asset; amount: bigint; price: number; utilisation: number; step: number },
): { capital: bigint; lp: bigint } => {
  const { corridor, from, amount, price, utilisation, step } = input;
  const set = world.dial('across.feeBps', corridor);
  if (set !== undefined) return { capital: BigInt(Math.round(set * SHARE_PER_BPS)), lp: 0n };
  const tokens = Number(amount) / 10 ** from.decimals;
  const { least, most, fullAt } = from.symbol === 'WETH' ? CAPITAL.ether : CAPITAL.stable;
  const key = `${world.seed}/across/demand/${corridor}`;
  const demand = (0.6 + uniform(key)) * Math.exp(0.8 * wander(key, step, DEMAND_PACE));
  const capitalBps = (least + (most - least) * Math.min(1, (tokens * price) / fullAt)) * demand;
  const lent = utilisation + tokens / Number(HUB_LIQUIDITY[from.symbol] ?? 1);
  return { capital: BigInt(Math.round(capitalBps * SHARE_PER_BPS)), lp: BigInt(Math.round(lpShare(RATE_MODEL, lent) * 1e18)) };
};

const fillGas = (world: World, { from, to, price, step }: { from: Asset; to: Asset; price: number; step: number }): AcrossGas => {
  const priceWei = baseFeeWei(world, to.chainId, step);
  const l1Wei = OP_STACK.has(to.chainId) ? L1_DATA_GAS * baseFeeWei(world, 1, step) : 0n;
  const coin = nativeAsset(to.chainId);
  const coinPrice = coin === undefined ? 1 : usdPrice(world, coin, step);
  const wei = FILL_GAS * priceWei + l1Wei;
  const usd = (Number(wei) / 1e18) * coinPrice;
  const tokenCost = coin?.priceId === from.priceId ? wei : BigInt(Math.ceil((usd / price) * 10 ** from.decimals));
  return { units: FILL_GAS, priceWei, l1Wei, tokenCost };
};

const limitsOf = (
  world: World,
  input: { corridor: string; from: Asset; to: Asset; price: number; utilisation: number; gasFee: bigint; step: number },
): AcrossLimits => {
  const { corridor, from, to, price, utilisation, gasFee, step } = input;
  const min = gasFee * LEAST_OVER_GAS + 1n;
  if (world.drained('across', corridor)) return { min, max: 0n, instant: 0n, shortDelay: 0n };
  const key = `${world.seed}/across/inventory/${to.id}`;
  const inventoryUsd = (120_000 + 480_000 * uniform(key)) * Math.exp(0.7 * wander(key, step, INVENTORY_PACE));
  const free = Number(HUB_LIQUIDITY[from.symbol] ?? 0) * Math.max(0.02, 1 - utilisation);
  const set = world.dial('across.limit', corridor);
  const max = toUnits(set ?? free, from, 1);
  const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
  const instant = least(max, toUnits(inventoryUsd, from, price));
  return { min, max, instant, shortDelay: least(max, instant * 3n) };
};

/** Over what relayers hold, the bridge's own funds fill: 15 minutes, from Polygon 30, as its API tells. */
const SLOW_FILL_S = { usual: 900, polygon: 1_800 } as const;

const fillTime = (world: World, { from, to, slow, step }: { from: Asset; to: Asset; slow: boolean; step: number }): number => {
  if (slow) return from.chainId === 137 ? SLOW_FILL_S.polygon : SLOW_FILL_S.usual;
  const usual = from.chainId === 1 ? 6 : 3;
  const key = `${world.seed}/across/fill/${from.chainId}/${to.chainId}`;
  return Math.max(1, Math.round(usual * Math.exp(0.7 * wander(key, step, DEMAND_PACE))));
};
