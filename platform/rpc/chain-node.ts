import { z } from 'zod';
import type { BatchOutcome, BatchRpc, RpcReply } from './batch-rpc.ts';

/** What a watcher needs of a block. */
export interface BlockHeader {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  /** Epoch ms. */
  readonly timeMs: number;
  readonly logsBloom: string | undefined;
}

/** A log where it stands. */
export interface ChainLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logIndex: number;
}

/** What to look for: logs of any of these contracts with any of these first topics. */
export interface LogFilter {
  readonly addresses: readonly string[];
  readonly topics: readonly string[];
}

export type NodeAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** It answers and will not: too wide a range, a block it does not have. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'failed'; readonly detail: string };

/** One endpoint of one chain, in the words of a watcher. Answers are checked for shape, and for being about what was asked. */
export interface ChainNode {
  readonly host: string;
  latest(signal: AbortSignal): Promise<NodeAnswer<BlockHeader>>;
  /** Headers by number; undefined where the chain has no such block. Some 2 KB each. */
  headers(numbers: readonly number[], signal: AbortSignal): Promise<NodeAnswer<readonly (BlockHeader | undefined)[]>>;
  /** Logs of whole blocks, named by hash, one list a block: no reorg can come between. Refused when the node lacks one of them. */
  logsOf(hashes: readonly string[], filter: LogFilter, signal: AbortSignal): Promise<NodeAnswer<readonly (readonly ChainLog[])[]>>;
  logsIn(range: { from: number; to: number }, filter: LogFilter, signal: AbortSignal): Promise<NodeAnswer<readonly ChainLog[]>>;
  /** All logs of a block by another way than eth_getLogs. */
  receiptLogs(hash: string, signal: AbortSignal): Promise<NodeAnswer<readonly ChainLog[]>>;
  /** The logs of mined transactions; undefined for one that is not mined. */
  transactions(hashes: readonly string[], signal: AbortSignal): Promise<NodeAnswer<readonly (readonly ChainLog[] | undefined)[]>>;
}

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);
const quantity = hex.transform((value) => Number(value)).pipe(z.number().int().nonnegative());
const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((value) => value.toLowerCase());

const headerShape = z
  .object({ number: quantity, hash, parentHash: hash, timestamp: quantity, logsBloom: hex.nullish() })
  .transform(({ number, hash: own, parentHash, timestamp, logsBloom }): BlockHeader => {
    return { number, hash: own, parentHash, timeMs: timestamp * 1_000, logsBloom: logsBloom ?? undefined };
  });

const logShape = z
  .object({
    address: hex,
    topics: z.array(hash),
    data: hex,
    blockNumber: quantity,
    blockHash: hash,
    transactionHash: hash,
    logIndex: quantity,
    removed: z.boolean().nullish(),
  })
  .transform(({ removed, ...log }): ChainLog | null => (removed === true ? null : log));

/** Some nodes answer with logs that they mark as removed; those are not in the chain. */
const logsShape = z.array(logShape).transform((logs) => logs.filter((log) => log !== null));
const receiptShape = z.object({ blockHash: hash, logs: logsShape });

export const createChainNode = (rpc: BatchRpc): ChainNode => {
  const ask = async <T>(
    calls: readonly { method: string; params: readonly unknown[] }[],
    readOne: (result: unknown, index: number) => T | undefined,
    signal: AbortSignal,
  ): Promise<NodeAnswer<readonly T[]>> => {
    if (calls.length === 0) return { kind: 'ok', value: [] };
    return each(await rpc.request(calls, signal), readOne, calls[0]?.method ?? '');
  };
  const first = async <T>(answer: Promise<NodeAnswer<readonly T[]>>): Promise<NodeAnswer<T>> => {
    const given = await answer;
    return given.kind === 'ok' ? { kind: 'ok', value: given.value[0] as T } : given;
  };
  const wanted = ({ addresses, topics }: LogFilter) => ({ address: addresses, topics: [topics] });

  return {
    host: rpc.host,
    latest: (signal) => first(ask([{ method: 'eth_getBlockByNumber', params: ['latest', false] }], readHeader, signal)),
    headers: (numbers, signal) =>
      ask(
        numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [toHex(number), false] })),
        (result, index) => {
          if (result === null || result === undefined) return { header: undefined };
          const header = readHeader(result);
          return header?.number === numbers[index] ? { header } : undefined;
        },
        signal,
      ).then((given) => (given.kind === 'ok' ? { kind: 'ok', value: given.value.map(({ header }) => header) } : given)),
    logsOf: (hashes, filter, signal) =>
      ask(
        hashes.map((blockHash) => ({ method: 'eth_getLogs', params: [{ blockHash, ...wanted(filter) }] })),
        (result, index) => {
          const logs = logsShape.safeParse(result).data;
          return logs?.every(({ blockHash }) => blockHash === hashes[index]) ? logs : undefined;
        },
        signal,
      ),
    logsIn: ({ from, to }, filter, signal) =>
      first(
        ask(
          [{ method: 'eth_getLogs', params: [{ fromBlock: toHex(from), toBlock: toHex(to), ...wanted(filter) }] }],
          (result) => {
            const logs = logsShape.safeParse(result).data;
            return logs?.every(({ blockNumber }) => blockNumber >= from && blockNumber <= to) ? logs : undefined;
          },
          signal,
        ),
      ),
    receiptLogs: (blockHash, signal) =>
      first(
        ask(
          [{ method: 'eth_getBlockReceipts', params: [blockHash] }],
          (result) => {
            const receipts = z.array(receiptShape).safeParse(result).data;
            return receipts?.every((receipt) => receipt.blockHash === blockHash) ? receipts.flatMap(({ logs }) => logs) : undefined;
          },
          signal,
        ),
      ),
    transactions: (hashes, signal) =>
      ask(
        hashes.map((transaction) => ({ method: 'eth_getTransactionReceipt', params: [transaction] })),
        (result) => {
          if (result === null || result === undefined) return { logs: undefined };
          const receipt = receiptShape.safeParse(result).data;
          return receipt === undefined ? undefined : { logs: receipt.logs };
        },
        signal,
      ).then((given) => (given.kind === 'ok' ? { kind: 'ok', value: given.value.map(({ logs }) => logs) } : given)),
  };
};

const readHeader = (result: unknown): BlockHeader | undefined => headerShape.safeParse(result).data;

const toHex = (number: number): string => `0x${number.toString(16)}`;

const each = <T>(
  outcome: BatchOutcome,
  readOne: (result: unknown, index: number) => T | undefined,
  method: string,
): NodeAnswer<readonly T[]> => {
  if (outcome.kind === 'refused') return { kind: 'refused', detail: `${outcome.code} ${outcome.message}` };
  if (outcome.kind === 'failed') return outcome.tooLarge ? { kind: 'refused', detail: outcome.detail } : outcome;
  if (outcome.kind === 'rate-limited') return outcome;
  const refused = outcome.replies.find((reply): reply is Extract<RpcReply, { ok: false }> => !reply.ok);
  if (refused !== undefined) return { kind: 'refused', detail: `${refused.code} ${refused.message}` };
  const values: T[] = [];
  for (const [index, reply] of outcome.replies.entries()) {
    const value = reply.ok ? readOne(reply.result, index) : undefined;
    if (value === undefined) return { kind: 'failed', detail: `${method} answered what was not asked, or what is no such thing` };
    values.push(value);
  }
  return { kind: 'ok', value: values };
};
