import { decodeFunctionResult, encodeFunctionData, getAbiItem, type Hex, toEventSelector, toHex, zeroAddress } from 'viem';
import { z } from 'zod';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { bytes32 } from '../_kit/fields.ts';
import type { NodeQuestion } from '../_kit/network-port.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAsked } from '../_kit/read-results.ts';
import { arbSysAbi, claimAbi } from './abi.ts';
import { ARB_SYS, L1_CHAIN_ID, L2_CHAIN_ID, OUTBOX } from './contracts.ts';

/** What the outbox believes has left Arbitrum: the root of the tree of so many messages. */
export interface Sent {
  readonly root: Hex;
  readonly count: bigint;
}

const UPDATED = toEventSelector(getAbiItem({ abi: claimAbi, name: 'SendRootUpdated' }));

/** An assertion is confirmed about once an hour, which is 300 blocks; nodes that are free look through a thousand at once, and beyond a day something is wrong. */
const WINDOW_BLOCKS = 1_000;
const WINDOWS = 8;

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/)
  .transform(BigInt);
const head = z.object({ number: quantity });
const updates = z.array(z.object({ topics: z.tuple([bytes32, bytes32, bytes32]) })).max(10_000);
/** A block of Arbitrum says how much had left with it. */
const block = z.object({ sendCount: quantity.optional() });

const ask = async <S extends z.ZodType>(
  { rpc, signal }: BridgeContext,
  chainId: number,
  question: NodeQuestion & { readonly shape: S },
): Promise<Result<z.infer<S>, QuoteFailure>> => {
  const { method, params, shape } = question;
  const asked = readAsked(await rpc.ask(chainId, { method, params }, signal));
  if (!asked.ok) return asked;
  const parsed = shape.safeParse(asked.value);
  return parsed.success ? ok(parsed.data) : fail('MALFORMED_ANSWER', `${method} of chain ${chainId} answered what is no such thing`);
};

/** The newest root that the outbox was told, with the block of Arbitrum that it is of; undefined when it was told none for a day. */
const askRoot = async (context: BridgeContext): Promise<Result<{ root: Hex; blockHash: Hex } | undefined, QuoteFailure>> => {
  const newest = await ask(context, L1_CHAIN_ID, { method: 'eth_getBlockByNumber', params: ['latest', false], shape: head });
  if (!newest.ok) return newest;
  let to = Number(newest.value.number);
  for (let window = 0; window < WINDOWS && to >= 0; window += 1) {
    const from = Math.max(0, to - WINDOW_BLOCKS + 1);
    const filter = { address: OUTBOX, topics: [UPDATED], fromBlock: toHex(from), toBlock: toHex(to) };
    const logs = await ask(context, L1_CHAIN_ID, { method: 'eth_getLogs', params: [filter], shape: updates });
    if (!logs.ok) return logs;
    const last = logs.value.at(-1);
    if (last !== undefined) return ok({ root: last.topics[1] as Hex, blockHash: last.topics[2] as Hex });
    to = from - 1;
  }
  return ok(undefined);
};

/** How many messages had left with a block. Its header says so on Arbitrum; of a node that does not pass it on, its own state is asked. */
const askCount = async (context: BridgeContext, blockHash: Hex): Promise<Result<bigint, QuoteFailure>> => {
  const told = await ask(context, L2_CHAIN_ID, { method: 'eth_getBlockByHash', params: [blockHash, false], shape: block });
  if (!told.ok) return told;
  if (told.value.sendCount !== undefined) return ok(told.value.sendCount);
  // Of the zero address alone the real one lets itself be asked this.
  const call = { from: zeroAddress, to: ARB_SYS, data: encodeFunctionData({ abi: arbSysAbi, functionName: 'sendMerkleTreeState' }) };
  const state = await ask(context, L2_CHAIN_ID, {
    method: 'eth_call',
    params: [call, { blockHash }],
    shape: z.string().regex(/^0x(?:[0-9a-f]{64})+$/i),
  });
  if (!state.ok) return state;
  try {
    return ok(decodeFunctionResult({ abi: arbSysAbi, functionName: 'sendMerkleTreeState', data: state.value as Hex })[0]);
  } catch {
    return fail('MALFORMED_ANSWER', 'ArbSys answered what is no state of its tree');
  }
};

/** Asks Ethereum's outbox, and Arbitrum for the block that it names; undefined when nothing was confirmed for a day. */
export const askSent = async (context: BridgeContext): Promise<Result<Sent | undefined, QuoteFailure>> => {
  const told = await askRoot(context);
  if (!told.ok || told.value === undefined) return told.ok ? ok(undefined) : told;
  const { root, blockHash } = told.value;
  const count = await askCount(context, blockHash);
  return count.ok ? ok({ root, count: count.value }) : count;
};
