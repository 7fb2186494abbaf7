import { symbolOf, type World } from './corridor-map.ts';
import { formatAmount, formatAmountShort } from './format-amount.ts';

interface Options {
  /** Digits after the point; without it as many as say something. */
  readonly digits?: number;
}

const NOTHING = '—';

/** `1,000 USDC`; base units where the registry does not know the asset's decimals. */
export const tokenText = (
  world: World,
  amount: bigint | string | null | undefined,
  asset: string | null,
  { digits }: Options = {},
): string => {
  if (amount === null || amount === undefined) return NOTHING;
  const known = asset === null ? undefined : world.assets.get(asset);
  if (known === undefined || asset === null) return `${amount} base units`;
  const text =
    digits === undefined ? formatAmountShort(BigInt(amount), known.decimals) : formatAmount(BigInt(amount), known.decimals, digits);
  return `${text} ${symbolOf(asset)}`;
};

/** `0x1234…abcd`: enough to tell two apart; the whole is for a title and a copy button. */
export const shortHex = (hex: string): string => (hex.length <= 14 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`);

/** A block's time, to the second, in the one zone that everybody can convert from. */
export const clockText = (at: string): string => `${at.slice(11, 19)} UTC`;
