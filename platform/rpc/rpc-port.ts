import { decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { z } from 'zod';
import type { ContractCall, RpcOutcome, RpcPort } from '#bridges/_kit/network-port.ts';
import { MULTICALL3 } from '#core/domain/multicall.ts';
import type { JsonRpc } from './json-rpc.ts';

const multicallAbi = parseAbi([
  'struct Call3 { address target; bool allowFailure; bytes callData; }',
  'struct Result { bool success; bytes returnData; }',
  'function aggregate3(Call3[] calls) payable returns (Result[] returnData)',
]);

const block = z.object({
  baseFeePerGas: z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,64}$/)
    .transform(BigInt),
});

/**
 * Contract calls in one eth_call through Multicall3, so that all of a batch sees one block. A call that reverts does not spoil the
 * others; its revert data comes with it.
 */
export const createRpcPort = (jsonRpc: JsonRpc): RpcPort => ({
  call: async (chainId, calls, signal) => {
    const outcome = await jsonRpc.request(
      chainId,
      { method: 'eth_call', params: [{ to: MULTICALL3, data: encode(calls) }, 'latest'] },
      signal,
    );
    if (outcome.kind === 'refused') return { kind: 'unreachable', detail: `the node refused: ${outcome.code} ${outcome.message}` };
    return outcome.kind === 'result' ? decode(outcome.result, chainId) : outcome;
  },
  baseFee: async (chainId, signal) => {
    const outcome = await jsonRpc.request(chainId, { method: 'eth_getBlockByNumber', params: ['latest', false] }, signal);
    if (outcome.kind === 'refused') return { kind: 'unreachable', detail: `the node refused: ${outcome.code} ${outcome.message}` };
    if (outcome.kind !== 'result') return outcome;
    const read = block.safeParse(outcome.result);
    return read.success
      ? { kind: 'fee', perGas: read.data.baseFeePerGas }
      : { kind: 'malformed', detail: `chain ${chainId} names no base fee` };
  },
  ask: async (chainId, question, signal) => {
    const outcome = await jsonRpc.request(chainId, question, signal);
    return outcome.kind === 'refused' ? { kind: 'refused', detail: `${outcome.code} ${outcome.message}` } : outcome;
  },
});

const encode = (calls: readonly ContractCall[]): Hex =>
  encodeFunctionData({
    abi: multicallAbi,
    functionName: 'aggregate3',
    args: [calls.map(({ to, data }) => ({ target: to as Hex, allowFailure: true, callData: data as Hex }))],
  });

const decode = (result: unknown, chainId: number): RpcOutcome => {
  if (typeof result !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(result))
    return { kind: 'malformed', detail: 'eth_call did not answer with bytes' };
  if (result === '0x') return { kind: 'unreachable', detail: `chain ${chainId} has no Multicall3 at ${MULTICALL3}` };
  try {
    const results = decodeFunctionResult({ abi: multicallAbi, functionName: 'aggregate3', data: result as Hex });
    return { kind: 'results', results: results.map(({ success, returnData }) => ({ ok: success, data: returnData })) };
  } catch {
    return { kind: 'malformed', detail: 'eth_call answered bytes that are not Multicall3’s' };
  }
};
