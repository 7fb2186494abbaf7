import { z } from 'zod';
import type { JsonRpc, JsonRpcOutcome } from './json-rpc.ts';

/** A call as its sender would make it. */
export interface NodeCall {
  readonly from: string;
  readonly to: string;
  /** Calldata, 0x-hex. */
  readonly data: string;
  readonly value: bigint;
}

/** One word of a contract's storage, set for the length of a call. Both 32 bytes, 0x-hex. */
export interface SlotOverride {
  readonly address: string;
  readonly slot: string;
  readonly value: string;
}

export type NodeResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The call itself fails on chain. `data` is its revert data, `0x` when the node gives none. */
  | { readonly kind: 'reverted'; readonly message: string; readonly data: string }
  /** The node works and will not do this: a method or a parameter that it does not know. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** What has to be asked of a chain before a transaction can be signed. */
export interface TransactionNode {
  call(chainId: number, call: NodeCall, signal: AbortSignal, override?: SlotOverride): Promise<NodeResult<string>>;
  /** Gas units, as the node estimates them. */
  estimateGas(chainId: number, call: NodeCall, signal: AbortSignal, override?: SlotOverride): Promise<NodeResult<bigint>>;
  /** Every slot of storage that a call reads. Refused by nodes without eth_createAccessList. */
  slotsRead(chainId: number, call: NodeCall, signal: AbortSignal): Promise<NodeResult<readonly { address: string; slot: string }[]>>;
  /** Whether a contract stands at an address: a call of an address without code succeeds, does nothing, and keeps what was sent with it. */
  hasCode(chainId: number, address: string, signal: AbortSignal): Promise<NodeResult<boolean>>;
  /** Native coin in wei, and the next nonce, transactions that wait in the pool counted. */
  account(chainId: number, address: string, signal: AbortSignal): Promise<NodeResult<{ balance: bigint; nonce: bigint }>>;
  /** Wei a unit of gas: the base fee of the newest block, and a tip that gets a transaction mined soon. */
  fees(chainId: number, signal: AbortSignal): Promise<NodeResult<{ baseFee: bigint; tip: bigint }>>;
}

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const bytes = z.string().regex(/^0x(?:[0-9a-fA-F]{2})*$/);
const accessList = z.object({ accessList: z.array(z.object({ address: z.string(), storageKeys: z.array(z.string()) })) });
const block = z.object({ baseFeePerGas: quantity });
const feeHistory = z.object({ reward: z.array(z.array(quantity)).min(1) });

/** Blocks whose tips are looked at, and which of a block's tips: half of its gas paid less. */
const HISTORY_BLOCKS = '0x5';
const HISTORY_PERCENTILES = [50];

/** EIP-1474: a call that reverts has code 3; some nodes say it in words alone, with a code of their own. */
const REVERTED = 3;
const REVERT_WORDS = /revert|out of gas|gas required exceeds|insufficient funds|invalid opcode/i;

const hexOf = (value: bigint): string => `0x${value.toString(16)}`;

const paramsOf = ({ from, to, data, value }: NodeCall, override: SlotOverride | undefined): readonly unknown[] => [
  { from, to, data, value: hexOf(value) },
  'latest',
  ...(override === undefined ? [] : [{ [override.address]: { stateDiff: { [override.slot]: override.value } } }]),
];

/** Revert data, wherever the node puts it: in `data` itself or in a field of it. */
const revertData = (data: unknown): string => {
  const found = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
  return bytes.safeParse(found).data ?? '0x';
};

const read = <T>(outcome: JsonRpcOutcome, shape: z.ZodType<T>, method: string): NodeResult<T> => {
  switch (outcome.kind) {
    case 'result': {
      const parsed = shape.safeParse(outcome.result);
      return parsed.success
        ? { kind: 'ok', value: parsed.data }
        : { kind: 'unreachable', detail: `${method} answered what is no such thing` };
    }
    case 'refused': {
      const { code, message, data } = outcome;
      return code === REVERTED || REVERT_WORDS.test(message)
        ? { kind: 'reverted', message, data: revertData(data) }
        : { kind: 'refused', detail: `${method}: ${code} ${message}` };
    }
    case 'timeout':
      return { kind: 'unreachable', detail: 'the node did not answer in time' };
    case 'rate-limited':
      return { kind: 'unreachable', detail: 'the node limits our rate' };
    default:
      return { kind: 'unreachable', detail: outcome.detail };
  }
};

export const createTransactionNode = (jsonRpc: JsonRpc): TransactionNode => {
  const ask = async <T>(
    chainId: number,
    call: { method: string; params: readonly unknown[]; shape: z.ZodType<T> },
    signal: AbortSignal,
  ): Promise<NodeResult<T>> => {
    const { method, params, shape } = call;
    return read(await jsonRpc.request(chainId, { method, params }, signal), shape, method);
  };

  /** The node's own advice; where it gives none, what was paid lately. */
  const tipOf = async (chainId: number, signal: AbortSignal): Promise<NodeResult<bigint>> => {
    const advice = await ask(chainId, { method: 'eth_maxPriorityFeePerGas', params: [], shape: quantity }, signal);
    if (advice.kind !== 'refused') return advice;
    const params = [HISTORY_BLOCKS, 'latest', HISTORY_PERCENTILES];
    const history = await ask(chainId, { method: 'eth_feeHistory', params, shape: feeHistory }, signal);
    if (history.kind !== 'ok') return history;
    const tips = history.value.reward.map(([tip = 0n]) => tip).toSorted((a, b) => (a < b ? -1 : 1));
    return { kind: 'ok', value: tips[Math.floor(tips.length / 2)] ?? 0n };
  };

  return {
    call: (chainId, call, signal, override) => ask(chainId, { method: 'eth_call', params: paramsOf(call, override), shape: bytes }, signal),
    estimateGas: (chainId, call, signal, override) =>
      ask(chainId, { method: 'eth_estimateGas', params: paramsOf(call, override), shape: quantity }, signal),
    slotsRead: async (chainId, call, signal) => {
      const list = await ask(chainId, { method: 'eth_createAccessList', params: paramsOf(call, undefined), shape: accessList }, signal);
      if (list.kind !== 'ok') return list;
      const slots = list.value.accessList.flatMap(({ address, storageKeys }) => storageKeys.map((slot) => ({ address, slot })));
      return { kind: 'ok', value: slots };
    },
    hasCode: async (chainId, address, signal) => {
      const code = await ask(chainId, { method: 'eth_getCode', params: [address, 'latest'], shape: bytes }, signal);
      return code.kind === 'ok' ? { kind: 'ok', value: code.value !== '0x' } : code;
    },
    account: async (chainId, address, signal) => {
      const [balance, nonce] = await Promise.all([
        ask(chainId, { method: 'eth_getBalance', params: [address, 'latest'], shape: quantity }, signal),
        ask(chainId, { method: 'eth_getTransactionCount', params: [address, 'pending'], shape: quantity }, signal),
      ]);
      if (balance.kind !== 'ok') return balance;
      return nonce.kind === 'ok' ? { kind: 'ok', value: { balance: balance.value, nonce: nonce.value } } : nonce;
    },
    fees: async (chainId, signal) => {
      const [latest, tip] = await Promise.all([
        ask(chainId, { method: 'eth_getBlockByNumber', params: ['latest', false], shape: block }, signal),
        tipOf(chainId, signal),
      ]);
      if (latest.kind !== 'ok') return latest;
      return tip.kind === 'ok' ? { kind: 'ok', value: { baseFee: latest.value.baseFeePerGas, tip: tip.value } } : tip;
    },
  };
};
