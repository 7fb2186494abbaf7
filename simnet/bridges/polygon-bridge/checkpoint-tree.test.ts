import { concatHex, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, slice, toHex } from 'viem';
import { expect, test } from 'vitest';
import { type CheckpointBlock, checkpointProof, checkpointRoot } from './checkpoint-tree.ts';

const block = (number: bigint): CheckpointBlock => ({
  number,
  timestamp: 1_700_000_000n + number,
  transactionsRoot: keccak256(toHex(`transactions ${number}`)),
  receiptsRoot: keccak256(toHex(`receipts ${number}`)),
});

/** As the manager walks from a leaf to the root. */
const climbed = ({ number, timestamp, transactionsRoot, receiptsRoot }: CheckpointBlock, index: number, proof: Hex): Hex => {
  const LEAF = parseAbiParameters('uint256, uint256, bytes32, bytes32');
  let hash = keccak256(encodeAbiParameters(LEAF, [number, timestamp, transactionsRoot, receiptsRoot]));
  for (let at = 0, place = index; at < (proof.length - 2) / 64; at += 1, place = Math.floor(place / 2)) {
    const sibling = slice(proof, at * 32, (at + 1) * 32);
    hash = keccak256(concatHex(place % 2 === 0 ? [hash, sibling] : [sibling, hash]));
  }
  return hash;
};

test.each([1, 2, 3, 5, 8, 13])('each of %i blocks is proven, and no other', (count) => {
  const blocks = Array.from({ length: count }, (_, index) => block(100n + BigInt(index)));
  const root = checkpointRoot(blocks);
  for (const [index, one] of blocks.entries()) {
    const proof = checkpointProof(blocks, one.number);
    expect((proof.length - 2) / 64).toBe(Math.ceil(Math.log2(count)));
    expect(climbed(one, index, proof)).toBe(root);
    expect(climbed({ ...one, receiptsRoot: one.transactionsRoot }, index, proof)).not.toBe(root);
  }
});
