import { type Asset, nativeAsset } from '#core/domain/asset.ts';
import { baseFeeWei, priceUsd } from '../../world/market.ts';
import { wander } from '../../world/noise.ts';
import type { World } from '../../world/world.ts';

/** What Relay says to a question, base units. */
export interface RelayPrice {
  readonly relayerGas: bigint;
  /** What the solver takes for its capital; negative where it wants to be rid of what it holds. */
  readonly relayerService: bigint;
  /** Not above zero when the amount does not cover the fees. */
  readonly amountOut: bigint;
  readonly timeEstimate: number;
  /** USD a whole token. */
  readonly priceUsd: number;
}

/** A payment's gas, and twice two cents: the documented flat fee and a margin on it. */
const FILL_GAS = 60_000n;
const FLAT_USD = 0.02;
/** The documents' Relay fee for one token is none; the solver's own cost wanders around a middle, in bps. */
const SERVICE_BPS = { middle: 0.6, swing: 1 } as const;
const PACE = 25;
const MILLIONTHS = 1_000_000n;
const USD_DIGITS = 6;

/** Answers a question between two assets of one name. */
export const relayPrice = (
  world: World,
  { from, to, amountIn }: { from: Asset; to: Asset; amountIn: bigint },
  step: number,
): RelayPrice => {
  const price = priceUsd(world, from.priceId, step) ?? 1;
  const coin = nativeAsset(to.chainId);
  const coinPrice = (coin && priceUsd(world, coin.priceId, step)) ?? 1;
  const gasUsd = (Number(FILL_GAS * baseFeeWei(world, to.chainId, step)) / 1e18) * coinPrice;
  const relayerGas = BigInt(Math.ceil(((gasUsd + FLAT_USD) / price) * 10 ** USD_DIGITS)) * 10n ** BigInt(from.decimals - USD_DIGITS);
  const key = `${world.seed}/relay/${from.id}>${to.id}`;
  const bps = SERVICE_BPS.middle + SERVICE_BPS.swing * wander(`${key}/service`, step, PACE);
  const relayerService = (amountIn * BigInt(Math.round(bps * 100))) / MILLIONTHS;
  const timeEstimate = Math.max(1, Math.round(2.7 * Math.exp(0.6 * wander(`${key}/time`, step, PACE))));
  return { relayerGas, relayerService, amountOut: amountIn - relayerGas - relayerService, timeEstimate, priceUsd: price };
};
