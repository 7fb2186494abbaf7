import type { TransactionJson } from '#schemas/api/transaction.ts';

/** `approve(address,uint256)`. */
const APPROVE = '0x095ea7b3';

/** What an approval lets whom take; undefined when the calldata is no approval. Calldata has no checksums: the deposit's own target is written as there. */
export const approvalOf = ({ approval, deposit }: TransactionJson): { token: string; spender: string; amount: bigint } | undefined => {
  if (approval === undefined || approval.data.length !== 138 || !approval.data.startsWith(APPROVE)) return undefined;
  const spender = `0x${approval.data.slice(34, 74)}`;
  const isTarget = spender.toLowerCase() === deposit.to.toLowerCase();
  return { token: approval.to, spender: isTarget ? deposit.to : spender, amount: BigInt(`0x${approval.data.slice(74)}`) };
};

/** Eight decimals of a coin of eighteen are read; a limit is rounded up, so that it stays one. */
const GRAIN = 10n ** 10n;

/** The most that the fees of all that is signed can come to, in wei: what is shown and no less. */
export const maxFeeWei = ({ approval, deposit }: TransactionJson): bigint => {
  const all = approval === undefined ? [deposit] : [approval, deposit];
  const wei = all.reduce((sum, { gas, maxFeePerGas }) => sum + BigInt(gas) * BigInt(maxFeePerGas), 0n);
  return ((wei + GRAIN - 1n) / GRAIN) * GRAIN;
};

/** How much less than shown is still agreed to, in basis points: what a quote moves in the seconds of reading and signing. */
export const SLIPPAGE_BPS = 10;
const BPS = 10_000n;

/**
 * The least that the reader agrees to, base units. Without an approval it is what the calldata enforces. With one the deposit is built anew
 * once that is mined, and the quote may have moved by then: a little less is still agreed to.
 */
export const agreedLeast = ({ approval, amountOut, minAmountOut }: TransactionJson): bigint => {
  const enforced = BigInt(minAmountOut);
  const tolerated = (BigInt(amountOut) * (BPS - BigInt(SLIPPAGE_BPS))) / BPS;
  return approval === undefined || enforced < tolerated ? enforced : tolerated;
};
