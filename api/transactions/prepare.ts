import { encodeFunctionData, erc20Abi, type Hex, hexToBigInt } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import type { NodeCall, NodeResult, TransactionNode } from '#platform/rpc/transaction-node.ts';
import type { Simulation, UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import type { Refusal } from '../http/reply.ts';
import { allowanceCall } from './assume-allowance.ts';
import type { Preparation, Spending } from './preparation.ts';
import { refusalOfNode, refusalOfRevert } from './refusal.ts';
import { tryOut } from './try-out.ts';

export interface Prepared {
  readonly approval?: UnsignedTransactionJson;
  readonly deposit: UnsignedTransactionJson;
  readonly simulation: Simulation;
}

interface Standing {
  readonly balance: bigint;
  readonly nonce: bigint;
  readonly maxFee: bigint;
  readonly tip: bigint;
  /** Undefined for a native coin; the allowance, where nobody has to be allowed to take it. */
  readonly token: { readonly balance: bigint; readonly allowance: bigint | undefined } | undefined;
}

/** What a node may have guessed too low: the state moves on until the transaction is mined. */
const GAS_HEADROOM_PERCENT = 20n;
/** Twice the base fee is what six full blocks in a row raise it to. */
const BASE_FEE_FACTOR = 2n;

const wordOf = (data: string): bigint => (/^0x[0-9a-fA-F]{64}$/.test(data) ? hexToBigInt(data as Hex) : 0n);

const firstFailure = (results: readonly NodeResult<unknown>[]) => results.find((result) => result.kind !== 'ok');

const poor = (detail: string): Result<never, Refusal> => err({ code: 'INSUFFICIENT_BALANCE', detail, pointer: '/sender' });

/**
 * Turns a bridge's call into what a wallet signs: looks whether the sender can pay, whether an approval has to come first, and tries all of it
 * out before it is handed over.
 */
export const createPrepare = (node: TransactionNode) => {
  const standingOf = async (
    { bridge, built: { chainId }, spends, sender, ways }: Preparation,
    signal: AbortSignal,
  ): Promise<Result<Standing, Refusal>> => {
    const balanceCall = ({ asset }: Spending): NodeCall => ({
      from: sender,
      to: asset.address,
      data: encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [sender as Hex] }),
      value: 0n,
    });
    const asked = [
      ...(spends === undefined ? [] : [balanceCall(spends)]),
      ...(spends?.spender === undefined ? [] : [allowanceCall({ token: spends.asset.address, owner: sender, spender: spends.spender })]),
    ];
    const [account, fees, ...words] = await Promise.all([
      node.account(chainId, sender, signal),
      node.fees(chainId, signal),
      ...asked.map((call) => node.call(chainId, call, signal)),
    ]);
    const failed = firstFailure([account, fees, ...words]);
    if (failed?.kind === 'reverted') return err(refusalOfRevert(bridge, failed, ways));
    if (failed?.kind === 'refused' || failed?.kind === 'unreachable') return err(refusalOfNode(failed, ways));
    if (account.kind !== 'ok' || fees.kind !== 'ok') throw new Error('a failure that was not found');
    const [balance = 0n, allowance] = words.map((word) => (word.kind === 'ok' ? wordOf(word.value) : 0n));
    return ok({
      ...account.value,
      maxFee: fees.value.baseFee * BASE_FEE_FACTOR + fees.value.tip,
      tip: fees.value.tip,
      token: spends === undefined ? undefined : { balance, allowance },
    });
  };

  /** Whether the sender holds what goes away with the transaction; its gas is looked at once it is known. */
  const shortOf = ({ built, spends, sender }: Preparation, { balance, token }: Standing): Result<void, Refusal> => {
    if (spends !== undefined && token !== undefined && token.balance < spends.amountSent) {
      return poor(
        `${sender} holds ${token.balance} of ${spends.asset.id} (base units) and the transfer takes ${spends.amountSent}; fund it first`,
      );
    }
    return balance < built.value
      ? poor(`${sender} holds ${balance} wei of native coin and the transaction sends ${built.value}; fund it first`)
      : ok(undefined);
  };

  return async (preparation: Preparation, signal: AbortSignal): Promise<Result<Prepared, Refusal>> => {
    const { built, sender } = preparation;
    const standing = await standingOf(preparation, signal);
    if (!standing.ok) return standing;
    const { balance, maxFee, tip, nonce } = standing.value;
    const short = shortOf(preparation, standing.value);
    if (!short.ok) return short;
    const tried = await tryOut(node, { ...preparation, allowance: standing.value.token?.allowance }, signal);
    if (!tried.ok) return tried;

    const { approval, deposit, simulation } = tried.value;
    const steps = approval === undefined ? [deposit] : [approval, deposit];
    const gasOf = (estimate: bigint): bigint => (estimate * (100n + GAS_HEADROOM_PERCENT) + 99n) / 100n;
    const gasCost = steps.reduce((sum, { gas }) => sum + gasOf(gas) * maxFee, 0n);
    if (balance < built.value + gasCost) {
      const wanted = `${built.value} to send with it and up to ${gasCost} for gas`;
      return poor(`${sender} holds ${balance} wei of native coin and needs ${wanted}; fund it first`);
    }
    const transactions = steps.map(
      ({ call, gas }, index): UnsignedTransactionJson => ({
        to: call.to,
        data: call.data.toLowerCase(),
        value: String(call.value),
        chainId: String(built.chainId),
        gas: String(gasOf(gas)),
        maxFeePerGas: String(maxFee),
        maxPriorityFeePerGas: String(tip),
        nonce: String(nonce + BigInt(index)),
      }),
    );
    const last = transactions.at(-1) as UnsignedTransactionJson;
    const [first] = transactions;
    return ok({ ...(transactions.length > 1 && first !== undefined ? { approval: first } : {}), deposit: last, simulation });
  };
};
