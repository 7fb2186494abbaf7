import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askApi } from './ask-api.ts';
import { availableLiquidity as bondersLiquidity } from './bonders-liquidity.ts';
import { CCTP_TOKEN, L1_CHAIN_ID, slugOf, standsOn, tokenName } from './contracts.ts';
import { type HopQuote, quoteAnswer, SLIPPAGE_PERCENT } from './schemas.ts';

/** How a transfer goes. `amm` passes pools at one or both ends, `cctp` none. */
export interface HopRoute {
  readonly token: string;
  readonly kind: 'amm' | 'cctp';
  readonly fromL1: boolean;
  readonly toL1: boolean;
}

/** How Hop carries a corridor; undefined when it does not. Both ends must be the same token of Hop's: bridged USDC never stands for Circle's. */
export const routeOf = ({ corridor: { from, to } }: QuoteQuestion): HopRoute | undefined => {
  const token = tokenName(from);
  if (token === undefined || token !== tokenName(to) || from.chainId === to.chainId) return undefined;
  if (!standsOn(token, from.chainId) || !standsOn(token, to.chainId)) return undefined;
  const kind = token === CCTP_TOKEN ? 'cctp' : 'amm';
  return { token, kind, fromL1: from.chainId === L1_CHAIN_ID, toL1: to.chainId === L1_CHAIN_ID };
};

export interface HopAnswer {
  readonly route: HopRoute;
  readonly told: HopQuote;
  /** What bonders can pay out on this route, base units; undefined where nobody bonds, or nothing says. */
  readonly available: bigint | undefined;
}

/** Asks GET /v1/quote, and what bonders have left, at once. The answer repeats the amount and nothing else of the question. */
export const askQuote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<HopAnswer, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const route = routeOf(question);
  const fromChain = slugOf(corridor.from.chainId);
  const toChain = slugOf(corridor.to.chainId);
  if (route === undefined || fromChain === undefined || toChain === undefined) {
    return fail('UNSUPPORTED_ROUTE', `Hop does not carry ${corridor.id}`);
  }
  const query = new URLSearchParams({
    amount: String(amountIn),
    token: route.token,
    fromChain,
    toChain,
    slippage: String(SLIPPAGE_PERCENT),
  });
  const bonded = route.kind === 'amm' && !route.fromL1;
  const [asked, available] = await Promise.all([
    askApi(context, `/v1/quote?${query}`, quoteAnswer),
    bonded ? bondersLiquidity(context, { token: route.token, fromChain, toChain }) : undefined,
  ]);
  if (!asked.ok) return asked;
  if (asked.value.amountIn !== amountIn) return fail('MALFORMED_ANSWER', `it takes ${asked.value.amountIn}, asked was ${amountIn}`);
  return ok({ route, told: asked.value, available });
};
