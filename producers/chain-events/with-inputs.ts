import type { WatchedContract } from '#bridges/_kit/port.ts';
import type { ChainLog, ChainNode } from '#platform/rpc/chain-node.ts';
import { completeLogs } from './complete-logs.ts';

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

  return completeLogs(node, async (logs, signal) => {
    const hashes = [...new Set(logs.filter(isAsking).map(({ transactionHash }) => transactionHash))];
    const inputs = new Map<string, string>();
    for (let start = 0; start < hashes.length; start += INPUTS_AT_ONCE) {
      const some = hashes.slice(start, start + INPUTS_AT_ONCE);
      const answer = await node.inputs(some, signal);
      if (answer.kind !== 'ok') return answer;
      for (const [index, hash] of some.entries()) inputs.set(hash, answer.value[index] ?? '0x');
    }
    const complete = (log: ChainLog): ChainLog => {
      const input = isAsking(log) ? inputs.get(log.transactionHash) : undefined;
      return input === undefined ? log : { ...log, input };
    };
    return { kind: 'ok', value: complete };
  });
};
