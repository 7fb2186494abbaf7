import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InputError } from '#core/errors.ts';
import type { Result } from '#core/result.ts';
import type { QuoteDesk } from '../books/quote-desk.ts';
import type { PriceOf } from '../input/question.ts';
import { parseQuoteWish, type QuoteWish } from '../input/quote-wish.ts';
import { parseJsonText, readJsonText } from './read-json-body.ts';
import { remember } from './remember.ts';
import { replyBytes, replyProblem } from './reply.ts';

export const QUOTE_PATH = '/api/v1/routes/quote';

/** Bodies whose reading is remembered. One that speaks of USD, however it writes it, means another amount when prices move. */
const KEPT = { most: 4_096, longest: 320, lasts: (text: string) => !text.includes('Usd') && !text.includes('\\') };

/** POST /routes/quote. */
export const createPostQuote = (deps: { desk: QuoteDesk; priceOf: PriceOf; bodyBytes: number }) => {
  const { desk, priceOf, bodyBytes } = deps;

  const wishOf = remember((text): Result<QuoteWish, InputError> => {
    const body = parseJsonText(text);
    return body.ok ? parseQuoteWish(body.value, priceOf) : body;
  }, KEPT);

  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const text = await readJsonText(request, bodyBytes);
    if (!text.ok) return replyProblem(response, { requestId, error: text.error });
    const wish = wishOf(text.value);
    if (!wish.ok) return replyProblem(response, { requestId, error: wish.error });
    let bytes = desk.atOnce(wish.value);
    if (bytes === undefined) {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      bytes = await desk.wait(wish.value, { signal: gone.signal });
    }
    replyBytes(response, { requestId, bytes, headers: { 'cache-control': 'no-store' } });
  };
};
