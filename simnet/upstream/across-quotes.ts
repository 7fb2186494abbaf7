import type { Asset } from '#core/domain/asset.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { type AcrossQuote, acrossQuote } from '../world/across-quote.ts';
import type { World } from '../world/world.ts';
import { part, pct, token } from './across-parts.ts';
import { readAmount, readTokens } from './across-question.ts';
import { refusedAmount } from './across-refused-amount.ts';
import { type Answer, json } from './answer.ts';

export interface AcrossClock {
  readonly world: World;
  readonly step: () => number;
  readonly nowMs: () => number;
  /** The hub chain's head. */
  readonly hubBlock: () => Promise<number>;
}

const NOBODY = '0x0000000000000000000000000000000000000000';
/**
 * The pool refuses a quote from after its newest block, and Ethereum's blocks here are 4 s apart; the documented example is two minutes
 * older than its answer.
 */
const QUOTE_AGE_S = 60;
/** Below the pool's buffer of six hours. */
const FILL_WITHIN_S = 3 * 3_600;

const limitsOf = ({ limits }: AcrossQuote) => ({
  minDeposit: String(limits.min),
  maxDeposit: String(limits.max),
  maxDepositInstant: String(limits.instant),
  maxDepositShortDelay: String(limits.shortDelay),
  recommendedDepositInstant: String(limits.instant),
});

/** GET /suggested-fees. */
export const suggestedFees = async (query: URLSearchParams, clock: AcrossClock): Promise<Answer> => {
  const tokens = readTokens(query);
  if (!tokens.ok) return tokens.error;
  const amount = readAmount(query);
  if (!amount.ok) return amount.error;
  const quote = acrossQuote(clock.world, { ...tokens.value, amount: amount.value }, clock.step());
  const isAmountTooLow = amount.value < quote.limits.min || quote.output <= 0n;
  const refused = query.get('skipAmountLimit') === 'true' ? undefined : refusedAmount(quote, amount.value, tokens.value.from);
  if (refused !== undefined) return refused;
  return json(
    feesBody({ ...tokens.value, amount: amount.value, quote, isAmountTooLow, quoteBlock: await clock.hubBlock(), nowMs: clock.nowMs() }),
  );
};

const feesBody = (input: {
  from: Asset;
  to: Asset;
  amount: bigint;
  quote: AcrossQuote;
  isAmountTooLow: boolean;
  quoteBlock: number;
  nowMs: number;
}) => {
  const { from, to, amount, quote, isAmountTooLow, quoteBlock, nowMs } = input;
  const relayFee = quote.capitalFee + quote.gasFee;
  const nowS = Math.floor(nowMs / 1000);
  return {
    estimatedFillTimeSec: quote.fillSeconds,
    capitalFeePct: pct(quote.capitalFee, amount),
    capitalFeeTotal: String(quote.capitalFee),
    relayGasFeePct: pct(quote.gasFee, amount),
    relayGasFeeTotal: String(quote.gasFee),
    relayFeePct: pct(relayFee, amount),
    relayFeeTotal: String(relayFee),
    lpFeePct: '0',
    timestamp: String(nowS - QUOTE_AGE_S),
    isAmountTooLow,
    quoteBlock: String(quoteBlock),
    exclusiveRelayer: NOBODY,
    exclusivityDeadline: 0,
    spokePoolAddress: spokePoolOf(from.chainId),
    destinationSpokePoolAddress: spokePoolOf(to.chainId),
    totalRelayFee: part(quote.total, amount),
    relayerCapitalFee: part(quote.capitalFee, amount),
    relayerGasFee: part(quote.gasFee, amount),
    lpFee: part(quote.lpFee, amount),
    limits: limitsOf(quote),
    fillDeadline: String(nowS + FILL_WITHIN_S),
    outputAmount: String(quote.output > 0n ? quote.output : 0n),
    inputToken: token(from),
    outputToken: token(to),
    id: `simnt-${nowMs}-${quoteBlock.toString(16).padStart(12, '0')}`,
  };
};

/** GET /limits: asked about ten tokens, as the limits themselves do not depend on an amount. */
export const limits = (query: URLSearchParams, { world, step }: AcrossClock): Answer => {
  const tokens = readTokens(query);
  if (!tokens.ok) return tokens.error;
  const amount = 10n ** BigInt(tokens.value.from.decimals + 1);
  const quote = acrossQuote(world, { ...tokens.value, amount }, step());
  const relayFee = quote.capitalFee + quote.gasFee;
  return json({
    ...limitsOf(quote),
    relayerFeeDetails: {
      relayFeeTotal: String(relayFee),
      relayFeePercent: pct(relayFee, amount),
      gasFeeTotal: String(quote.gasFee),
      gasFeePercent: pct(quote.gasFee, amount),
      capitalFeeTotal: String(quote.capitalFee),
      capitalFeePercent: pct(quote.capitalFee, amount),
    },
    gasFeeDetails: {
      nativeGasCost: String(quote.gas.units),
      opStackL1GasCost: String(quote.gas.l1Wei),
      gasPrice: String(quote.gas.priceWei),
      tokenGasCost: String(quote.gas.tokenCost),
    },
  });
};
