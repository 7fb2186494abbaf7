import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askQuote, type HopAnswer } from './ask-quote.ts';
import { etaOf } from './eta.ts';
import { manifest } from './manifest.ts';
import type { HopQuote } from './schemas.ts';

/** Estimated for the stand-ins, as transactions that are allowed already take it: into the bridge on Ethereum, through a pool, through CCTP. */
const GAS = { fromL1: 130_000n, amm: 300_000n, cctp: 140_000n } as const;

/** A pool that takes more than this of the amount has too little in it; and that much is no sign of a fee left out. */
const SWAP_LOSS_PERCENT_MAX = 5n;
/** A pool with too many hTokens pays a little on top. More than this is no such thing. */
const SWAP_GAIN_BPS_MAX = 50n;
const BPS = 10_000n;
const LEAST_FEE_BPS = 1n;

/** Asks Hop what its pools and its bonder would leave of this amount. */
export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askQuote(context, question);
  return asked.ok ? answerOf(asked.value, question, context.now()) : asked;
};

export const answerOf = (
  { route, told, available }: HopAnswer,
  question: QuoteQuestion,
  nowMs: number,
): Result<QuoteAnswer, QuoteFailure> => {
  const { amountIn, bonderFee, estimatedRecieved: amountOut } = told;
  if (bonderFee < 0n || amountOut < 0n) return fail('MALFORMED_ANSWER', 'a negative amount');
  if (amountOut === 0n) {
    return bonderFee > 0n
      ? fail('AMOUNT_TOO_LOW', `the bonder’s fee of ${bonderFee} leaves nothing of ${amountIn}`, { limit: bonderFee + 1n })
      : fail('MALFORMED_ANSWER', 'nothing is received, and no fee says why');
  }
  if (route.kind === 'amm' && !isWorthwhile(bonderFee, { amountIn, fromL1: route.fromL1 })) {
    return fail('MALFORMED_ANSWER', `a bonder’s fee of ${bonderFee} for ${amountIn}, below what Hop’s contracts accept`);
  }
  const swapped = amountIn - bonderFee - amountOut;
  const unsound = wrongSwap({ told, swapped, isPool: route.kind === 'amm' });
  if (unsound !== undefined) return unsound;
  const minAmountOut = leastOf(told, { toL1: route.toL1, fromL1: route.fromL1, bonderFee });
  if (minAmountOut === undefined) return fail('MALFORMED_ANSWER', 'its minimum does not fit its estimate and its slippage');
  const { from } = question.corridor;
  const fees: Fee[] = [{ kind: 'bonder', asset: from.id, amount: bonderFee }];
  if (swapped > 0n) fees.push({ kind: 'swap', asset: from.id, amount: swapped });
  const bonded = available === undefined || amountIn <= available;
  return ok({
    amountOut,
    minAmountOut,
    fees,
    rebate: swapped < 0n ? -swapped : 0n,
    surcharges: [],
    originGas: route.kind === 'cctp' ? GAS.cctp : route.fromL1 ? GAS.fromL1 : GAS.amm,
    etaSeconds: etaOf(route, from.chainId, bonded),
    limits: { min: null, max: null, instant: available ?? null },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
  });
};

/** The contracts on layer-2s refuse a fee below their least share (`minBonderBps`, never below this); from Ethereum there need not be any. */
const isWorthwhile = (fee: bigint, { amountIn, fromL1 }: { amountIn: bigint; fromL1: boolean }): boolean =>
  (fromL1 && fee === 0n) || fee * BPS >= amountIn * LEAST_FEE_BPS;

/** What the pools take must be what pools take. Where the estimate is far below what the fee leaves, another line of the answer has to bear it out. */
const wrongSwap = (input: { told: HopQuote; swapped: bigint; isPool: boolean }): Result<never, QuoteFailure> | undefined => {
  const { told, swapped, isPool } = input;
  const { amountIn, estimatedRecieved } = told;
  const most = (amountIn * SWAP_GAIN_BPS_MAX) / BPS;
  if (estimatedRecieved > amountIn || -swapped > (isPool ? most : 0n)) {
    return fail('MALFORMED_ANSWER', `${estimatedRecieved} of ${amountIn} are received, ${-swapped} more than the bonder’s fee leaves`);
  }
  if (swapped * 100n <= amountIn * SWAP_LOSS_PERCENT_MAX) return undefined;
  const said = told.destinationAmountOutMin || told.amountOutMin;
  const expected = scaled(estimatedRecieved, told.slippage);
  const borneOut = said !== undefined && said !== null && absolute(said - expected) * 1_000n <= expected;
  return borneOut && isPool
    ? fail('INSUFFICIENT_LIQUIDITY', `the pools would take ${swapped} of ${amountIn}`)
    : fail('MALFORMED_ANSWER', `${swapped} of ${amountIn} are missing without a reason`);
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** The amount less the slippage, which the API has in hundredths of a percent at the finest. */
const scaled = (amount: bigint, slippage: number): bigint => (amount * (BPS - BigInt(Math.round(slippage * 100)))) / BPS;

/**
 * What the transaction enforces: from Ethereum the first minimum, which is that of the pool at the other end; to Ethereum the first one less
 * the bonder's fee, as no pool follows; else the second. None lies further below the estimate than twice the slippage. Versions of the API
 * before the last have the fee off the first one already: it is taken for that where it cannot be anything else.
 */
const leastOf = (
  told: HopQuote,
  { fromL1, toL1, bonderFee }: { fromL1: boolean; toL1: boolean; bonderFee: bigint },
): bigint | undefined => {
  const { amountOutMin, destinationAmountOutMin, estimatedRecieved, amountIn, slippage } = told;
  const first = amountOutMin ?? undefined;
  const second = destinationAmountOutMin ?? undefined;
  const less = first === undefined ? undefined : first - bonderFee;
  const read = fromL1 ? [first ?? second] : toL1 ? (second ? [second] : [less, first]) : [second];
  const furthest = (amountIn * BigInt(Math.round(slippage * 200))) / BPS + 1n;
  const least = read.find((one) => one !== undefined && one <= estimatedRecieved && estimatedRecieved - one <= furthest);
  return least !== undefined && least < 0n ? 0n : least;
};
