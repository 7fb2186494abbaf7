import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { err, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { askApi } from './ask-api.ts';
import { readStep, SLIPPAGE } from './read-step.ts';
import { routes, type Step } from './schemas.ts';
import { noRoute } from './vendor-error.ts';

/** Asks POST /advanced/routes: the first of its routes that takes one transaction, in the API's own order. */
export const advancedRoutes = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const asked = await askApi(context, '/advanced/routes', {
    fromChainId: corridor.from.chainId,
    toChainId: corridor.to.chainId,
    fromTokenAddress: corridor.from.address,
    toTokenAddress: corridor.to.address,
    fromAmount: String(amountIn),
    options: { slippage: SLIPPAGE, allowSwitchChain: false },
  });
  if (!asked.ok) return asked;
  const parsed = routes.safeParse(asked.value);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `/advanced/routes: ${issueOf(parsed.error)}`);
  if (parsed.data.routes.length === 0) return err(noRoute(asked.value) ?? noneFound);
  const route = parsed.data.routes.find(({ steps }) => steps.length === 1);
  if (route === undefined) return fail('UNSUPPORTED_ROUTE', 'every route takes several transactions');
  const only = route.steps[0] as Step;
  const { toAmount, toAmountMin } = only.estimate;
  if (route.toAmount !== toAmount || route.toAmountMin !== toAmountMin) {
    return fail('MALFORMED_ANSWER', `the route gives ${route.toAmount} (${route.toAmountMin}), its step ${toAmount} (${toAmountMin})`);
  }
  return readStep(only, question, context.now());
};

const noneFound: QuoteFailure = { code: 'UNSUPPORTED_ROUTE', detail: 'no route was found', limit: null, retryAfterMs: null };
