import type { Corridor } from '#core/domain/corridor.ts';
import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askAllowance } from './allowance.ts';
import { askApi } from './ask-api.ts';
import { askBurnLimit } from './burn-limit.ts';
import { domainOf, FAST, usdcOn } from './contracts.ts';
import { claimAhead, etaOf, hasFast } from './eta.ts';
import { manifest } from './manifest.ts';
import { burnFees } from './schemas.ts';
import { type Terms, termsOf } from './terms.ts';

/** The 99th percentile of three months of burns: Circle's own package, `@circle-fin/provider-cctp-v2` 1.14.0. */
const BURN_GAS = 111_521n;

/** What receiveMessage takes as a rule: the same package's figure. */
export const RECEIVE_GAS = 237_401n;

/** What a burn of this amount would cost, and what Circle still vouches for before finality; undefined when that is not known. */
export interface BurnOffer {
  readonly terms: Terms;
  readonly allowance: bigint | undefined;
  /** What one message may carry; undefined when that is not known. */
  readonly burnLimit: bigint | undefined;
}

/** The domains that a corridor joins, when it carries Circle's dollar at both ends. */
export const domainsOf = ({ from, to }: Corridor): { source: number; destination: number } | undefined => {
  const source = domainOf(from.chainId);
  const destination = domainOf(to.chainId);
  const usdc = from.id === usdcOn(from.chainId)?.id && to.id === usdcOn(to.chainId)?.id;
  return usdc && source !== undefined && destination !== undefined && source !== destination ? { source, destination } : undefined;
};

/**
 * Asks for the fees of a way, forwarding included, and beside it for the fast allowance and, on chain, for the limit of a message. Without these two
 * the quote goes on: a burn that turns out not to be covered arrives at standard speed, for less.
 */
export const askOffer = async (context: BridgeContext, { corridor, amountIn }: QuoteQuestion): Promise<Result<BurnOffer, QuoteFailure>> => {
  const domains = domainsOf(corridor);
  if (domains === undefined) return fail('UNSUPPORTED_ROUTE', `CCTP carries USDC between its chains, not ${corridor.id}`);
  const wantsFast = hasFast(corridor.from.chainId);
  const [fees, known, burnLimit] = await Promise.all([
    askApi(context, `/v2/burn/USDC/fees/${domains.source}/${domains.destination}?forward=true`, burnFees),
    wantsFast ? askAllowance(context) : undefined,
    askBurnLimit(context, corridor.from),
  ]);
  if (!fees.ok) return fees;
  if (burnLimit === 0n) return fail('PAUSED', 'nothing may be burnt on this chain now');
  if (burnLimit !== undefined && amountIn > burnLimit) {
    return fail('AMOUNT_TOO_HIGH', `one message carries at most ${burnLimit}`, { limit: burnLimit });
  }
  const allowance = known?.ok ? known.value.amount : undefined;
  const terms = termsOf(fees.value, { amount: amountIn, wantsFast, allowance });
  return terms.ok ? ok({ terms: terms.value, allowance, burnLimit }) : terms;
};

export const quote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const offer = await askOffer(context, question);
  return offer.ok ? ok(answerOf(offer.value, question, context.now())) : offer;
};

/** How much is carried at the usual speed: what is vouched for, as far as one message goes. */
const instantOf = ({ allowance, burnLimit }: BurnOffer): bigint | null => {
  if (allowance === undefined || burnLimit === undefined) return allowance ?? null;
  return allowance < burnLimit ? allowance : burnLimit;
};

export const answerOf = (offer: BurnOffer, { corridor, amountIn }: QuoteQuestion, nowMs: number): QuoteAnswer => {
  const { finality, protocolFee, forwardFee, maxFee, minAmount } = offer.terms;
  const asset = corridor.from.id;
  const fees: Fee[] = [{ kind: finality === FAST ? 'finality' : 'protocol', asset, amount: protocolFee }];
  if (forwardFee !== null) fees.push({ kind: 'forwarding', asset, amount: forwardFee });
  const [originChainId, destinationChainId] = [corridor.from.chainId, corridor.to.chainId];
  return {
    amountOut: amountIn - protocolFee - (forwardFee ?? 0n),
    minAmountOut: amountIn - maxFee,
    fees,
    rebate: 0n,
    surcharges: [],
    originGas: BURN_GAS,
    etaSeconds: etaOf({ originChainId, destinationChainId, finality }),
    ...(forwardFee === null
      ? { userSteps: [{ ...claimAhead({ originChainId, destinationChainId, minFinality: finality }), gas: RECEIVE_GAS }] }
      : {}),
    limits: { min: minAmount, max: offer.burnLimit ?? null, instant: hasFast(originChainId) ? instantOf(offer) : null },
    validUntilMs: nowMs + manifest.quoteLifetimeMs,
  };
};
