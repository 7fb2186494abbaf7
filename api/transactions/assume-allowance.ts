import { encodeFunctionData, erc20Abi, type Hex, numberToHex } from 'viem';
import type { NodeCall, SlotOverride, TransactionNode } from '#platform/rpc/transaction-node.ts';

/** An allowance is behind a proxy's few slots and its own; a token that reads more than this to tell it keeps no plain number. */
const SLOTS_TRIED_MAX = 12;

export interface Allowance {
  readonly chainId: number;
  readonly token: string;
  readonly owner: string;
  readonly spender: string;
  /** Base units. */
  readonly amount: bigint;
}

/** The call that reads an allowance. */
export const allowanceCall = ({ token, owner, spender }: Pick<Allowance, 'token' | 'owner' | 'spender'>): NodeCall => ({
  from: owner,
  to: token,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'allowance', args: [owner as Hex, spender as Hex] }),
  value: 0n,
});

/**
 * The one word of storage that makes a call run as if the allowance had been given: of the slots that reading the allowance touches, the one
 * that, when set, is what is read. Layouts need not be known, and proxies are seen through. Undefined when the node cannot do this,
 * or the token keeps no plain number.
 */
export const assumeAllowance = async (
  node: TransactionNode,
  { chainId, amount, ...parties }: Allowance,
  signal: AbortSignal,
): Promise<SlotOverride | undefined> => {
  const call = allowanceCall(parties);
  const slots = await node.slotsRead(chainId, call, signal);
  if (slots.kind !== 'ok') return undefined;
  const value = numberToHex(amount, { size: 32 });
  const tried = await Promise.all(
    slots.value.slice(0, SLOTS_TRIED_MAX).map(async (place) => {
      const override: SlotOverride = { ...place, value };
      const answer = await node.call(chainId, call, signal, override);
      return answer.kind === 'ok' && answer.value.toLowerCase() === value ? override : undefined;
    }),
  );
  return tried.find((override) => override !== undefined);
};
