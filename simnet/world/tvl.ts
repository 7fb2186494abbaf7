import { wander } from './noise.ts';
import type { World } from './world.ts';

/** USD locked in each bridge, by DefiLlama's slug: a middle, around which it wanders by some hundredths. */
const MIDDLES: Readonly<Record<string, { readonly bridge: string; readonly usd: number }>> = {
  across: { bridge: 'across', usd: 140e6 },
  'stargate-v2': { bridge: 'stargate', usd: 320e6 },
};
const SPREAD = 0.02;
/** Steps between the shortest ripples. */
const PACE = 60;

/** What DefiLlama calls them. */
export const TVL_SLUGS: readonly string[] = Object.keys(MIDDLES);

/** Bridges that the world has a TVL for. */
export const TVL_BRIDGES: readonly string[] = Object.values(MIDDLES).map(({ bridge }) => bridge);

/** USD locked in a bridge, by its slug; undefined for a slug that the world does not know. */
export const tvlUsd = (world: World, slug: string, step: number): number | undefined => {
  const middle = Object.hasOwn(MIDDLES, slug) ? MIDDLES[slug] : undefined;
  if (middle === undefined) return undefined;
  const walked = middle.usd * (1 + SPREAD * wander(`${world.seed}/tvl/${slug}`, step, PACE));
  return world.dial('tvl.usd', middle.bridge) ?? walked;
};
