import type { BlockHeader, ChainLog, ChainNode, LogFilter, NodeAnswer } from '#platform/rpc/chain-node.ts';
import { bloomMisses, type Mark } from './log-bloom.ts';
import type { ChainMetrics } from './metrics.ts';
import type { NodePool } from './node-pool.ts';

/** A block with the logs of ours in it. */
export interface ReadBlock {
  readonly header: BlockHeader;
  readonly logs: readonly ChainLog[];
}

export type ReadOutcome =
  | { readonly kind: 'ok'; readonly blocks: readonly ReadBlock[] }
  /** The chain changed while it was read, or the node speaks of two chains: look again. */
  | { readonly kind: 'moved' }
  | Exclude<NodeAnswer<never>, { kind: 'ok' }>;

export interface BlockReader {
  /** Every block of a short range near the head: headers linked to each other, logs asked by block hash. */
  near(node: ChainNode, range: { from: number; head: BlockHeader; to: number }, signal: AbortSignal): Promise<ReadOutcome>;
  /** Only the blocks of a range that hold logs; for blocks too deep to be reorganised. */
  deep(node: ChainNode, range: { from: number; to: number }, signal: AbortSignal): Promise<ReadOutcome>;
  /** Headers that must be there. */
  headers(node: ChainNode, numbers: readonly number[], signal: AbortSignal): Promise<NodeAnswer<readonly BlockHeader[]>>;
}

/** A header with its bloom is some 2 KB: one exchange stays far below the 4 MiB that are read of an answer. */
const HEADERS_AT_ONCE = 100;

const readHeaders = async (
  node: ChainNode,
  numbers: readonly number[],
  signal: AbortSignal,
): Promise<NodeAnswer<readonly BlockHeader[]>> => {
  const headers: BlockHeader[] = [];
  for (let start = 0; start < numbers.length; start += HEADERS_AT_ONCE) {
    const answer = await node.headers(numbers.slice(start, start + HEADERS_AT_ONCE), signal);
    if (answer.kind !== 'ok') return answer;
    const there = answer.value.filter((header) => header !== undefined);
    if (there.length < answer.value.length) return { kind: 'failed', detail: 'the node lacks a block below its own head' };
    headers.push(...there);
  }
  return { kind: 'ok', value: headers };
};

export const createBlockReader = (options: {
  readonly filter: LogFilter;
  readonly marks: readonly Mark[];
  readonly pool: NodePool;
  readonly metrics: ChainMetrics;
}): BlockReader => {
  const { filter, marks, pool, metrics } = options;

  /**
   * A header that speaks of logs which the node did not give: the other nodes are asked, or the same one in another way. What any of
   * them has is real, as it carries the block's hash; so the union is taken.
   */
  const completed = async (node: ChainNode, block: ReadBlock, signal: AbortSignal): Promise<ReadBlock> => {
    if (!bloomMisses(block.header.logsBloom, marks, block.logs)) return block;
    const found = new Map(block.logs.map((log) => [log.logIndex, log]));
    for (const other of pool.others(node)) {
      const answer = await other.logsOf([block.header.hash], filter, signal);
      for (const log of answer.kind === 'ok' ? (answer.value[0] ?? []) : []) found.set(log.logIndex, log);
    }
    if (bloomMisses(block.header.logsBloom, marks, [...found.values()])) {
      const answer = await node.receiptLogs(block.header.hash, signal);
      for (const log of answer.kind === 'ok' ? answer.value : []) if (wanted(log, filter)) found.set(log.logIndex, log);
    }
    metrics.secondOpinion(node.host, found.size - block.logs.length);
    return { header: block.header, logs: [...found.values()].sort((a, b) => a.logIndex - b.logIndex) };
  };

  return {
    near: async (node, { from, to, head }, signal) => {
      const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const known = to === head.number;
      const answer = await node.headers(known ? numbers.slice(0, -1) : numbers, signal);
      if (answer.kind !== 'ok') return answer;
      const headers = known ? [...answer.value, head] : answer.value;
      if (!linked(headers)) return { kind: 'moved' };
      const logs = await node.logsOf(
        headers.map(({ hash }) => hash),
        filter,
        signal,
      );
      if (logs.kind !== 'ok') return logs;
      const blocks: ReadBlock[] = [];
      for (const [index, header] of headers.entries()) {
        blocks.push(await completed(node, { header, logs: logs.value[index] ?? [] }, signal));
      }
      return { kind: 'ok', blocks };
    },
    deep: async (node, range, signal) => {
      const answer = await node.logsIn(range, filter, signal);
      if (answer.kind !== 'ok') return answer;
      const byBlock = Map.groupBy(answer.value, ({ blockNumber }) => blockNumber);
      const headers = await readHeaders(
        node,
        [...byBlock.keys()].sort((a, b) => a - b),
        signal,
      );
      if (headers.kind !== 'ok') return headers;
      const blocks: ReadBlock[] = [];
      for (const header of headers.value) {
        const logs = byBlock.get(header.number) ?? [];
        if (logs.some(({ blockHash }) => blockHash !== header.hash)) return { kind: 'moved' };
        blocks.push({ header, logs: [...logs].sort((a, b) => a.logIndex - b.logIndex) });
      }
      return { kind: 'ok', blocks };
    },
    headers: readHeaders,
  };
};

const linked = (headers: readonly (BlockHeader | undefined)[]): headers is readonly BlockHeader[] =>
  headers.every((header, index) => header !== undefined && (index === 0 || header.parentHash === headers[index - 1]?.hash));

const wanted = (log: ChainLog, { addresses, topics }: LogFilter): boolean =>
  addresses.some((address) => address.toLowerCase() === log.address.toLowerCase()) && topics.includes(log.topics[0] ?? '');
