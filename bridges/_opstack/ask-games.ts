import { encodeFunctionData, type Hex, size } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { type CallResult, readResults } from '../_kit/read-results.ts';
import type { StepFailure } from '../_kit/to-sign.ts';
import { factoryAbi, gameAbi, withdrawalAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';

/** A proposal of the chain's state at a block. */
export interface Game {
  readonly index: bigint;
  readonly rootClaim: Hex;
  readonly blockNumber: bigint;
}

/** Anybody may propose, of any kind; an hour lies between those that matter. */
const LOOKED_AT = 20;

/** Games over the state of several chains at once, whose claims are no output roots (viem's isSuperGameType). */
const SUPER_GAME_TYPES: ReadonlySet<number> = new Set([4, 5, 7, 9]);

const call = (to: string, data: Hex) => ({ to, data });

const ask = async (
  { rpc, signal }: BridgeContext,
  calls: readonly { to: string; data: Hex }[],
): Promise<Result<readonly CallResult[], QuoteFailure>> =>
  calls.length === 0 ? ok([]) : readResults(await rpc.call(L1_CHAIN_ID, calls, signal), calls.length);

/**
 * The last proposals of the kind that the portal believes, newest first. Whether a claim is true is for whoever has the chain's own state to say.
 */
export const askGames = async (context: BridgeContext, chain: OpStackChain): Promise<Result<readonly Game[], StepFailure>> => {
  const { portal, disputeGameFactory } = chain.l1;
  const first = await ask(context, [
    call(portal, encodeFunctionData({ abi: withdrawalAbi, functionName: 'respectedGameType' })),
    call(disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameCount' })),
  ]);
  if (!first.ok) return first;
  const type = readAnswer(withdrawalAbi, 'respectedGameType', first.value[0]);
  if (!type.ok) return type;
  if (SUPER_GAME_TYPES.has(type.value)) {
    return err({
      code: 'STEP_NOT_BUILT',
      detail: `${chain.name} now proves against the state of several chains, for which no proof is built`,
    });
  }
  const count = readAnswer(factoryAbi, 'gameCount', first.value[1]);
  if (!count.ok) return count;
  const last = Array.from({ length: LOOKED_AT }, (_, back) => count.value - 1n - BigInt(back)).filter((index) => index >= 0n);
  const listed = await ask(
    context,
    last.map((index) => call(disputeGameFactory, encodeFunctionData({ abi: factoryAbi, functionName: 'gameAtIndex', args: [index] }))),
  );
  if (!listed.ok) return listed;
  const believed: { index: bigint; proxy: Hex }[] = [];
  for (const [at, index] of last.entries()) {
    const game = readAnswer(factoryAbi, 'gameAtIndex', listed.value[at]);
    if (!game.ok) return game;
    if (game.value[0] === type.value) believed.push({ index, proxy: game.value[2] });
  }
  const told = await ask(
    context,
    believed.flatMap(({ proxy }) =>
      (['rootClaim', 'extraData'] as const).map((functionName) => call(proxy, encodeFunctionData({ abi: gameAbi, functionName }))),
    ),
  );
  if (!told.ok) return told;
  const games: Game[] = [];
  for (const [at, { index }] of believed.entries()) {
    const rootClaim = readAnswer(gameAbi, 'rootClaim', told.value[2 * at]);
    if (!rootClaim.ok) return rootClaim;
    const extraData = readAnswer(gameAbi, 'extraData', told.value[2 * at + 1]);
    if (!extraData.ok) return extraData;
    // The block's number, and nothing besides (FaultDisputeGame).
    if (size(extraData.value) < 32) return fail('MALFORMED_ANSWER', `game ${index} names no block`);
    games.push({ index, rootClaim: rootClaim.value, blockNumber: BigInt(extraData.value.slice(0, 66)) });
  }
  return ok(games);
};
