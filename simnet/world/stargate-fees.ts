import type { StargatePool } from '#bridges/_stargate/contracts.ts';
import { nativeAsset } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { baseFeeWei, priceUsd } from './market.ts';
import { uniform, wander } from './noise.ts';
import type { World } from './world.ts';

/** A route between two pools of one asset. */
export interface StargateRoute {
  readonly symbol: StargatePool['symbol'];
  readonly from: number;
  readonly to: number;
}

/** Fees in millionths of the amount, by zone of the amount, as FeeLibV1 keeps them. No reward is paid. */
export interface FeeZones {
  readonly upToZone1: number;
  readonly upToZone2: number;
  readonly beyond: number;
}

/** Upper bounds of the zones, in whole tokens. */
export const ZONE_BOUNDS: Readonly<Record<StargatePool['symbol'], readonly [number, number]>> = {
  USDC: [50_000, 250_000],
  USDT: [50_000, 250_000],
  ETH: [20, 90],
};

const LEAST_BPS = 1;
const MOST_BPS = 5.5;
const SWING = 0.6;
const FEE_PACE = 60;
/** The documents promise no more than 0.15 %. */
const CEILING_MILLIONTHS = 1_500;
const MILLIONTHS_PER_BPS = 100;
const ZONE_STEEPNESS = [1, 1.25, 2] as const;

const corridorOf = ({ symbol, from, to }: StargateRoute): string => `${chainById(from)?.slug}:${symbol}>${chainById(to)?.slug}:${symbol}`;

/** What the pool takes now. Each route has its own level, which swells and sinks over the minutes. */
export const feeZones = (world: World, route: StargateRoute, step: number): FeeZones => {
  const set = world.dial('stargate.feeBps', corridorOf(route));
  if (set !== undefined) {
    const flat = Math.round(set * MILLIONTHS_PER_BPS);
    return { upToZone1: flat, upToZone2: flat, beyond: flat };
  }
  const key = `${world.seed}/stargate/${corridorOf(route)}`;
  const bps = (LEAST_BPS + (MOST_BPS - LEAST_BPS) * uniform(key)) * (1 + SWING * wander(key, step, FEE_PACE));
  const [upToZone1, upToZone2, beyond] = ZONE_STEEPNESS.map((steep) =>
    Math.min(CEILING_MILLIONTHS, Math.round(bps * steep * MILLIONTHS_PER_BPS)),
  );
  return { upToZone1: upToZone1 ?? 0, upToZone2: upToZone2 ?? 0, beyond: beyond ?? 0 };
};

/** What a verifier and an executor ask for a message, in USD beside the gas of its delivery. */
const MESSAGE_USD = 0.03;
const DELIVERY_GAS = 150_000n;
const COIN = 1e18;

/** What a message from one chain to another costs, in wei of the origin's coin: the delivery's gas and a margin. */
export const messageFeeWei = (world: World, from: number, to: number, step: number): bigint => {
  const usdOf = (chainId: number): number => priceUsd(world, nativeAsset(chainId)?.priceId ?? '', step) ?? 1;
  const deliveryUsd = (Number(baseFeeWei(world, to, step) * DELIVERY_GAS) / COIN) * usdOf(to);
  return BigInt(Math.ceil(((deliveryUsd + MESSAGE_USD) / usdOf(from)) * COIN));
};

/** Passengers that a fare reckons with. */
const PASSENGERS = 4n;

/** What a seat in a bus costs, in wei of the origin's coin: a share of the message. */
export const busFareWei = (...way: Parameters<typeof messageFeeWei>): bigint => messageFeeWei(...way) / PASSENGERS;
