import type { TransactionOutcome, WatchedContract } from '#bridges/_kit/port.ts';
import type { Announced, ChainLog, ChainNode } from '#platform/rpc/chain-node.ts';
import { completeLogs } from './complete-logs.ts';

/** A receipt comes with all its logs: one exchange stays below the 4 MiB that are read of an answer. */
const OUTCOMES_AT_ONCE = 20;

/**
 * The same node, but for the logs that announce another transaction of their block (`withOutcome`), which come with how that one ended. What the
 * node cannot tell fails the answer, as a block would that went away while it was read.
 */
export const withOutcomes = (node: ChainNode, contracts: readonly WatchedContract[]): ChainNode => {
  const places = new Map(
    contracts.flatMap(({ address, withOutcome = {} }) =>
      Object.entries(withOutcome).map(([topic, place]) => [`${address.toLowerCase()}/${topic}`, place] as const),
    ),
  );
  if (places.size === 0) return node;
  const announcedBy = ({ address, topics, blockHash }: ChainLog): Announced | undefined => {
    const place = places.get(`${address.toLowerCase()}/${topics[0]}`);
    const hash = place === undefined ? undefined : topics[place];
    return hash === undefined ? undefined : { hash, blockHash };
  };
  const keyOf = ({ hash, blockHash }: Announced): string => `${blockHash}/${hash}`;

  return completeLogs(node, async (logs, signal) => {
    const announced = [...new Map(logs.flatMap((log) => announcedBy(log) ?? []).map((one) => [keyOf(one), one])).values()];
    const outcomes = new Map<string, TransactionOutcome>();
    for (let start = 0; start < announced.length; start += OUTCOMES_AT_ONCE) {
      const some = announced.slice(start, start + OUTCOMES_AT_ONCE);
      const answer = await node.outcomes(some, signal);
      if (answer.kind !== 'ok') return answer;
      for (const [index, outcome] of answer.value.entries()) outcomes.set(keyOf(some[index] as Announced), outcome);
    }
    const complete = (log: ChainLog): ChainLog => {
      const one = announcedBy(log);
      const outcome = one === undefined ? undefined : outcomes.get(keyOf(one));
      return outcome === undefined ? log : { ...log, outcome };
    };
    return { kind: 'ok', value: complete };
  });
};
