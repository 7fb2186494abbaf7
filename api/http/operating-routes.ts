import type { Metrics } from '#platform/telemetry/metrics.ts';
import { createAsyncApi } from '#schemas/api/asyncapi.ts';
import { createOpenApi } from '#schemas/api/openapi.ts';
import type { HealthWatch } from '../directory/health-watch.ts';
import type { Route } from './app.ts';
import { replyBytes } from './reply.ts';

const NEVER_KEPT = { 'cache-control': 'no-store' };
const LIVE = Buffer.from('{"live":true}');

/** Host header of a request that has none: HTTP/1.0 clients and probes. */
const UNNAMED_HOST = '127.0.0.1';

/** Health, metrics and the machine-readable contracts. */
export const operatingRoutes = (deps: { health: HealthWatch; metrics: Metrics; version: string }): readonly Route[] => {
  const { health, metrics, version } = deps;
  const openApi = Buffer.from(JSON.stringify(createOpenApi(version)));
  const get = (path: string, handler: Route['handler']): Route => ({ path, method: 'GET', handler });
  return [
    get('/health/live', (_request, response, requestId) => replyBytes(response, { requestId, bytes: LIVE, headers: NEVER_KEPT })),
    get('/health/ready', (_request, response, requestId) => {
      const state = health.readiness();
      replyBytes(response, {
        requestId,
        status: state.ready ? 200 : 503,
        bytes: Buffer.from(JSON.stringify(state)),
        headers: { ...NEVER_KEPT, ...(state.ready ? {} : { 'retry-after': '2' }) },
      });
    }),
    get('/metrics', async (_request, response, requestId) => {
      const bytes = Buffer.from(await metrics.metrics());
      replyBytes(response, { requestId, type: metrics.contentType, bytes, headers: NEVER_KEPT });
    }),
    get('/openapi.json', (_request, response, requestId) => replyBytes(response, { requestId, bytes: openApi })),
    get('/asyncapi.json', (request, response, requestId) => {
      const host = request.headers.host ?? UNNAMED_HOST;
      replyBytes(response, { requestId, bytes: Buffer.from(JSON.stringify(createAsyncApi(version, host))) });
    }),
  ];
};
