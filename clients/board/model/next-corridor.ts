import { closest, slugOf, symbolOf, targetsOf, type World } from './corridor-map.ts';

interface Corridor {
  readonly from: string;
  readonly to: string;
}

/**
 * The corridor after another origin was picked. A new token is sent to its like; a new chain keeps the other side, unless it is that side: then
 * the money comes from there and goes where it came from.
 */
export const nextCorridor = (world: World, shown: Corridor, from: string): Corridor => {
  const isOwn = slugOf(from) === slugOf(shown.to);
  const wished = {
    slug: slugOf(isOwn ? shown.from : shown.to),
    symbol: symbolOf(symbolOf(from) === symbolOf(shown.from) ? shown.to : from),
  };
  return { from, to: closest(targetsOf(world, from), wished) ?? shown.to };
};
