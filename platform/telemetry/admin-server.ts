import { createServer } from 'node:http';
import type { Metrics } from './metrics.ts';

export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What a service without an API of its own shows to its operators: `/health/ready` and `/metrics`. */
export const startAdminServer = async (options: {
  host: string;
  port: number;
  metrics: Metrics;
  /** What is missing before the service works; empty when it is ready. */
  missing: () => readonly string[];
}): Promise<AdminServer> => {
  const server = createServer(async (request, response) => {
    if (request.url === '/metrics') {
      response.writeHead(200, { 'content-type': options.metrics.contentType }).end(await options.metrics.metrics());
    } else if (request.url === '/health/ready') {
      const missing = options.missing();
      response
        .writeHead(missing.length === 0 ? 200 : 503, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ready: missing.length === 0, missing }));
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
