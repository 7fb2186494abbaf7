import { BRIDGES } from '#bridges/registry.ts';
import { wander } from './noise.ts';
import type { World } from './world.ts';

/** USD locked in a bridge: a middle, around which it wanders by some hundredths. Any other has the usual. */
const MIDDLES: Readonly<Record<string, number>> = { across: 140e6, stargate: 320e6 };
const USUAL_MIDDLE = 60e6;
const SPREAD = 0.02;
/** Steps between the shortest ripples. */
const PACE = 60;

/** Two bridges may stand on the same pools, and so have one figure: the first names it. */
const bridgeBySlug = new Map(
  BRIDGES.toReversed().flatMap(({ manifest: { id, health } }) => (health?.tvlSlug === undefined ? [] : [[health.tvlSlug, id] as const])),
);

/** What DefiLlama calls them. */
export const TVL_SLUGS: readonly string[] = [...bridgeBySlug.keys()];

/** Bridges that the world has a TVL for. */
export const TVL_BRIDGES: readonly string[] = [...bridgeBySlug.values()];

/** USD locked in a bridge, by its slug; undefined for a slug that no bridge has. */
export const tvlUsd = (world: World, slug: string, step: number): number | undefined => {
  const bridge = bridgeBySlug.get(slug);
  if (bridge === undefined) return undefined;
  const walked = (MIDDLES[bridge] ?? USUAL_MIDDLE) * (1 + SPREAD * wander(`${world.seed}/tvl/${slug}`, step, PACE));
  return world.dial('tvl.usd', bridge) ?? walked;
};
