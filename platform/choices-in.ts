import type { BridgeContext } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import type { Config } from './config.ts';

/** What is chosen of the ways in which vendors can be asked, by variable. */
export const choicesIn = (config: Config): NonNullable<BridgeContext['choices']> => {
  const values = config as unknown as Record<string, string>;
  const choices = BRIDGES.flatMap(({ manifest }) => manifest.choices ?? []);
  return Object.fromEntries(choices.map(({ variable, values: [usual] }) => [variable, values[variable] ?? usual]));
};
