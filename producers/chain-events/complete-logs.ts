import type { ChainLog, ChainNode, NodeAnswer } from '#platform/rpc/chain-node.ts';

/** Asks for what some of the logs need beside themselves, and gives what puts it there. */
type LookUp = (logs: readonly ChainLog[], signal: AbortSignal) => Promise<NodeAnswer<(log: ChainLog) => ChainLog>>;

/** The same node, but for logs that come with more than it gives of itself, in whatever way it is asked for them. A look-up that fails fails the answer. */
export const completeLogs = (node: ChainNode, lookUp: LookUp): ChainNode => {
  const completed = async <T>(
    answer: NodeAnswer<T>,
    logsIn: (value: T) => readonly ChainLog[],
    mapped: (value: T, complete: (log: ChainLog) => ChainLog) => T,
    signal: AbortSignal,
  ): Promise<NodeAnswer<T>> => {
    if (answer.kind !== 'ok') return answer;
    const found = await lookUp(logsIn(answer.value), signal);
    return found.kind === 'ok' ? { kind: 'ok', value: mapped(answer.value, found.value) } : found;
  };

  return {
    ...node,
    logsOf: async (hashes, filter, signal) =>
      completed(
        await node.logsOf(hashes, filter, signal),
        (blocks) => blocks.flat(),
        (blocks, complete) => blocks.map((logs) => logs.map(complete)),
        signal,
      ),
    logsIn: async (range, filter, signal) =>
      completed(
        await node.logsIn(range, filter, signal),
        (logs) => logs,
        (logs, complete) => logs.map(complete),
        signal,
      ),
    receiptLogs: async (hash, signal) =>
      completed(
        await node.receiptLogs(hash, signal),
        (logs) => logs,
        (logs, complete) => logs.map(complete),
        signal,
      ),
    transactions: async (hashes, signal) =>
      completed(
        await node.transactions(hashes, signal),
        (all) => all.flatMap((logs) => logs ?? []),
        (all, complete) => all.map((logs) => logs?.map(complete)),
        signal,
      ),
  };
};
