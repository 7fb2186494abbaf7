import type { TransferJson } from '#schemas/api/transfer.ts';

const BPS = 10_000n;
/** Hundredths of a basis point are told apart. */
const PARTS = 100n;

/** What was promised beside what arrived; a part that is not known yet is undefined. */
export interface Delivery {
  readonly quoted: bigint | undefined;
  /** What its sender has agreed to since, in place of what was quoted. */
  readonly changed: bigint | undefined;
  readonly delivered: bigint | undefined;
  /** Delivered less quoted, base units. */
  readonly difference: bigint | undefined;
  /** The same in basis points of what was quoted. */
  readonly differenceBps: number | undefined;
}

const amountOf = (text: string | null | undefined): bigint | undefined => (text == null ? undefined : BigInt(text));

/** Held to what Routebook promised, where it did; else to what the deposit itself promises. */
export const deliveryOf = ({ amountQuoted, amountUpdated, amountDelivered, promised }: TransferJson): Delivery => {
  const known = {
    quoted: amountOf(promised?.amountOut ?? amountQuoted),
    changed: amountOf(amountUpdated),
    delivered: amountOf(amountDelivered),
  };
  const { quoted, delivered } = known;
  if (quoted === undefined || delivered === undefined) return { ...known, difference: undefined, differenceBps: undefined };
  const difference = delivered - quoted;
  const differenceBps = quoted === 0n ? undefined : Number((difference * BPS * PARTS) / quoted) / Number(PARTS);
  return { ...known, difference, differenceBps };
};

/** What is to arrive while nothing has, and whose word it is: what its sender agreed to last, else what `deliveryOf` holds it to. */
export const awaitedOf = ({
  amountQuoted,
  amountUpdated,
  promised,
}: TransferJson): { readonly amount: string | null; readonly word: string } => {
  if (amountUpdated !== undefined) return { amount: amountUpdated, word: 'changed by its sender' };
  return promised === null ? { amount: amountQuoted, word: 'quoted' } : { amount: promised.amountOut, word: 'promised' };
};

/** `to the unit`, `+1.5 bps`, `−0.3 bps`; the sign is written out. */
export const differenceInWords = ({ changed, delivered, difference, differenceBps }: Delivery): string => {
  if (difference === undefined) return '—';
  if (difference === 0n) return 'to the unit';
  if (changed === delivered) return 'as its sender changed it';
  const size = Math.abs(differenceBps ?? 0);
  if (size < 0.01) return `< 0.01 bps ${difference < 0n ? 'less' : 'more'}`;
  return `${difference < 0n ? '−' : '+'}${size} bps`;
};
