import { encodeFunctionData, erc20Abi, type Hex } from 'viem';
import { err, ok, type Result } from '#core/result.ts';
import type { NodeCall, NodeResult, SlotOverride, TransactionNode } from '#platform/rpc/transaction-node.ts';
import type { Simulation } from '#schemas/api/transaction.ts';
import type { Refusal } from '../http/reply.ts';
import { assumeAllowance } from './assume-allowance.ts';
import type { Preparation, Spending } from './preparation.ts';
import { refusalOfNoContract, refusalOfNode, refusalOfRevert } from './refusal.ts';

export interface TriedCall {
  readonly call: NodeCall;
  /** Gas units, without headroom. */
  readonly gas: bigint;
}

export interface Tried {
  readonly approval: TriedCall | undefined;
  readonly deposit: TriedCall;
  readonly simulation: Simulation;
}

interface Attempt extends Preparation {
  /** What the spender may take already; undefined where none takes anything. */
  readonly allowance: bigint | undefined;
}

/** Runs a call and estimates its gas, both as the state is now. */
const run = async (
  node: TransactionNode,
  { bridge, built: { chainId, usualGas }, ways }: Attempt,
  { call, override, signal }: { call: NodeCall; override?: SlotOverride; signal: AbortSignal },
): Promise<Result<bigint, Refusal>> => {
  const [simulated, estimated] = await Promise.all([
    node.call(chainId, call, signal, override),
    node.estimateGas(chainId, call, signal, override),
  ]);
  for (const result of [simulated, estimated] satisfies NodeResult<unknown>[]) {
    if (result.kind === 'reverted') return err(refusalOfRevert(bridge, result, ways));
    if (result.kind === 'unreachable') return err(refusalOfNode(result, ways));
  }
  // A node may assume a state for a call and not for an estimate.
  if (estimated.kind === 'ok') return ok(estimated.value);
  return simulated.kind === 'ok' ? ok(usualGas) : err(refusalOfNode(simulated as Extract<typeof simulated, { kind: 'refused' }>, ways));
};

const approvalOf = (sender: string, { asset, amountIn }: Spending, spender: string): NodeCall => ({
  from: sender,
  to: asset.address,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender as Hex, amountIn] }),
  value: 0n,
});

/** USDT and its like take no change of an allowance that is not zero. */
const approvalRefused = (refusal: Refusal, { allowance = 0n, spends }: Attempt): Refusal =>
  refusal.code === 'WOULD_REVERT' && allowance > 0n
    ? {
        code: 'WOULD_REVERT',
        detail: `the token will not change the allowance of ${allowance} that ${spends?.spender} has; set it to 0 first, then ask again`,
        pointer: '/sender',
      }
    : refusal;

/** Tries out what is to be signed, at a contract that is there. A node that does not say whether it is leaves that to the trial. */
export const tryOut = async (node: TransactionNode, attempt: Attempt, signal: AbortSignal): Promise<Result<Tried, Refusal>> => {
  const {
    built: { chainId, to, data, depositAddress },
    ways,
  } = attempt;
  // A coin that goes to a deposit address goes where no contract is yet.
  if (depositAddress !== undefined && data === '0x') return tryCalls(node, attempt, signal);
  const [standing, tried] = await Promise.all([node.hasCode(chainId, to, signal), tryCalls(node, attempt, signal)]);
  return standing.kind === 'ok' && !standing.value ? err(refusalOfNoContract(to, ways)) : tried;
};

/**
 * A deposit that needs an approval first is run with the allowance that the approval will give; where the
 * node cannot assume one, that is said, and the gas is what such deposits usually take.
 */
const tryCalls = async (node: TransactionNode, attempt: Attempt, signal: AbortSignal): Promise<Result<Tried, Refusal>> => {
  const { built, spends, sender, allowance } = attempt;
  const call: NodeCall = { from: sender, to: built.to, data: built.data, value: built.value };
  if (spends?.spender === undefined || allowance === undefined || allowance >= spends.amountIn) {
    const gas = await run(node, attempt, { call, signal });
    return gas.ok ? ok({ approval: undefined, deposit: { call, gas: gas.value }, simulation: 'AS_IS' }) : gas;
  }
  const { asset, spender, amountIn } = spends;
  const approval = approvalOf(sender, spends, spender);
  const parties = { chainId: built.chainId, token: asset.address, owner: sender, spender, amount: amountIn };
  const [approvalGas, override] = await Promise.all([
    run(node, attempt, { call: approval, signal }),
    assumeAllowance(node, parties, signal),
  ]);
  if (!approvalGas.ok) return err(approvalRefused(approvalGas.error, attempt));
  const tried = { call: approval, gas: approvalGas.value };
  if (override === undefined) return ok({ approval: tried, deposit: { call, gas: built.usualGas }, simulation: 'NOT_POSSIBLE' });
  const gas = await run(node, attempt, { call, override, signal });
  return gas.ok ? ok({ approval: tried, deposit: { call, gas: gas.value }, simulation: 'WITH_ALLOWANCE' }) : gas;
};
