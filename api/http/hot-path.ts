import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '#platform/telemetry/logger.ts';
import { BOOKS_AWAY } from './books-away.ts';
import { CallerGone } from './caller-gone.ts';
import { BOOKS_PATH } from './get-book.ts';
import type { HttpMetrics } from './http-metrics.ts';
import { logAnswer } from './log-answer.ts';
import { QUOTE_PATH } from './post-quote.ts';
import { replyProblem } from './reply.ts';
import { requestFields } from './request-fields.ts';
import { requestIdOf } from './request-id.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** Answers the two hot requests without Express, which alone would cost five times what serving a book does. */
export const createHotPath = (deps: { getBook: Handler; postQuote: Handler; metrics: HttpMetrics; logger: Logger }) => {
  const { getBook, postQuote, metrics, logger } = deps;

  const run = (handler: Handler, route: string, { request, response }: { request: IncomingMessage; response: ServerResponse }) => {
    const startMs = performance.now();
    const requestId = requestIdOf(request);
    response.once('finish', () => {
      const elapsedMs = performance.now() - startMs;
      metrics.observe(route, response.statusCode, elapsedMs);
      logAnswer({ logger, request, requestId, route, status: response.statusCode, elapsedMs });
    });
    handler(request, response, requestId).catch((error) => {
      if (error instanceof CallerGone) {
        response.destroy();
        return;
      }
      logger.warn({ error: String(error), ...requestFields(request, requestId), route }, 'the books are out of reach');
      if (response.headersSent) {
        response.destroy();
      } else {
        replyProblem(response, { requestId, error: BOOKS_AWAY });
      }
    });
  };

  /** Whether the request was hot, and is being answered. */
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url = '' } = request;
    if ((method === 'GET' || method === 'HEAD') && url.startsWith(BOOKS_PATH)) {
      run(getBook, '/api/v1/books/{corridor}', { request, response });
      return true;
    }
    if (method === 'POST' && (url === QUOTE_PATH || url.startsWith(`${QUOTE_PATH}?`))) {
      run(postQuote, QUOTE_PATH, { request, response });
      return true;
    }
    return false;
  };
};
