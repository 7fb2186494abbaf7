import { type AbiFunction, decodeFunctionData, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { depositAbi } from '../_across/deposit-abi.ts';
import { type DepositArguments, otherDeposit } from '../_across/other-deposit.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { fail } from '../_kit/failure.ts';
import type { TransactionRequest } from '../_kit/to-sign.ts';
import { SPOKE_POOL_PERIPHERY } from './contracts.ts';
import { tokenOf } from './suggested-fees.ts';
import type { SwapApproval } from './swap-approval-schema.ts';

/**
 * How the periphery wraps a coin and deposits it: in @across-protocol/contracts 5.0.27, and as the API's source called it before
 * (across-protocol/frontend at 03bc8afb), where whoever calls is the depositor.
 */
const peripheryAbi = parseAbi([
  'function depositNative(address spokePool, address depositor, bytes32 recipient, address inputToken, uint256 inputAmount, bytes32 outputToken, uint256 outputAmount, uint256 destinationChainId, bytes32 exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityParameter, bytes message) payable',
  'function depositNative(address spokePool, bytes32 recipient, address inputToken, uint256 inputAmount, bytes32 outputToken, uint256 outputAmount, uint256 destinationChainId, bytes32 exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityParameter, bytes message) payable',
]);

/** After the arguments the API writes who integrates it and that it was itself: marks that no contract reads. So many bytes, and no more. */
const MARKS_BYTES_MAX = 32;
const MS_PER_S = 1_000;

/** A call that was read to its end. */
export interface ReadDeposit {
  readonly to: string;
  readonly outputAmount: bigint;
  /** The same call, byte for byte, with another amount to deliver. */
  delivering(outputAmount: bigint): Hex;
}

type Asked = Pick<TransactionRequest, 'corridor' | 'amountIn' | 'sender' | 'recipient'>;

/**
 * Reads the API's call to its end: a plain deposit of the pool's or of its periphery's that says, in each of its arguments, what was
 * asked. UNSUPPORTED_ROUTE is a call that says nothing to us, MALFORMED_ANSWER one that says something else.
 */
export const readDeposit = (answer: SwapApproval, asked: Asked, nowMs: number): Result<ReadDeposit, QuoteFailure> => {
  const { swapTx } = answer;
  const { from, to } = asked.corridor;
  const [input, output, pool] = [tokenOf(from), tokenOf(to), spokePool(from.chainId)];
  if (input === undefined || output === undefined || pool === undefined)
    return fail('UNSUPPORTED_ROUTE', `no deposit of ${asked.corridor.id}`);
  const native = from.address === NATIVE_ADDRESS;
  const periphery = native && same(swapTx.to, SPOKE_POOL_PERIPHERY);
  const call = periphery || same(swapTx.to, pool) ? decoded(periphery ? peripheryAbi : depositAbi, swapTx.data) : undefined;
  if (call === undefined) {
    return fail(
      'UNSUPPORTED_ROUTE',
      `by ${answer.steps.bridge.provider}: a call ${swapTx.data.slice(0, 10)} of ${swapTx.to}, which is no plain deposit`,
    );
  }
  const { spokePool: handedTo = pool, depositor = asked.sender as Hex } = call.told;
  const sent = native ? asked.amountIn : 0n;
  const wrong =
    otherDeposit({ ...call.told, depositor }, { ...asked, depositor: asked.sender, input, output, inputAmount: asked.amountIn }) ??
    otherFigures(answer, call.told, nowMs) ??
    (same(handedTo, pool) ? undefined : `a deposit into ${handedTo}, which is no pool of Across`) ??
    (swapTx.chainId === from.chainId ? undefined : `a call on chain ${swapTx.chainId}, asked was ${from.chainId}`) ??
    ((swapTx.value ?? sent) === sent ? undefined : `a call that pays ${swapTx.value}`);
  if (wrong !== undefined) return fail('MALFORMED_ANSWER', wrong);
  return ok({ to: periphery ? SPOKE_POOL_PERIPHERY : pool, outputAmount: call.told.outputAmount, delivering: call.delivering });
};

const otherFigures = ({ expectedOutputAmount, minOutputAmount }: SwapApproval, told: Told, nowMs: number): string | undefined => {
  if (told.outputAmount !== expectedOutputAmount || told.outputAmount !== minOutputAmount) {
    return `a deposit for ${told.outputAmount}, said are ${expectedOutputAmount} and at least ${minOutputAmount}`;
  }
  return told.fillDeadline * MS_PER_S > nowMs ? undefined : 'a deposit whose deadline has passed';
};

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

type Told = DepositArguments & { readonly spokePool?: Hex; readonly depositor?: Hex; readonly fillDeadline: number };

/** By its selector, its arguments by their names. What follows them must be short, and they must stand there as they are always written. */
const decoded = (abi: readonly AbiFunction[], data: string): { told: Told; delivering: ReadDeposit['delivering'] } | undefined => {
  for (const item of abi) {
    const args = argumentsIn(item, data as Hex);
    if (args === undefined) continue;
    const written = encodeFunctionData({ abi: [item], args });
    const marks = data.slice(written.length);
    if (!same(data.slice(0, written.length), written) || marks.length > 2 * MARKS_BYTES_MAX) return undefined;
    const told = Object.fromEntries(item.inputs.map(({ name }, index) => [name, args[index]])) as unknown as Told;
    return {
      told,
      delivering: (outputAmount) => {
        const others = item.inputs.map(({ name }, index) => (name === 'outputAmount' ? outputAmount : args[index]));
        return `${encodeFunctionData({ abi: [item], args: others })}${marks}`;
      },
    };
  }
  return undefined;
};

const argumentsIn = (item: AbiFunction, data: Hex): readonly unknown[] | undefined => {
  try {
    return decodeFunctionData({ abi: [item], data }).args;
  } catch {
    return undefined;
  }
};
