import { type InputError, inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import { type QuoteRequest, quoteRequest, streamQuery } from '#schemas/api/rest.ts';
import { inputIssue } from './input-issue.ts';
import { checkAddress, type PriceOf, parseQuestion, type Question } from './question.ts';
import { withNumbers } from './with-numbers.ts';

/** A quote as asked for: which book, how ranked, how long to wait. */
export interface QuoteWish extends Question {
  readonly preset: NonNullable<QuoteRequest['preset']>;
  readonly weights: QuoteRequest['weights'];
  readonly maxWaitMs: number;
  readonly slippageBps: number | undefined;
}

/** Reads a quote's body. */
export const parseQuoteWish = (body: unknown, priceOf: PriceOf): Result<QuoteWish, InputError> => {
  const parsed = quoteRequest.safeParse(body);
  if (!parsed.success) return err(inputIssue(parsed.error, body));
  const wish = parsed.data;
  if (wish.preset !== undefined && wish.weights !== undefined) {
    return err(inputError('INVALID_PARAMETER', '/weights', 'give preset or weights, not both'));
  }
  const question = parseQuestion(wish, '', priceOf);
  if (!question.ok) return question;
  const wrongAddress = checkAddress(wish.sender, '/sender') ?? checkAddress(wish.recipient, '/recipient');
  if (wrongAddress !== undefined) return err(wrongAddress);
  const { preset = 'best', weights, maxWaitMs, slippageBps } = wish;
  return ok({ ...question.value, preset, weights, maxWaitMs, slippageBps });
};

const WEIGHT = /^([^:]{1,64}):(\d{1,9}(?:\.\d{1,9})?)$/;

const parseWeights = (text: string): Result<Record<string, number>, InputError> => {
  const parts = text.split(',', 8).map((part) => WEIGHT.exec(part.trim()));
  if (parts.includes(null)) {
    return err(inputError('INVALID_PARAMETER', '/weights', 'write weights as cost:40,speed:30,reliability:20,liquidity:10'));
  }
  const weights = Object.fromEntries(parts.map((match) => [match?.[1] ?? '', Number(match?.[2])]));
  if (Object.keys(weights).length < parts.length) return err(inputError('INVALID_PARAMETER', '/weights', 'give each weight once'));
  return ok(weights);
};

/** Reads the same question from a query string; a name given twice is an array there, which the schema refuses. */
export const parseQuoteQuery = (query: Record<string, unknown>, priceOf: PriceOf): Result<QuoteWish, InputError> => {
  const input = withNumbers(query, ['maxWaitMs', 'slippageBps']);
  const parsed = streamQuery.safeParse(input);
  if (!parsed.success) return err(inputIssue(parsed.error, input));
  if (parsed.data.weights === undefined) return parseQuoteWish(input, priceOf);
  const weights = parseWeights(parsed.data.weights);
  return weights.ok ? parseQuoteWish({ ...input, weights: weights.value }, priceOf) : weights;
};
