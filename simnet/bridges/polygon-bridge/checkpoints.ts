import {
  type Abi,
  type Address,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  parseAbi,
  parseAbiParameters,
  zeroHash,
} from 'viem';
import { rootChainAbi } from '#bridges/polygon-bridge/abi.ts';
import { L1_CHAIN_ID, L2_CHAIN_ID, ROOT_CHAIN } from '#bridges/polygon-bridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import type { FindJobs } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { blocksOf, checkpointRoot } from './checkpoint-tree.ts';
import { VALIDATORS } from './deploy.ts';

/** Signature: @maticnetwork/meta 2.4.59, RootChain. */
const submitAbi = parseAbi(['function submitCheckpoint(bytes data, uint256[3][] sigs)']);
const CHECKPOINT = parseAbiParameters('address proposer, uint256 start, uint256 end, bytes32 root, bytes32 accountHash, uint256 chainId');

/** Half an hour on the mainnets. */
const CHECKPOINT_MS = 30_000;
/** What lies this deep is not reorganised here any more; what is in a checkpoint must not be. */
export const SETTLED_BLOCKS = 12n;
/** As many as the validators put into one (heimdall, MaxCheckpointLength). */
const BLOCKS_MAX = 1_024n;
/** The first begins so far back: what was burned before it was burned before anybody watched. */
const FIRST_BLOCKS = 256n;

const ask = async ({ rpc }: ChainLink, functionName: 'currentHeaderBlock' | 'headerBlocks', args: readonly bigint[] = []) => {
  const data = encodeFunctionData({ abi: rootChainAbi as Abi, functionName, args });
  const answer = await rpc.call<Hex>('eth_call', [{ to: ROOT_CHAIN, data }, 'latest']);
  return decodeFunctionResult({ abi: rootChainAbi as Abi, functionName, data: answer });
};

/** A checkpoint that stands, with its number. */
export interface Checkpoint {
  readonly id: bigint;
  readonly start: bigint;
  readonly end: bigint;
  readonly createdAtMs: number;
}

/** Between the numbers of two (RootChainStorage.MAX_DEPOSITS). */
const STEP = 10_000n;

/** The last one; undefined before the first. */
export const lastCheckpoint = async (l1: ChainLink): Promise<Checkpoint | undefined> => {
  const id = (await ask(l1, 'currentHeaderBlock')) as bigint;
  return id === 0n ? undefined : checkpointBy(l1, id);
};

/** The one that holds a block; undefined while none does. */
export const checkpointOf = async (l1: ChainLink, block: bigint): Promise<Checkpoint | undefined> => {
  let found = await lastCheckpoint(l1);
  while (found !== undefined && found.start > block) found = found.id > STEP ? await checkpointBy(l1, found.id - STEP) : undefined;
  return found === undefined || found.end < block ? undefined : found;
};

const checkpointBy = async (l1: ChainLink, id: bigint): Promise<Checkpoint> => {
  const [, start, end, createdAt] = (await ask(l1, 'headerBlocks', [id])) as readonly [Hex, bigint, bigint, bigint, Address];
  return { id, start, end, createdAtMs: Number(createdAt) * 1_000 };
};

/** Tells Ethereum every now and then what Polygon's blocks are, so that what was burned in them can be proven there. */
export const findCheckpoints =
  (links: readonly ChainLink[]): FindJobs =>
  async (nowMs) => {
    const l1 = links.find((link) => link.chain.chainId === L1_CHAIN_ID);
    const l2 = links.find((link) => link.chain.chainId === L2_CHAIN_ID);
    if (l1 === undefined || l2 === undefined) return [];
    const last = await lastCheckpoint(l1);
    if (last !== undefined && nowMs - last.createdAtMs < CHECKPOINT_MS) return [];
    const settled = hexToBigInt(await l2.rpc.call<Hex>('eth_blockNumber')) - SETTLED_BLOCKS;
    const first = settled < FIRST_BLOCKS ? 0n : settled - FIRST_BLOCKS;
    const start = last === undefined ? first : last.end + 1n;
    if (settled < start) return [];
    const end = settled < start + BLOCKS_MAX ? settled : start + BLOCKS_MAX - 1n;
    return [
      {
        key: `polygon checkpoint from ${start}`,
        chainId: L1_CHAIN_ID,
        send: async (link) => {
          const root = checkpointRoot(await blocksOf(l2, start, end));
          const checkpoint = encodeAbiParameters(CHECKPOINT, [VALIDATORS, start, end, root, zeroHash, BigInt(L2_CHAIN_ID)]);
          const data = encodeFunctionData({ abi: submitAbi, functionName: 'submitCheckpoint', args: [checkpoint, []] });
          return sendAs(VALIDATORS, { to: ROOT_CHAIN, data })(link);
        },
      },
    ];
  };
