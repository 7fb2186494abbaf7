import { concatHex, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, toHex, zeroHash } from 'viem';
import type { ChainLink } from '../../chains/chain-link.ts';

/** What a checkpoint says of a block. */
export interface CheckpointBlock {
  readonly number: bigint;
  /** Epoch seconds. */
  readonly timestamp: bigint;
  readonly transactionsRoot: Hex;
  readonly receiptsRoot: Hex;
}

interface NodeBlock {
  readonly timestamp: Hex;
  readonly transactionsRoot: Hex;
  readonly receiptsRoot: Hex;
}

/** The blocks from `start` to `end`, both among them. */
export const blocksOf = async ({ rpc }: ChainLink, start: bigint, end: bigint): Promise<readonly CheckpointBlock[]> => {
  const blocks: CheckpointBlock[] = [];
  for (let number = start; number <= end; number += 1n) {
    const { timestamp, transactionsRoot, receiptsRoot } = await rpc.call<NodeBlock>('eth_getBlockByNumber', [toHex(number), false]);
    blocks.push({ number, timestamp: BigInt(timestamp), transactionsRoot, receiptsRoot });
  }
  return blocks;
};

const LEAF = parseAbiParameters('uint256, uint256, bytes32, bytes32');
const leafOf = ({ number, timestamp, transactionsRoot, receiptsRoot }: CheckpointBlock): Hex =>
  keccak256(encodeAbiParameters(LEAF, [number, timestamp, transactionsRoot, receiptsRoot]));

/** The rows of the tree, leaves first: empty places are filled up with zeros to a power of two (docs.polygon.technology, checkpoints). */
const rowsOf = (blocks: readonly CheckpointBlock[]): readonly (readonly Hex[])[] => {
  const width = 2 ** Math.ceil(Math.log2(blocks.length));
  const rows: Hex[][] = [Array.from({ length: width }, (_, index) => (blocks[index] === undefined ? zeroHash : leafOf(blocks[index])))];
  for (let row = rows[0] ?? []; row.length > 1; row = rows.at(-1) ?? []) {
    rows.push(Array.from({ length: row.length / 2 }, (_, at) => keccak256(concatHex([row[2 * at] as Hex, row[2 * at + 1] as Hex]))));
  }
  return rows;
};

export const checkpointRoot = (blocks: readonly CheckpointBlock[]): Hex => rowsOf(blocks).at(-1)?.[0] ?? zeroHash;

/** That a block is in the checkpoint of these: its siblings from the leaf up, as `exit` takes them. */
export const checkpointProof = (blocks: readonly CheckpointBlock[], number: bigint): Hex => {
  let index = blocks.findIndex((block) => block.number === number);
  const siblings = rowsOf(blocks)
    .slice(0, -1)
    .map((row) => {
      const sibling = row[index ^ 1] as Hex;
      index = Math.floor(index / 2);
      return sibling;
    });
  return concatHex(siblings);
};
