import type { TransactionRequest } from '../_kit/to-sign.ts';

/**
 * A relayer takes a deposit while it pays. Its costs move with every block, and a rise of the fee by less than this since the quote comes out
 * of its margin: within its validity the quote then stands to the unit.
 */
const FEE_RISE_PERCENT_MAX = 10n;

/** What the deposit asks a relayer to deliver: what Across says now, or what was quoted where that still stands and is more. */
export const promisedAmount = (delivers: bigint, { corridor, amountIn, quoted }: TransactionRequest, nowMs: number): bigint => {
  if (quoted.amountOut <= delivers || quoted.validUntilMs <= nowMs || corridor.from.decimals !== corridor.to.decimals) return delivers;
  const stands = (amountIn - delivers) * 100n <= (amountIn - quoted.amountOut) * (100n + FEE_RISE_PERCENT_MAX);
  return stands ? quoted.amountOut : delivers;
};
