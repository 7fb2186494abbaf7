import { createServer } from 'node:http';
import type { Metrics } from './metrics.ts';
import { createServiceMetrics, type EngineProbes } from './service-metrics.ts';

export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What a service without an API of its own shows to its operators: `/health/live`, `/health/ready` and `/metrics`. */
export const startAdminServer = async (options: {
  host: string;
  port: number;
  metrics: Metrics;
  /** What is missing before the service works; empty when it is ready. */
  missing: () => readonly string[];
  /** The engines that it works with. */
  engines: EngineProbes;
}): Promise<AdminServer> => {
  const { metrics, missing } = options;
  createServiceMetrics(options);
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
    if (request.url === '/metrics') {
      response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
    } else if (request.url === '/health/live') {
      // That it answers is the answer: a process whose event loop hangs does not.
      reply(200, { live: true });
    } else if (request.url === '/health/ready') {
      const lacks = missing();
      reply(lacks.length === 0 ? 200 : 503, { ready: lacks.length === 0, missing: lacks });
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
