import type { Request, Response } from 'express';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { QuoteDesk } from '../books/quote-desk.ts';
import type { PriceOf } from '../input/question.ts';
import { parseQuoteQuery } from '../input/quote-wish.ts';
import { BOOKS_AWAY } from './books-away.ts';
import { commonHeaders, replyProblem } from './reply.ts';
import { requestFields } from './request-fields.ts';

const event = (name: string, data: Buffer): string => `event: ${name}\ndata: ${data.toString()}\n\n`;

/** GET /routes/stream: `book` for each change, then `result`, and the end. */
export const createStreamRoutes = (deps: { desk: QuoteDesk; priceOf: PriceOf; logger: Logger }) => {
  const { desk, priceOf, logger } = deps;
  return async (request: Request, response: Response, requestId: string): Promise<void> => {
    const wish = parseQuoteQuery(request.query, priceOf);
    if (!wish.ok) return replyProblem(response, { requestId, error: wish.error });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const open = () => {
      if (response.headersSent) return;
      response.writeHead(200, {
        ...commonHeaders(requestId),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
    };
    if (request.method === 'HEAD') {
      open();
      response.end();
      return;
    }
    const onBook = (answer: Buffer) => {
      open();
      response.write(event('book', answer));
    };
    try {
      const result = desk.atOnce(wish.value) ?? (await desk.wait(wish.value, { signal: gone.signal, onBook }));
      open();
      response.end(event('result', result));
    } catch (error) {
      logger.warn({ error: String(error), ...requestFields(request, requestId) }, 'the books are out of reach');
      if (response.headersSent) response.destroy();
      else replyProblem(response, { requestId, error: BOOKS_AWAY });
    }
  };
};
