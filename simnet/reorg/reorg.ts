import type { Hex } from 'viem';
import type { ChainLink } from '../chains/chain-link.ts';

/** What becomes of the transactions of the blocks that go away. */
export type Fate =
  /** All are gone. */
  | { readonly kind: 'drop' }
  /** These are mined again, so many blocks above the fork; the others are gone. */
  | { readonly kind: 'move'; readonly transactions: readonly Hex[]; readonly toBlock: number }
  /** All are mined again, in blocks of another hash. */
  | { readonly kind: 'keep' };

interface Block {
  readonly hash: Hex;
  readonly transactions: readonly Hex[];
}

interface Transaction {
  readonly from: Hex;
  readonly to: Hex;
  readonly input: Hex;
  readonly value: Hex;
  readonly gas: Hex;
  readonly maxFeePerGas: Hex;
  readonly maxPriorityFeePerGas: Hex;
  readonly r: Hex;
}

/** What the node mines again: the signed bytes, or what was asked for in the name of an account that nobody holds a key of. */
type Replayed =
  | Hex
  | ({ readonly data: Hex } & Pick<Transaction, 'from' | 'to' | 'value' | 'gas' | 'maxFeePerGas' | 'maxPriorityFeePerGas'>);

/** A transaction in another's name bears no signature, so its signer cannot be recovered from its bytes. */
const replayed = async (link: ChainLink, hash: Hex): Promise<Replayed> => {
  const transaction = await link.rpc.call<Transaction>('eth_getTransactionByHash', [hash]);
  if (BigInt(transaction.r) !== 0n) return link.rpc.call<Hex>('debug_getRawTransaction', [hash]);
  const { from, to, input, value, gas, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  return { from, to, data: input, value, gas, maxFeePerGas, maxPriorityFeePerGas };
};

/**
 * Replaces the last `depth` blocks of a chain by others of the same heights. Nodes say nothing of it: the new blocks have other hashes,
 * and that is all a watcher can see. Dropped transactions do not return to the pool.
 */
export const reorganise = async (link: ChainLink, depth: number, fate: Fate): Promise<void> => {
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  if (depth < 1 || depth > head) throw new Error(`${link.chain.slug}: a reorg of ${depth} blocks is not possible at height ${head}`);
  await link.rpc.call('anvil_reorg', [depth, await replacements(link, { head, depth, fate })]);
  await setClockRight(link);
};

/**
 * Anvil's clock goes on from the block below a reorg, and stays behind by what was replaced: seconds that add up. A chain's clock is then
 * no measure of a deadline any more.
 */
const setClockRight = async (link: ChainLink): Promise<void> => {
  const { timestamp } = await link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false]);
  // Blocks mined many at once may be ahead of the time; no block is older than the one below it.
  const nowS = Math.max(Math.floor(Date.now() / 1_000), Number(timestamp));
  await link.rpc.call('evm_setTime', [nowS]);
};

const replacements = async (
  link: ChainLink,
  { head, depth, fate }: { head: number; depth: number; fate: Fate },
): Promise<readonly (readonly [Replayed, number])[]> => {
  if (fate.kind === 'drop') return [];
  if (fate.kind === 'move') {
    if (fate.toBlock < 0 || fate.toBlock >= depth) throw new Error(`the new block must be one of the ${depth} that are replaced`);
    return Promise.all(fate.transactions.map(async (hash) => [await replayed(link, hash), fate.toBlock] as const));
  }
  const kept: (readonly [Replayed, number])[] = [];
  for (let offset = 0; offset < depth; offset += 1) {
    const number = `0x${(head - depth + 1 + offset).toString(16)}`;
    const block = await link.rpc.call<Block>('eth_getBlockByNumber', [number, false]);
    for (const hash of block.transactions) kept.push([await replayed(link, hash), offset]);
  }
  return kept;
};

/** Lowers the head by so many blocks. A watcher sees it when the next block comes. */
export const rollBack = async (link: ChainLink, depth: number): Promise<void> => {
  await link.rpc.call('anvil_rollback', [depth]);
  await setClockRight(link);
};
