import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { BlockHeader, ChainNode } from '#platform/rpc/chain-node.ts';
import type { ChainState } from '../chain-state.ts';
import { chooseHead, type NodePool } from '../node-pool.ts';
import type { BlockReader } from '../read-blocks.ts';
import type { AwaitedDeposit, AwaitedDeposits } from './awaited-deposits.ts';
import { TRANSFER } from './read-payment.ts';

/** Blocks of one search; a node that refuses is asked for half as many. */
const RANGE_MAX = 1_000;
/** Addresses looked for at once, the latest: a question stays small. */
const OPEN_AT_ONCE = 200;
/** Searched again each time: what a reorg moved to another block is found there. */
const OVERLAP = 64;
/** Clocks differ: a deposit may stand in a block that is this much older than its promise. */
export const CLOCKS_MS = 60_000;
/** How blocks are counted back to a promise: by the mean of so many, which no chain here makes slower than Ethereum does. */
const SAMPLE = 256;
const SLOWEST_BLOCK_MS = 12_000;

const topicOf = (address: string): string => `0x${'0'.repeat(24)}${address.slice(2).toLowerCase()}`;
const isToken = ({ asset }: AwaitedDeposit): boolean => asset.address !== NATIVE_ADDRESS;

/** One chain, and who is waited for there. */
export interface SearchDeps {
  readonly chainId: number;
  readonly awaited: AwaitedDeposits;
  readonly state: ChainState;
  readonly pool: NodePool;
  readonly reader: BlockReader;
}

/**
 * Looks on one chain for transfers of promised tokens to promised addresses, which nobody has to name: a token logs who got it. A coin logs
 * nothing. What is found is no more than a place to look.
 */
export const createTransferSearch = (deps: SearchDeps) => {
  const { chainId, awaited, state, pool, reader } = deps;
  /** The first block that was not searched for each; those that are awaited no longer leave at the next search. */
  let searched = new Map<string, number>();
  let range = RANGE_MAX;

  /** A block that is older than a promise; undefined when nobody knows now. */
  const firstFor = async (node: ChainNode, head: BlockHeader, issuedAtMs: number, signal: AbortSignal): Promise<number | undefined> => {
    const sample = Math.max(0, head.number - SAMPLE);
    const headers = await reader.headers(node, [sample], signal);
    const [older] = headers.kind === 'ok' ? headers.value : [];
    if (older === undefined) return undefined;
    const meanMs = (head.timeMs - older.timeMs) / Math.max(head.number - sample, 1);
    const back = (head.timeMs - issuedAtMs + CLOCKS_MS) / Math.min(Math.max(meanMs, 1), SLOWEST_BLOCK_MS);
    return Math.max(0, head.number - Math.ceil(Math.max(back, 0)));
  };

  return async (signal: AbortSignal): Promise<void> => {
    const due = awaited.toSearch(chainId).filter(isToken);
    const head = due.length === 0 ? undefined : chooseHead(await pool.heads(signal));
    if (head === undefined || state.next === undefined) return;
    const open = awaited.on(chainId).filter(isToken).slice(-OPEN_AT_ONCE);
    const fresh = open.filter(({ transferKey }) => !searched.has(transferKey));
    const oldest = Math.min(...fresh.map(({ promise }) => promise.issuedAtMs));
    const first = fresh.length === 0 ? state.next : await firstFor(head.node, head.header, oldest, signal);
    if (first === undefined) return;
    searched = new Map(open.map(({ transferKey }) => [transferKey, searched.get(transferKey) ?? first]));
    const from = Math.max(0, Math.min(...searched.values()) - OVERLAP);
    const to = Math.min(state.next - 1, from + OVERLAP + range - 1);
    if (to < from) return;
    const addresses = [...new Set(open.map(({ asset }) => asset.address))];
    const thirdTopics = open.map(({ address }) => topicOf(address));
    const logs = await head.node.logsIn({ from, to }, { addresses, topics: [TRANSFER], thirdTopics }, signal);
    pool.note(head.node, logs);
    if (logs.kind !== 'ok') {
      if (logs.kind === 'refused') range = Math.max(1, range >> 1);
      return;
    }
    if (to < state.next - 1) awaited.searchOn(due);
    for (const deposit of open) {
      if ((searched.get(deposit.transferKey) ?? 0) <= to) searched.set(deposit.transferKey, to + 1);
      for (const { address, topics, transactionHash } of logs.value) {
        const isOwn = topics[2] === topicOf(deposit.address) && address.toLowerCase() === deposit.asset.address.toLowerCase();
        if (isOwn) awaited.named(deposit, transactionHash);
      }
    }
  };
};
