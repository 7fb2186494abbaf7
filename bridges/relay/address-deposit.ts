import { decodeFunctionData, encodeFunctionData, erc20Abi, getAddress, type Hex, isAddress } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeTransaction, TransactionRequest } from '../_kit/to-sign.ts';
import { requestOf } from './request-of.ts';
import type { RelayQuote } from './schemas.ts';

type Transfer = Pick<BridgeTransaction, 'to' | 'data' | 'value' | 'request'> & { readonly depositAddress: string };

const same = (left: string | null | undefined, right: string): boolean => left?.toLowerCase() === right.toLowerCase();

/**
 * A plain transfer of the exact amount to the address that Relay names, built here. Relay's own call must be the same. Whose the address is
 * nobody else can say: docs/decisions/0043.
 */
export const addressDeposit = (told: RelayQuote, request: TransactionRequest): Result<Transfer, QuoteFailure> => {
  const { corridor, amountIn, sender, recipient } = request;
  const { from } = corridor;
  const refused = (why: string) => fail('MALFORMED_ANSWER', why);
  const [step, ...more] = told.steps;
  if (step?.id !== 'deposit' || more.length > 0) return refused(`${told.steps.length} steps, asked was one transfer`);
  const address = step.depositAddress ?? '';
  if (!isAddress(address, { strict: false }) || same(address, NATIVE_ADDRESS)) return refused('the deposit names no address');
  if ([sender, recipient, from.address].some((known) => same(address, known))) return refused(`${address} is no address of Relay’s`);
  const native = from.address === NATIVE_ADDRESS;
  const to = native ? address : from.address;
  const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [getAddress(address), amountIn] });
  const [call, ...others] = step.items.flatMap(({ data }) => data ?? []);
  if (call === undefined || others.length > 0 || !same(call.to, to)) return refused(`the deposit is no transfer to ${address}`);
  if (native ? !same(call.data ?? '0x', '0x') : !isTransfer(call.data ?? '0x', address, amountIn)) {
    return refused(`the deposit is another call than a transfer of ${amountIn} to ${address}`);
  }
  const numbers = requestOf(told);
  if (!numbers.ok) return numbers;
  const { requestId, orderId } = numbers.value;
  return ok({
    to: getAddress(to),
    data: native ? '0x' : transfer,
    value: native ? amountIn : 0n,
    request: { requestId, transferId: orderId },
    depositAddress: getAddress(address),
  });
};

/** Marks may follow the arguments. */
const isTransfer = (data: string, address: string, amount: bigint): boolean => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data: data as Hex });
    return functionName === 'transfer' && same(args[0], address) && args[1] === amount;
  } catch {
    return false;
  }
};
