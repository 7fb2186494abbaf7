import type { Bridge } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { UsageError } from './usage-error.ts';

/** The bridge with this id. Throws a UsageError that names those there are. */
export const findBridge = (id: string): Bridge => {
  const bridge = BRIDGES.find(({ manifest }) => manifest.id === id);
  if (bridge !== undefined) return bridge;
  throw new UsageError(`No bridge "${id}"; known are ${BRIDGES.map(({ manifest }) => manifest.id).join(', ')}.`);
};
