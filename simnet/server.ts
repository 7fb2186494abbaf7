import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from '#platform/telemetry/logger.ts';
import { readBody } from './read-body.ts';
import { type Answer, json } from './upstream/answer.ts';
import { writeAnswer } from './upstream/upstream-handler.ts';

/** What the server hands its requests to, once the world is there. */
export interface SimnetRoutes {
  upstream(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  control(request: { method: string; path: string; query: URLSearchParams; body: unknown }): Promise<Answer | undefined>;
}

/** Listens at once; until `open` is called it only says what is missing. Rejects when the port is taken. */
export const startServer = async (options: { port: number; missing: () => readonly string[]; logger: Logger }) => {
  const { port, missing, logger } = options;
  let routes: SimnetRoutes | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://simnet');
    if (url.pathname === '/health/live') return writeAnswer(response, json({ live: true }));
    const lacking = missing();
    const ready = lacking.length === 0;
    if (url.pathname === '/health/ready') return writeAnswer(response, json({ ready, missing: lacking }, ready ? 200 : 503));
    if (routes === undefined) return writeAnswer(response, json({ error: 'the simnet is starting', missing: lacking }, 503));
    if (await routes.upstream(request, response, url)) return;
    // Any page may send a form to an address on its reader's own machine, and browsers say so; the CLI and tests are no pages.
    if (request.headers.origin !== undefined) return writeAnswer(response, json({ error: 'the control side is not for pages' }, 403));
    const body = await readBody(request);
    const known = body.ok
      ? await routes.control({ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body: body.value })
      : json({ error: body.why }, 400);
    writeAnswer(response, known ?? json({ error: `nothing at ${request.method} ${url.pathname}` }, 404));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      logger.error({ err: error, url: request.url }, 'a request failed');
      writeAnswer(response, json({ error: 'internal error' }, 500));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    open: (given: SimnetRoutes): void => {
      routes = given;
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
