import { encodeFunctionData, type Hex } from 'viem';
import { MULTICALL3 } from '#core/domain/multicall.ts';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { ContractCall } from '../_kit/network-port.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import { readResults } from '../_kit/read-results.ts';
import { multicallAbi, rootChainAbi, tokenAbi } from './abi.ts';
import { askCheckpointSeconds, currentHeaderCall } from './checkpoints.ts';
import { L1_CHAIN_ID } from './contracts.ts';
import { type Pair, wayOf } from './pairs.ts';
import { readStanding, STANDING_CALLS, standingCalls } from './standing.ts';

/** Answers are of the chain's state now, which moves slowly; 30 s is the most that is ever believed. */
export const QUOTE_LIFETIME_MS = 30_000;

/** Validators tell Polygon of a deposit some 22 minutes later (docs.polygon.technology: 22 to 30 minutes). */
const DEPOSIT_SECONDS = { p50: 1_320, p90: 1_800 };

/** Measured on @maticnetwork/pos-portal 1.5.2, built from its own sources; an exit with the proofs of a block of 200 transactions. */
const DEPOSIT_GAS = { ether: 75_000n, token: 105_000n };
const BURN_GAS = 40_000n;
export const EXIT_GAS = { ether: 260_000n, token: 270_000n };

/** From an exit's sending to its block. */
const EXIT_SECONDS = 24;
/** A burn may miss a checkpoint, and that one be late: half an hour to three hours are documented. */
const CHECKPOINTS_LATE = 3;

/** What the predicate holds: no exit can pay out more. */
export const heldCall = ({ isEther, l1, predicate }: Pair): ContractCall =>
  isEther
    ? { to: MULTICALL3, data: encodeFunctionData({ abi: multicallAbi, functionName: 'getEthBalance', args: [predicate as Hex] }) }
    : { to: l1.address, data: encodeFunctionData({ abi: tokenAbi, functionName: 'balanceOf', args: [predicate as Hex] }) };

/** Asks Ethereum whether the pair is carried, and how long a withdrawal waits: what arrives is what was sent, or nothing. */
export const quote = async (context: BridgeContext, { corridor, amountIn }: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const way = wayOf(corridor);
  if (way === undefined) return fail('UNSUPPORTED_ROUTE', `Polygon’s bridge does not carry ${corridor.id}`);
  const exact = {
    amountOut: amountIn,
    minAmountOut: amountIn,
    fees: [],
    rebate: 0n,
    surcharges: [],
    validUntilMs: context.now() + QUOTE_LIFETIME_MS,
  };
  const { pair, direction } = way;
  const part = direction === 'deposit' ? await askDeposit(context, pair) : await askWithdrawal(context, pair, amountIn);
  return part.ok ? ok({ ...exact, ...part.value }) : part;
};

type Part = Pick<QuoteAnswer, 'originGas' | 'etaSeconds' | 'userSteps' | 'limits'>;

const askDeposit = async (context: BridgeContext, pair: Pair): Promise<Result<Part, QuoteFailure>> => {
  const calls = standingCalls(pair);
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const standing = readStanding(pair, results.value);
  if (!standing.ok) return standing;
  if (!standing.value.deposits) return fail('PAUSED', `deposits of ${pair.l1.symbol} are switched off`);
  return ok({
    originGas: pair.isEther ? DEPOSIT_GAS.ether : DEPOSIT_GAS.token,
    etaSeconds: DEPOSIT_SECONDS,
    limits: { min: null, max: null, instant: null },
  });
};

const askWithdrawal = async (context: BridgeContext, pair: Pair, amountIn: bigint): Promise<Result<Part, QuoteFailure>> => {
  const calls = [...standingCalls(pair), heldCall(pair), currentHeaderCall];
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const standing = readStanding(pair, results.value);
  if (!standing.ok) return standing;
  if (!standing.value.exits) return fail('PAUSED', `withdrawals of ${pair.l2.symbol} are switched off`);
  const heldAnswer = results.value[STANDING_CALLS];
  const held = pair.isEther ? readAnswer(multicallAbi, 'getEthBalance', heldAnswer) : readAnswer(tokenAbi, 'balanceOf', heldAnswer);
  if (!held.ok) return held;
  if (amountIn > held.value) return fail('AMOUNT_TOO_HIGH', `Ethereum’s side holds ${held.value}`, { limit: held.value });
  const current = readAnswer(rootChainAbi, 'currentHeaderBlock', results.value[STANDING_CALLS + 1]);
  if (!current.ok) return current;
  const checkpoint = await askCheckpointSeconds(context, current.value);
  if (!checkpoint.ok) return checkpoint;
  const afterSeconds = checkpoint.value;
  return ok({
    originGas: BURN_GAS,
    etaSeconds: { p50: afterSeconds + EXIT_SECONDS, p90: CHECKPOINTS_LATE * afterSeconds + EXIT_SECONDS },
    userSteps: [{ kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds, gas: pair.isEther ? EXIT_GAS.ether : EXIT_GAS.token }],
    limits: { min: null, max: held.value, instant: null },
  });
};
