import type { QuoteEvent } from '#core/domain/quote.ts';
import type { QuoteJson } from '../api/quote.ts';
import { quoteEventToRecord } from './quote-event.ts';
import { timestampOf } from './timestamp.ts';

/** Only where there are any. */
const stepsJson = (outcome: QuoteEvent['outcome']): Pick<NonNullable<QuoteJson['answer']>, 'userSteps'> =>
  outcome.kind === 'answer' && outcome.answer.userSteps !== undefined
    ? { userSteps: outcome.answer.userSteps.map((step) => ({ ...step, gas: String(step.gas) })) }
    : {};

/** A quote event as the feed's `quotes` channel carries it. */
export const quoteJson = (event: QuoteEvent): QuoteJson => {
  const { quoteId, bridge, corridor, amountIn, answer, failure } = quoteEventToRecord(event);
  const { outcome } = event;
  return {
    quoteId,
    bridge,
    corridor,
    amountIn,
    askedAt: timestampOf(event.askedAtMs),
    observedAt: timestampOf(event.observedAtMs),
    ...(answer === null
      ? {}
      : {
          answer: {
            amountOut: answer.amountOut,
            minAmountOut: answer.minAmountOut,
            fees: answer.fees,
            rebate: answer.rebate,
            surcharges: answer.surcharges,
            originGas: String(answer.originGas),
            etaSeconds: { p50: answer.etaP50Seconds, p90: answer.etaP90Seconds },
            ...stepsJson(outcome),
            limits: { min: answer.limitMin, max: answer.limitMax, instant: answer.limitInstant },
            validUntil: timestampOf(answer.validUntilMs),
            ...(answer.via === null ? {} : { via: answer.via }),
          },
        }),
    ...(failure === null || outcome.kind !== 'failure' ? {} : { failure: { ...failure, code: outcome.failure.code } }),
  };
};
