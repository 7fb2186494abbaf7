import type { WatchedContract } from '#bridges/_kit/port.ts';
import type { ChainLog, ChainNode, NodeAnswer } from '#platform/rpc/chain-node.ts';

/** A calldata may be some 100 KB: one exchange stays below the 4 MiB that are read of an answer. */
const INPUTS_AT_ONCE = 20;

/**
 * The same node, but for the logs that a contract asks it for (`withInput`), which come with their transactions' calldata. A transaction that
 * the node does not know any more fails the answer, as a block would that went away while it was read.
 */
export const withInputs = (node: ChainNode, contracts: readonly WatchedContract[]): ChainNode => {
  const asking = new Set(contracts.flatMap(({ address, withInput = [] }) => withInput.map((topic) => `${address.toLowerCase()}/${topic}`)));
  if (asking.size === 0) return node;
  const isAsking = ({ address, topics }: ChainLog): boolean => asking.has(`${address.toLowerCase()}/${topics[0]}`);

  const inputsOf = async (logs: readonly ChainLog[], signal: AbortSignal): Promise<NodeAnswer<ReadonlyMap<string, string>>> => {
    const hashes = [...new Set(logs.filter(isAsking).map(({ transactionHash }) => transactionHash))];
    const inputs = new Map<string, string>();
    for (let start = 0; start < hashes.length; start += INPUTS_AT_ONCE) {
      const some = hashes.slice(start, start + INPUTS_AT_ONCE);
      const answer = await node.inputs(some, signal);
      if (answer.kind !== 'ok') return answer;
      for (const [index, hash] of some.entries()) inputs.set(hash, answer.value[index] ?? '0x');
    }
    return { kind: 'ok', value: inputs };
  };

  const completed = async <T>(
    answer: NodeAnswer<T>,
    logsIn: (value: T) => readonly ChainLog[],
    mapped: (value: T, complete: (log: ChainLog) => ChainLog) => T,
    signal: AbortSignal,
  ): Promise<NodeAnswer<T>> => {
    if (answer.kind !== 'ok') return answer;
    const inputs = await inputsOf(logsIn(answer.value), signal);
    if (inputs.kind !== 'ok') return inputs;
    if (inputs.value.size === 0) return answer;
    const complete = (log: ChainLog): ChainLog => {
      const input = isAsking(log) ? inputs.value.get(log.transactionHash) : undefined;
      return input === undefined ? log : { ...log, input };
    };
    return { kind: 'ok', value: mapped(answer.value, complete) };
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
