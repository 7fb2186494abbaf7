import type { TransferJson } from '#schemas/api/transfer.ts';

const BPS = 10_000n;
/** Hundredths of a basis point are told apart. */
const PARTS = 100n;

/** What was promised beside what arrived; a part that is not known yet is undefined. */
export interface Delivery {
  readonly quoted: bigint | undefined;
  readonly delivered: bigint | undefined;
  /** Delivered less quoted, base units. */
  readonly difference: bigint | undefined;
  /** The same in basis points of what was quoted. */
  readonly differenceBps: number | undefined;
}

const amountOf = (text: string | null): bigint | undefined => (text === null ? undefined : BigInt(text));

/** Held to what Routebook promised, where it did; else to what the deposit itself promises. */
export const deliveryOf = ({ amountQuoted, amountDelivered, promised }: TransferJson): Delivery => {
  const quoted = amountOf(promised?.amountOut ?? amountQuoted);
  const delivered = amountOf(amountDelivered);
  if (quoted === undefined || delivered === undefined) return { quoted, delivered, difference: undefined, differenceBps: undefined };
  const difference = delivered - quoted;
  const differenceBps = quoted === 0n ? undefined : Number((difference * BPS * PARTS) / quoted) / Number(PARTS);
  return { quoted, delivered, difference, differenceBps };
};

/** `to the unit`, `+1.5 bps`, `−0.3 bps`; the sign is written out. */
export const differenceInWords = ({ difference, differenceBps }: Delivery): string => {
  if (difference === undefined) return '—';
  if (difference === 0n) return 'to the unit';
  const size = Math.abs(differenceBps ?? 0);
  if (size < 0.01) return `< 0.01 bps ${difference < 0n ? 'less' : 'more'}`;
  return `${difference < 0n ? '−' : '+'}${size} bps`;
};
