import type { ChainLog } from '#platform/rpc/chain-node.ts';
import type { ChainState } from './chain-state.ts';
import { chooseHead, type NodePool } from './node-pool.ts';
import type { BlockReader } from './read-blocks.ts';

/** More wishes than this are served in the next rounds, in turn: one exchange stays small, and wishes that never come true keep out no others. */
const HASHES_AT_ONCE = 50;
/** Hashes served already, remembered so that a wish that stays for minutes is not served anew each second. */
const SERVED_MAX = 1_000;

/**
 * Looks up transactions that somebody waits for. Those in blocks that are yet to be read need no more than a look at once; those in blocks
 * older than this watcher has read are told from their receipts, once they are final. `serve` says whether to look again at once.
 */
export const createWantedLookup = (deps: {
  readonly state: ChainState;
  readonly pool: NodePool;
  readonly reader: BlockReader;
  readonly finalDepth: number;
  readonly confirmed: number;
}) => {
  const { state, pool, reader, finalDepth, confirmed } = deps;
  const served = new Set<string>();
  /** In which round each open wish was looked up last. Bounded by the wishes. */
  let lookedUp = new Map<string, number>();
  let round = 0;

  /** Those whose turn it is: first who has waited longest. */
  const inTurn = (hashes: readonly string[]): readonly string[] => {
    const lastOf = (hash: string): number => lookedUp.get(hash) ?? 0;
    const now = hashes.toSorted((a, b) => lastOf(a) - lastOf(b)).slice(0, HASHES_AT_ONCE);
    round += 1;
    lookedUp = new Map([...hashes.map((hash) => [hash, lastOf(hash)] as const), ...now.map((hash) => [hash, round] as const)]);
    return now;
  };

  const serveOne = async (logs: readonly ChainLog[], hash: string, context: { head: number; signal: AbortSignal }): Promise<boolean> => {
    const number = logs[0]?.blockNumber;
    if (number === undefined || state.next === undefined) return false;
    if (number >= state.next) return true;
    if (number > context.head - finalDepth) return false;
    const node = chooseHead(await pool.heads(context.signal))?.node;
    if (node === undefined) return false;
    const headers = await reader.headers(node, [number, number + confirmed - 1], context.signal);
    if (headers.kind !== 'ok') return false;
    const [header, confirming] = headers.value;
    if (header === undefined || confirming === undefined || header.hash !== logs[0]?.blockHash) return false;
    await state.tellPast({ header, logs }, [confirming]);
    if (served.size >= SERVED_MAX) served.clear();
    served.add(hash);
    return false;
  };

  return {
    serve: async (hashes: readonly string[], signal: AbortSignal): Promise<boolean> => {
      const open = inTurn(hashes.filter((hash) => !served.has(hash)));
      if (open.length === 0) return false;
      const head = chooseHead(await pool.heads(signal));
      if (head === undefined) return false;
      const receipts = await head.node.transactions(open, signal);
      pool.note(head.node, receipts);
      if (receipts.kind !== 'ok') return false;
      let lookAgain = false;
      for (const [index, logs] of receipts.value.entries()) {
        if (logs === undefined) continue;
        if (await serveOne(logs, open[index] ?? '', { head: head.header.number, signal })) lookAgain = true;
      }
      return lookAgain;
    },
  };
};
