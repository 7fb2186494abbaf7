import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { inputError } from '#core/errors.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { CallerGone } from './caller-gone.ts';
import type { HttpMetrics } from './http-metrics.ts';
import { logAnswer } from './log-answer.ts';
import { commonHeaders, replyProblem } from './reply.ts';
import { requestFields } from './request-fields.ts';
import { requestIdOf } from './request-id.ts';

type Handler = (request: Request, response: Response, requestId: string) => Promise<void> | void;

/** A path and what answers it. GET answers HEAD too. */
export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly handler: Handler;
}

/** A browser may keep what it was told of a path for a day. */
const PREFLIGHT_SECONDS = '86400';

const allowOf = (method: Route['method']): string => (method === 'GET' ? 'GET, HEAD, OPTIONS' : 'POST, OPTIONS');

/** What a request carries through Express. */
interface Locals {
  requestId: string;
  /** The template of the path, for metrics. */
  route?: string;
}

const localsOf = (response: Response): Locals => response.locals as Locals;
const idOf = (response: Response): string => localsOf(response).requestId;

const preflight = (request: Request, response: Response, allow: string) => {
  response
    .writeHead(204, {
      ...commonHeaders(idOf(response)),
      allow,
      'access-control-allow-methods': allow,
      'access-control-allow-headers': 'content-type, idempotency-key, if-none-match, x-request-id',
      'access-control-max-age': PREFLIGHT_SECONDS,
      vary: request.headers['access-control-request-method'] === undefined ? '' : 'Access-Control-Request-Method',
    })
    .end();
};

const mount = (app: Express, { path, method, handler }: Route) => {
  const allow = allowOf(method);
  app.all(path, async (request, response) => {
    localsOf(response).route = path;
    if (request.method === method || (method === 'GET' && request.method === 'HEAD')) return handler(request, response, idOf(response));
    if (request.method === 'OPTIONS') return preflight(request, response, allow);
    const detail = `${request.method.slice(0, 32)} does not work here; use ${allow}`;
    return replyProblem(response, { requestId: idOf(response), error: { code: 'METHOD_NOT_ALLOWED', detail }, headers: { allow } });
  });
};

/** Whatever a handler threw: what the request did wrong is told, a fault of ours is logged and not shown. */
const lastResort =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const requestId = idOf(response);
    if (response.headersSent || error instanceof CallerGone) {
      response.destroy();
    } else if (error instanceof URIError) {
      replyProblem(response, { requestId, error: inputError('INVALID_REQUEST', '', 'the path is not well percent-encoded') });
    } else {
      logger.error({ err: error, ...requestFields(request, requestId) }, 'a request failed');
      const detail = 'the server has failed; its log has the reason under this request id';
      replyProblem(response, { requestId, error: { code: 'INTERNAL_ERROR', detail } });
    }
  };

/** Everything that is not hot: Express with our routes, and a problem for all else. */
export const createApp = (deps: { routes: readonly Route[]; metrics: HttpMetrics; logger: Logger }): Express => {
  const { routes, metrics, logger } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    const startMs = performance.now();
    const locals = localsOf(response);
    locals.requestId = requestIdOf(request);
    response.once('finish', () => {
      const { route = 'other' } = locals;
      const elapsedMs = performance.now() - startMs;
      metrics.observe(route, response.statusCode, elapsedMs);
      logAnswer({ logger, request, requestId: locals.requestId, route, status: response.statusCode, elapsedMs });
    });
    next();
  });
  for (const route of routes) mount(app, route);
  app.use((_request, response) => {
    const detail = 'nothing lies at this path; /docs shows all there is';
    replyProblem(response, { requestId: idOf(response), error: { code: 'NOT_FOUND', detail } });
  });
  app.use(lastResort(logger));
  return app;
};
