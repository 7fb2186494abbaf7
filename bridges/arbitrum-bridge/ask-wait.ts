import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import { rollupAbi } from './abi.ts';
import { readToken, tokenCalls } from './ask-token.ts';
import { L1_CHAIN_ID, ROLLUP } from './contracts.ts';
import type { Way } from './way.ts';

/** The rollup counts in blocks of Ethereum, one in 12 s. */
const L1_BLOCK_SECONDS = 12;

/** Arbitrum One's validators assert its state about once an hour. That is how they go about it; no contract and no document says so. */
export const ASSERTION_SECONDS = 3_600;

/** 45 818 blocks: what a deposit's decoder takes for the rollup's word. Source: @arbitrum/sdk 4.1.0, networks.js. */
export const CONFIRMATION_SECONDS = 45_818 * L1_BLOCK_SECONDS;

/** Waits beyond are none that a rollup would be given. */
const CONFIRMATION_SECONDS_MAX = 1_000_000;

/** Asks Ethereum how many seconds an assertion has to stand before what it holds can be claimed. */
export const askConfirmation = async (context: BridgeContext, { token }: Way): Promise<Result<number, QuoteFailure>> => {
  const calls = [
    { to: ROLLUP, data: encodeFunctionData({ abi: rollupAbi, functionName: 'paused' }) },
    { to: ROLLUP, data: encodeFunctionData({ abi: rollupAbi, functionName: 'confirmPeriodBlocks' }) },
    ...tokenCalls(token),
  ];
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const paused = readAnswer(rollupAbi, 'paused', results.value[0]);
  if (!paused.ok) return paused;
  if (paused.value) return fail('PAUSED', 'the rollup is paused, and confirms no withdrawals');
  const blocks = readAnswer(rollupAbi, 'confirmPeriodBlocks', results.value[1]);
  if (!blocks.ok) return blocks;
  const known = readToken(token, results.value.slice(2));
  if (!known.ok) return known;
  const seconds = Number(blocks.value) * L1_BLOCK_SECONDS;
  return seconds > CONFIRMATION_SECONDS_MAX ? fail('IMPLAUSIBLE_ANSWER', `the rollup asks for ${blocks.value} blocks`) : ok(seconds);
};
