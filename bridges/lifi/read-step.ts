import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { nativeAsset } from '#core/domain/asset.ts';
import type { QuoteAnswer, QuoteFailure, Surcharge } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { isAsset, isDiamond } from './contracts.ts';
import { closedSum, includedFees, notIncluded } from './fees.ts';
import { manifest } from './manifest.ts';
import type { Step, Token } from './schemas.ts';
import { wrongWorth } from './wrong-worth.ts';

/** What we ask for: a fraction, as the API writes it. */
export const SLIPPAGE = 0.005;
const PPM = 1_000_000;
const PPM_BIG = 1_000_000n;

/** Old answers name no time: then the slowest that such a transfer usually is, until fills are measured. */
const UNTOLD_SECONDS = 1_200;
/** The API names one time; nine of ten are taken to arrive within three times it. */
const P90_FACTOR = 3;
/** A start through the diamond, where the answer does not say what it costs. */
const START_GAS = 350_000n;

const OUT_PERCENT_MAX = 105n;

/**
 * Reads a step as the answer to a question. It must be about what was asked: chains, tokens, decimals, amount; and agree with itself:
 * the parts with the whole, the least amount with the slippage, the sums of one money. USD figures refuse and never make an amount.
 */
export const readStep = (step: Step, question: QuoteQuestion, nowMs: number): Result<QuoteAnswer, QuoteFailure> => {
  const { corridor, amountIn } = question;
  const { estimate, tool, toolDetails } = step;
  const wrong = notAsked(step, question) ?? disagreeing(step);
  if (wrong !== undefined) return fail('MALFORMED_ANSWER', wrong);
  const { toAmount: amountOut, toAmountMin: minAmountOut } = estimate;
  const unworthy = isOneMoney(step, question) ? tooMuch(step, question) : wrongWorth(step);
  if (unworthy !== undefined) return fail('IMPLAUSIBLE_ANSWER', unworthy);
  const named = includedFees(step);
  if (!named.ok) return fail('MALFORMED_ANSWER', named.error);
  const sum = { from: corridor.from, to: corridor.to, amountIn, amountOut };
  const closed = isOneMoney(step, question) ? closedSum(step, named.value, sum) : ok({ fees: named.value, rebate: 0n });
  if (!closed.ok) return fail('MALFORMED_ANSWER', closed.error);
  const surcharges = surchargesOf(step);
  if (surcharges === undefined) return fail('MALFORMED_ANSWER', 'a fee besides the amount in something other than the origin’s coin');
  const call = wrongCall(step, surcharges, question);
  if (call !== undefined) return fail('MALFORMED_ANSWER', call);
  const seconds = estimate.executionDuration ?? UNTOLD_SECONDS;
  return ok({
    amountOut,
    minAmountOut,
    ...closed.value,
    surcharges,
    originGas: gasOf(step),
    etaSeconds: { p50: seconds, p90: seconds * P90_FACTOR },
    limits: { min: null, max: null, instant: null },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
    via: toolDetails?.name ?? tool,
  });
};

const notAsked = ({ action, estimate }: Step, { corridor, amountIn }: QuoteQuestion): string | undefined => {
  const { from, to } = corridor;
  if (action.fromChainId !== from.chainId || action.toChainId !== to.chainId) {
    return `from chain ${action.fromChainId} to ${action.toChainId}, asked was ${corridor.id}`;
  }
  const named = (token: Token) => `${token.address} on ${token.chainId} with ${token.decimals} decimals`;
  if (!isAsset(action.fromToken, from)) return `fromToken is ${named(action.fromToken)}, asked was ${from.id}`;
  if (!isAsset(action.toToken, to)) return `toToken is ${named(action.toToken)}, asked was ${to.id}`;
  if (action.fromAmount !== amountIn) return `an answer for ${action.fromAmount}, asked was ${amountIn}`;
  return estimate.fromAmount === amountIn ? undefined : `an estimate for ${estimate.fromAmount}, asked was ${amountIn}`;
};

/** Each part may slip once. */
const leastOf = (amount: bigint, slippage: number, parts: number): bigint => {
  let least = amount;
  for (let part = 0; part < parts; part += 1) least = (least * BigInt(PPM - Math.ceil(slippage * PPM))) / PPM_BIG;
  return least - BigInt(parts);
};

const disagreeing = ({ action, estimate, includedSteps }: Step): string | undefined => {
  const { toAmount, toAmountMin } = estimate;
  const parts = includedSteps ?? [];
  const last = parts.at(-1);
  if (toAmount <= 0n) return `amount out is ${toAmount}`;
  if (toAmountMin > toAmount) return `at least ${toAmountMin} of ${toAmount}`;
  const least = leastOf(toAmount, action.slippage ?? SLIPPAGE, Math.max(parts.length, 1));
  if (toAmountMin < least) return `at least ${toAmountMin} of ${toAmount}, with a slippage of ${action.slippage ?? SLIPPAGE}`;
  if (last === undefined) return undefined;
  if (last.estimate.toAmount !== toAmount) return `the last part gives ${last.estimate.toAmount}, the whole ${toAmount}`;
  const { toToken } = last.action;
  const same = toToken.chainId === action.toToken.chainId && toToken.address.toLowerCase() === action.toToken.address.toLowerCase();
  return same ? undefined : `the last part gives ${toToken.address} on ${toToken.chainId}`;
};

/** Listed assets of one price, or tokens outside the registry that the API calls the same. */
const isOneMoney = ({ action }: Step, { corridor: { from, to } }: QuoteQuestion): boolean => {
  if (from.priceId === to.priceId) return true;
  const { fromToken, toToken } = action;
  const unlisted = [from, to].every(({ priceId }) => priceId.startsWith('unlisted:'));
  return unlisted && fromToken.symbol === toToken.symbol && fromToken.coinKey === toToken.coinKey;
};

/** Of one money nobody gives back more than a twentieth above the amount. */
const tooMuch = ({ estimate: { toAmount } }: Step, { corridor: { from, to }, amountIn }: QuoteQuestion): string | undefined =>
  toAmount * 10n ** BigInt(from.decimals) * 100n > amountIn * 10n ** BigInt(to.decimals) * OUT_PERCENT_MAX
    ? `${toAmount} out for ${amountIn} in is worth more than what went in`
    : undefined;

const surchargesOf = (step: Step): readonly Surcharge[] | undefined => {
  const coin = nativeAsset(step.action.fromChainId);
  const costs = notIncluded(step);
  if (costs.some(({ token, amount }) => coin === undefined || !isAsset(token, coin) || amount < 0n)) return undefined;
  return costs.map(({ amount }) => ({ kind: 'message', asset: coin?.id ?? '', amount }));
};

/** What the answer would have signed, where it brings it: the diamond's, on the origin, for no more than the amount and the fees besides. */
const wrongCall = (step: Step, surcharges: readonly Surcharge[], { corridor, amountIn }: QuoteQuestion): string | undefined => {
  const { transactionRequest: call, type, estimate } = step;
  const native = corridor.from.address === NATIVE_ADDRESS;
  if (type === 'lifi' && !native && !isDiamond(estimate.approvalAddress)) return `an unknown spender ${estimate.approvalAddress}`;
  if (call === undefined || call === null) return undefined;
  if (!isDiamond(call.to)) return `a call to an unknown contract ${call.to}`;
  if (call.chainId !== corridor.from.chainId) return `a call on chain ${call.chainId}, asked was ${corridor.from.chainId}`;
  const most = surcharges.reduce((total, { amount }) => total + amount, native ? amountIn : 0n);
  return call.value > most ? `a call that pays ${call.value}, its parts come to ${most}` : undefined;
};

const gasOf = ({ estimate, action }: Step): bigint => {
  const sends = (estimate.gasCosts ?? []).filter(({ type, token }) => type === 'SEND' && token.chainId === action.fromChainId);
  const gas = sends.reduce((total, { estimate: units }) => total + (units ?? 0n), 0n);
  return gas > 0n ? gas : START_GAS;
};
