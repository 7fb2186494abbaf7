import { concatHex, type Hex, hexToBigInt, keccak256, size, toHex, toRlp } from 'viem';
import type { ChainLink } from '../../chains/chain-link.ts';
import { blocksOf, checkpointProof } from './checkpoint-tree.ts';
import { checkpointOf } from './checkpoints.ts';

interface Receipt {
  readonly type: Hex;
  readonly status: Hex;
  readonly cumulativeGasUsed: Hex;
  readonly logsBloom: Hex;
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
  readonly blockNumber: Hex;
  readonly transactionIndex: Hex;
}

type Node = readonly (Hex | Node)[];

const numeral = (value: bigint): Hex => (value === 0n ? '0x' : toHex(value));

const encodeReceipt = ({ type, status, cumulativeGasUsed, logsBloom, logs }: Receipt): Hex => {
  const list = toRlp([
    numeral(hexToBigInt(status)),
    numeral(hexToBigInt(cumulativeGasUsed)),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, [...topics], data]),
  ] as never);
  return hexToBigInt(type) === 0n ? list : concatHex([toHex(hexToBigInt(type), { size: 1 }), list]);
};

const nibblesOf = (bytes: Hex): readonly number[] => [...bytes.slice(2)].map((digit) => Number.parseInt(digit, 16));

/** Ethereum's hex-prefix encoding of a path. */
const compact = (nibbles: readonly number[], isLeaf: boolean): Hex => {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
  const digits = [flag, ...(nibbles.length % 2 === 1 ? [] : [0]), ...nibbles];
  return `0x${digits.map((digit) => digit.toString(16)).join('')}`;
};

type Entry = readonly [readonly number[], Hex];

const reference = (node: Node): Hex | Node => (size(toRlp(node as never)) < 32 ? node : keccak256(toRlp(node as never)));

/** The nodes from the root down to a key; the tree is made of the entries alone. */
const pathTo = (entries: readonly Entry[], key: readonly number[]): readonly Node[] => {
  const [first, ...others] = entries as readonly [Entry, ...Entry[]];
  if (others.length === 0) return [[compact(first[0], true), first[1]]];
  let shared = 0;
  while (shared < first[0].length && others.every(([nibbles]) => nibbles[shared] === first[0][shared])) shared += 1;
  if (shared > 0) {
    const below = pathTo(
      entries.map(([nibbles, value]) => [nibbles.slice(shared), value]),
      key.slice(shared),
    );
    return [[compact(first[0].slice(0, shared), false), reference(below[0] as Node)], ...below];
  }
  const children = Array.from({ length: 16 }, (_, digit) => {
    const under = entries.filter(([[head]]) => head === digit).map(([[, ...rest], value]): Entry => [rest, value]);
    return under.length === 0 ? undefined : pathTo(under, digit === key[0] ? key.slice(1) : (under[0]?.[0] ?? []));
  });
  const own = entries.find(([nibbles]) => nibbles.length === 0)?.[1] ?? '0x';
  const branch: Node = [...children.map((below) => (below === undefined ? '0x' : reference(below[0] as Node))), own];
  return [branch, ...(children[key[0] ?? -1] ?? [])];
};

/** The burns of a receipt, of whatever tokens: those that are asked for by their order. */
const isBurn = ({ topics }: Receipt['logs'][number]): boolean => topics.length === 3 && hexToBigInt(topics[2] as Hex) === 0n;

export type Proven = { readonly payload: Hex } | { readonly refusal: 'no burn' | 'no checkpoint' };

/** What `exit` takes: a burn's receipt, proven by its block's tree of receipts, and that by the checkpoint which holds the block. */
export const proveBurn = async (l1: ChainLink, l2: ChainLink, burn: { hash: string; tokenIndex: number }): Promise<Proven> => {
  const receipt = await l2.rpc.call<Receipt | null>('eth_getTransactionReceipt', [burn.hash]);
  const log = receipt?.logs.filter(isBurn)[burn.tokenIndex];
  if (receipt === null || log === undefined) return { refusal: 'no burn' };
  const number = hexToBigInt(receipt.blockNumber);
  const checkpoint = await checkpointOf(l1, number);
  if (checkpoint === undefined) return { refusal: 'no checkpoint' };
  const blocks = await blocksOf(l2, checkpoint.start, checkpoint.end);
  const block = blocks.find((one) => one.number === number);
  if (block === undefined) throw new Error(`no block ${number}`);
  const receipts = await l2.rpc.call<readonly Receipt[]>('eth_getBlockReceipts', [receipt.blockNumber]);
  const keyOf = (index: Hex): Hex => toRlp(numeral(hexToBigInt(index)));
  const entries = receipts.map((one): Entry => [nibblesOf(keyOf(one.transactionIndex)), encodeReceipt(one)]);
  const key = keyOf(receipt.transactionIndex);
  const nodes = pathTo(entries, nibblesOf(key));
  const root = keccak256(toRlp(nodes[0] as never));
  if (root !== block.receiptsRoot) throw new Error(`the tree of receipts has the root ${root}, the block ${block.receiptsRoot}`);
  return {
    payload: toRlp([
      numeral(checkpoint.id),
      checkpointProof(blocks, number),
      numeral(number),
      numeral(block.timestamp),
      block.transactionsRoot,
      block.receiptsRoot,
      encodeReceipt(receipt),
      toRlp(nodes as never),
      concatHex(['0x00', key]),
      numeral(BigInt(receipt.logs.indexOf(log))),
    ]),
  };
};
