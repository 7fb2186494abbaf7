import type { Bridge } from '#bridges/_kit/port.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { BridgeWorld } from './bridge-world.ts';

/**
 * Quotes every corridor that the bridge lists, each for a third of an ether or of 2 000 of another asset: no digit is round, so that wrong
 * rounding shows. Gives how many are listed, and why those failed that did.
 */
export const quoteAllListed = async (world: BridgeWorld, bridge: Bridge): Promise<{ listed: number; failed: readonly string[] }> => {
  const given = await bridge.corridors(world.context());
  if (!given.ok) throw new Error(given.error.detail);
  const failed: string[] = [];
  for (const { from, to } of given.value) {
    const corridor = corridorNamed(`${from}>${to}`);
    const whole = corridor.from.priceId === 'ethereum' ? 1n : 2_000n;
    await world.quote(corridor, (whole * 10n ** BigInt(corridor.from.decimals)) / 3n).catch((error) => failed.push(String(error)));
  }
  return { listed: given.value.length, failed };
};
