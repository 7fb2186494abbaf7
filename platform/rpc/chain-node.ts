import { z } from 'zod';
import type { TransactionOutcome } from '#bridges/_kit/port.ts';
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
  /** Calldata of its transaction, where somebody asked the node for it as well. */
  readonly input?: string;
  /** How the transaction ended that it announces, where somebody asked the node for that as well. */
  readonly outcome?: TransactionOutcome;
}

/** A transaction that a log announces, and the block of that log. */
export interface Announced {
  readonly hash: string;
  readonly blockHash: string;
}

/** A mined transaction that may have paid somebody: what it moved by its logs, and what by itself. */
export interface PaidTransaction {
  readonly hash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly succeeded: boolean;
  readonly from: string;
  /** Null when it created a contract. */
  readonly to: string | null;
  /** Of the chain's coin, wei. */
  readonly value: bigint;
  readonly logs: readonly ChainLog[];
}

/** What to look for: logs of any of these contracts with any of these first topics. */
export interface LogFilter {
  readonly addresses: readonly string[];
  readonly topics: readonly string[];
  /** One of these as the third topic: of a token's transfer, who got it. */
  readonly thirdTopics?: readonly string[];
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
  /** Calldata of transactions that the node has given logs of; it fails when it does not know one of them. */
  inputs(hashes: readonly string[], signal: AbortSignal): Promise<NodeAnswer<readonly string[]>>;
  /** How announced transactions ended. Fails when the node knows neither a receipt nor that the block holds no such transaction. */
  outcomes(announced: readonly Announced[], signal: AbortSignal): Promise<NodeAnswer<readonly TransactionOutcome[]>>;
  /** One transaction whole; undefined while it is not mined. */
  paid(hash: string, signal: AbortSignal): Promise<NodeAnswer<PaidTransaction | undefined>>;
  /** What an account held of the coin after each of these blocks, wei. Refused where the node no longer keeps that state. */
  balances(address: string, numbers: readonly number[], signal: AbortSignal): Promise<NodeAnswer<readonly bigint[]>>;
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
const amount = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const minedShape = receiptShape.extend({ transactionHash: hash, blockNumber: quantity, status: quantity });
const inputShape = z.object({ hash, input: hex });
const endedShape = z.object({ transactionHash: hash, status: quantity });
const heldShape = z.object({ hash, transactions: z.array(hash) });
const sentShape = z.object({ hash, from: hex, to: hex.nullish(), value: amount, blockHash: hash.nullish() });

type Ask = <T>(
  calls: readonly { method: string; params: readonly unknown[] }[],
  readOne: (result: unknown, index: number) => T | undefined,
  signal: AbortSignal,
) => Promise<NodeAnswer<readonly T[]>>;

const createAsk =
  (rpc: BatchRpc): Ask =>
  async (calls, readOne, signal) =>
    calls.length === 0 ? { kind: 'ok', value: [] } : each(await rpc.request(calls, signal), readOne, calls[0]?.method ?? '');

export const createChainNode = (rpc: BatchRpc): ChainNode => {
  const ask = createAsk(rpc);
  const first = async <T>(answer: Promise<NodeAnswer<readonly T[]>>): Promise<NodeAnswer<T>> => {
    const given = await answer;
    return given.kind === 'ok' ? { kind: 'ok', value: given.value[0] as T } : given;
  };
  const wanted = ({ addresses, topics, thirdTopics }: LogFilter) => ({
    address: addresses,
    topics: thirdTopics === undefined ? [topics] : [topics, null, thirdTopics],
  });

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
    inputs: (hashes, signal) =>
      ask(
        hashes.map((transaction) => ({ method: 'eth_getTransactionByHash', params: [transaction] })),
        (result, index) => {
          const sent = inputShape.safeParse(result).data;
          return sent?.hash === hashes[index]?.toLowerCase() ? sent?.input : undefined;
        },
        signal,
      ),
    outcomes: askOutcomes(ask),
    paid: async (transaction, signal) => {
      const given = await ask(
        ['eth_getTransactionReceipt', 'eth_getTransactionByHash'].map((method) => ({ method, params: [transaction] })),
        (result) => ({ result }),
        signal,
      );
      if (given.kind !== 'ok') return given;
      const [receipt, sent] = given.value.map(({ result }) => result);
      return readPaid(transaction, receipt, sent);
    },
    balances: (address, numbers, signal) =>
      ask(
        numbers.map((number) => ({ method: 'eth_getBalance', params: [address, toHex(number)] })),
        (result) => amount.safeParse(result).data,
        signal,
      ),
  };
};

/** A receipt may be missing because the node lags, and because there never was such a transaction: the block that announced it tells. */
const askOutcomes =
  (ask: Ask): ChainNode['outcomes'] =>
  async (announced, signal) => {
    const ended = await ask(
      announced.map(({ hash: transaction }) => ({ method: 'eth_getTransactionReceipt', params: [transaction] })),
      (result, index): { outcome: TransactionOutcome | undefined } | undefined => {
        if (result === null || result === undefined) return { outcome: undefined };
        const receipt = endedShape.safeParse(result).data;
        if (receipt === undefined || receipt.transactionHash !== announced[index]?.hash.toLowerCase()) return undefined;
        return { outcome: receipt.status === 1 ? 'success' : 'reverted' };
      },
      signal,
    );
    if (ended.kind !== 'ok') return ended;
    const unknown = announced.filter((_, index) => ended.value[index]?.outcome === undefined);
    const absent = await ask(
      unknown.map(({ blockHash }) => ({ method: 'eth_getBlockByHash', params: [blockHash, false] })),
      (result, index) => {
        const block = heldShape.safeParse(result).data;
        const { hash: transaction, blockHash } = unknown[index] as Announced;
        return block?.hash === blockHash && !block.transactions.includes(transaction.toLowerCase()) ? true : undefined;
      },
      signal,
    );
    return absent.kind === 'ok' ? { kind: 'ok', value: ended.value.map(({ outcome }) => outcome ?? 'absent') } : absent;
  };

/** Both halves must be of the transaction that was asked for, and of one block: between two looks it may have moved. */
const readPaid = (asked: string, receipt: unknown, sent: unknown): NodeAnswer<PaidTransaction | undefined> => {
  if (receipt === null || receipt === undefined || sent === null || sent === undefined) return { kind: 'ok', value: undefined };
  const mined = minedShape.safeParse(receipt).data;
  const call = sentShape.safeParse(sent).data;
  const own = asked.toLowerCase();
  if (mined?.transactionHash !== own || call?.hash !== own || mined.blockHash !== call.blockHash) {
    return { kind: 'failed', detail: 'eth_getTransactionReceipt answered what was not asked, or what is no such thing' };
  }
  const { blockNumber, blockHash, status, logs } = mined;
  const { from, to, value } = call;
  return { kind: 'ok', value: { hash: own, blockNumber, blockHash, succeeded: status === 1, from, to: to ?? null, value, logs } };
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
