import {
  FEE_KINDS,
  type Fee,
  type FeeKind,
  isFailureCode,
  type QuoteAnswer,
  type QuoteEvent,
  type QuoteFailure,
  SURCHARGE_KINDS,
  type Surcharge,
} from '#core/domain/quote.ts';
import { isUserStepKind, type UserStep } from '#core/domain/user-step.ts';
import { err, ok, type Result } from '#core/result.ts';
import type {
  FeeRecord,
  QuoteAnswerRecord,
  QuoteEventRecord,
  QuoteFailureRecord,
  SurchargeRecord,
  UserStepRecord,
} from '../generated/quote-event.ts';
import { FieldError, readAmount, readNumber, readOptionalAmount, readTime } from './amount.ts';

/** Kinds are strings in the log; a kind from a newer writer is read as the nearest one that we know, so that sums still close. */
const feeKinds: ReadonlySet<string> = new Set(FEE_KINDS);
const surchargeKinds: ReadonlySet<string> = new Set(SURCHARGE_KINDS);

const readFee = ({ kind, asset, amount }: FeeRecord): Fee => ({
  kind: feeKinds.has(kind) ? (kind as FeeKind) : 'protocol',
  asset,
  amount: readAmount(amount, 'fees.amount'),
});

const readSurcharge = ({ kind, asset, amount }: SurchargeRecord): Surcharge => ({
  kind: surchargeKinds.has(kind) ? (kind as Surcharge['kind']) : 'fixed',
  asset,
  amount: readAmount(amount, 'surcharges.amount'),
});

/** A kind from a newer writer is still something that the user has to do before the money is there. */
const readUserStep = ({ kind, chainId, afterSeconds, gas }: UserStepRecord): UserStep => ({
  kind: isUserStepKind(kind) ? kind : 'claim',
  chainId: readNumber(chainId, 'userSteps.chainId'),
  afterSeconds: readNumber(afterSeconds, 'userSteps.afterSeconds'),
  gas: BigInt(readNumber(gas, 'userSteps.gas')),
});

const readAnswer = (answer: QuoteAnswerRecord): QuoteAnswer => {
  const read = readArrival(answer);
  return answer.userSteps.length === 0 ? read : { ...read, userSteps: answer.userSteps.map(readUserStep) };
};

const readArrival = (answer: QuoteAnswerRecord): QuoteAnswer => ({
  amountOut: readAmount(answer.amountOut, 'amountOut'),
  minAmountOut: readAmount(answer.minAmountOut, 'minAmountOut'),
  fees: answer.fees.map(readFee),
  rebate: readAmount(answer.rebate, 'rebate'),
  surcharges: answer.surcharges.map(readSurcharge),
  originGas: BigInt(readNumber(answer.originGas, 'originGas')),
  etaSeconds: { p50: readNumber(answer.etaP50Seconds, 'etaP50Seconds'), p90: readNumber(answer.etaP90Seconds, 'etaP90Seconds') },
  limits: {
    min: readOptionalAmount(answer.limitMin, 'limitMin'),
    max: readOptionalAmount(answer.limitMax, 'limitMax'),
    instant: readOptionalAmount(answer.limitInstant, 'limitInstant'),
  },
  validUntilMs: readTime(answer.validUntilMs, 'validUntilMs'),
  ...(answer.via === null ? {} : { via: answer.via }),
});

const readFailure = (failure: QuoteFailureRecord): QuoteFailure => ({
  code: isFailureCode(failure.code) ? failure.code : 'UPSTREAM_ERROR',
  detail: failure.detail,
  limit: readOptionalAmount(failure.limit, 'limit'),
  retryAfterMs: failure.retryAfterMs,
});

/** A record of the topic `quotes` as the domain's event, or in words what is wrong with it. */
export const quoteEventFromRecord = (record: QuoteEventRecord): Result<QuoteEvent, string> => {
  const { quoteId, bridge, corridor, answer, failure } = record;
  if (quoteId === '' || bridge === '' || corridor === '') return err('quoteId, bridge or corridor is empty');
  if ((answer === null) === (failure === null)) return err('a quote event carries an answer or a failure, exactly one of the two');
  try {
    return ok({
      quoteId,
      bridge,
      corridor,
      amountIn: readAmount(record.amountIn, 'amountIn'),
      askedAtMs: readTime(record.askedAtMs, 'askedAtMs'),
      observedAtMs: readTime(record.observedAtMs, 'observedAtMs'),
      outcome:
        answer !== null
          ? { kind: 'answer', answer: readAnswer(answer) }
          : { kind: 'failure', failure: readFailure(failure as QuoteFailureRecord) },
    });
  } catch (error) {
    if (error instanceof FieldError) return err(error.message);
    throw error;
  }
};

const writePaid = <K extends string>({ kind, asset, amount }: { kind: K; asset: string; amount: bigint }) => ({
  kind,
  asset,
  amount: amount.toString(),
});

const writeAnswer = (answer: QuoteAnswer): QuoteAnswerRecord => ({
  amountOut: answer.amountOut.toString(),
  minAmountOut: answer.minAmountOut.toString(),
  fees: answer.fees.map(writePaid),
  rebate: answer.rebate.toString(),
  surcharges: answer.surcharges.map(writePaid),
  originGas: Number(answer.originGas),
  etaP50Seconds: answer.etaSeconds.p50,
  etaP90Seconds: answer.etaSeconds.p90,
  limitMin: answer.limits.min?.toString() ?? null,
  limitMax: answer.limits.max?.toString() ?? null,
  limitInstant: answer.limits.instant?.toString() ?? null,
  validUntilMs: answer.validUntilMs,
  via: answer.via ?? null,
  userSteps: (answer.userSteps ?? []).map(({ kind, chainId, afterSeconds, gas }) => ({ kind, chainId, afterSeconds, gas: Number(gas) })),
});

const writeFailure = ({ code, detail, limit, retryAfterMs }: QuoteFailure): QuoteFailureRecord => ({
  code,
  detail,
  limit: limit?.toString() ?? null,
  retryAfterMs,
});

/** A quote event as a record of the topic `quotes`. */
export const quoteEventToRecord = (event: QuoteEvent): QuoteEventRecord => ({
  quoteId: event.quoteId,
  bridge: event.bridge,
  corridor: event.corridor,
  amountIn: event.amountIn.toString(),
  askedAtMs: event.askedAtMs,
  observedAtMs: event.observedAtMs,
  answer: event.outcome.kind === 'answer' ? writeAnswer(event.outcome.answer) : null,
  failure: event.outcome.kind === 'failure' ? writeFailure(event.outcome.failure) : null,
});
