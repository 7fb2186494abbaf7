import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import { rootChainAbi } from './abi.ts';
import { L1_CHAIN_ID, ROOT_CHAIN } from './contracts.ts';

/** A checkpoint each half hour, until two say otherwise (docs.polygon.technology, checkpoints). */
export const CHECKPOINT_SECONDS = 1_800;
/** A pause between checkpoints that is longer than this says nothing of the next. */
const CHECKPOINT_SECONDS_MAX = 86_400;
/** Between the numbers of two checkpoints (RootChainStorage.MAX_DEPOSITS). */
const HEADER_STEP = 10_000n;

export const currentHeaderCall = {
  to: ROOT_CHAIN,
  data: encodeFunctionData({ abi: rootChainAbi, functionName: 'currentHeaderBlock' }),
};

/** How far the last two checkpoints lie apart, in seconds; `current` is the number of the last. */
export const askCheckpointSeconds = async (context: BridgeContext, current: bigint): Promise<Result<number, QuoteFailure>> => {
  if (current < 2n * HEADER_STEP) return ok(CHECKPOINT_SECONDS);
  const calls = [current, current - HEADER_STEP].map((number) => ({
    to: ROOT_CHAIN,
    data: encodeFunctionData({ abi: rootChainAbi, functionName: 'headerBlocks', args: [number] }),
  }));
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const last = readAnswer(rootChainAbi, 'headerBlocks', results.value[0]);
  if (!last.ok) return last;
  const before = readAnswer(rootChainAbi, 'headerBlocks', results.value[1]);
  if (!before.ok) return before;
  const apart = Number(last.value[3] - before.value[3]);
  return ok(apart > 0 && apart <= CHECKPOINT_SECONDS_MAX ? apart : CHECKPOINT_SECONDS);
};
