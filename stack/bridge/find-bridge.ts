import type { Bridge } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { UsageError } from './usage-error.ts';

/** The bridge with this id or name, in whatever capitals; `layerzero` is whom Stargate sends by. Throws a UsageError that names those there are. */
export const findBridge = (id: string): Bridge => {
  const asked = id.toLowerCase();
  const isCalled = ({ manifest: { name, health } }: Bridge) => [name, ...(health?.names ?? [])].some((one) => one.toLowerCase() === asked);
  const bridge = BRIDGES.find(({ manifest }) => manifest.id === asked) ?? BRIDGES.find(isCalled);
  if (bridge !== undefined) return bridge;
  throw new UsageError(`No bridge "${id}"; known are ${BRIDGES.map(({ manifest }) => manifest.id).join(', ')}.`);
};
