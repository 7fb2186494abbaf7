import { amountForUsd } from '#core/domain/amount.ts';
import { rungsOf, symbolOf, type World } from './corridor-map.ts';

/** The ladder's own, for assets that it does not know. */
const WORTHS_USD = [100, 1_000, 10_000, 100_000];
/** While not even a price is known. */
const WHOLE_UNITS = [1n, 10n, 100n, 1_000n];

/** The rungs of a corridor that sends the same token, from this chain or another: nobody's book but one that is asked for already. */
const rungsOfAlike = (world: World, from: string): readonly string[] | undefined => {
  const decimals = world.assets.get(from)?.decimals;
  const alike = [...world.corridors].find(
    ([asset]) => symbolOf(asset) === symbolOf(from) && world.assets.get(asset)?.decimals === decimals,
  );
  const [to] = alike?.[1].keys() ?? [];
  return alike === undefined || to === undefined ? undefined : rungsOf(world, alike[0], to);
};

/**
 * Amounts to begin with, base units, smallest first: the ladder's rungs where the corridor is on it, else those of the same token elsewhere, else
 * what is worth about as much.
 */
export const suggestedAmounts = (world: World, from: string, to: string, priceUsd: number | undefined): readonly string[] => {
  const rungs = rungsOf(world, from, to) ?? rungsOfAlike(world, from) ?? [];
  if (rungs.length > 0) return rungs;
  const decimals = world.assets.get(from)?.decimals ?? 0;
  const amounts = priceUsd
    ? WORTHS_USD.map((usd) => amountForUsd(usd, decimals, priceUsd))
    : WHOLE_UNITS.map((units) => units * 10n ** BigInt(decimals));
  return amounts.map(String);
};

/** What stands for an everyday amount: the second, if there are several. */
export const openingAmount = (amounts: readonly string[]): string => amounts[1] ?? amounts[0] ?? '1';
