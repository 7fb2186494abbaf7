import type { IncomingMessage, ServerResponse } from 'node:http';
import type { QuoteDesk } from '../books/quote-desk.ts';
import type { PriceOf } from '../input/question.ts';
import { parseQuoteWish } from '../input/quote-wish.ts';
import { readJsonBody } from './read-json-body.ts';
import { replyBytes, replyProblem } from './reply.ts';

export const QUOTE_PATH = '/api/v1/routes/quote';

/** POST /routes/quote. */
export const createPostQuote = (deps: { desk: QuoteDesk; priceOf: PriceOf; bodyBytes: number }) => {
  const { desk, priceOf, bodyBytes } = deps;
  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const body = await readJsonBody(request, bodyBytes);
    if (!body.ok) return replyProblem(response, { requestId, error: body.error });
    const wish = parseQuoteWish(body.value, priceOf);
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
