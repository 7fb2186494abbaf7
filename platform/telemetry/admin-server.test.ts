import { afterEach, expect, test } from 'vitest';
import { type AdminServer, startAdminServer } from './admin-server.ts';
import { createMetrics } from './metrics.ts';

let server: AdminServer | undefined;
afterEach(() => server?.close());

test('tells whether it lives, whether it works, and what it reaches', async () => {
  let missing = ['quotes read up to now'];
  let up = false;
  server = await startAdminServer({
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics('test'),
    missing: () => missing,
    engines: { redis: () => true, kafka: () => up },
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${server?.port}${path}`, { headers: { connection: 'close' } });
  expect((await get('/health/live')).status).toBe(200);
  expect((await get('/health/ready')).status).toBe(503);
  expect(await (await get('/health/ready')).json()).toEqual({ ready: false, missing: ['quotes read up to now'] });
  const before = await (await get('/metrics')).text();
  expect(before).toContain('routebook_ready{service="test"} 0\n');
  expect(before).toContain('routebook_engine_up{engine="redis",service="test"} 1\n');
  expect(before).toContain('routebook_engine_up{engine="kafka",service="test"} 0\n');
  missing = [];
  up = true;
  expect((await get('/health/ready')).status).toBe(200);
  const after = await (await get('/metrics')).text();
  expect(after).toContain('routebook_ready{service="test"} 1\n');
  expect(after).toContain('routebook_engine_up{engine="kafka",service="test"} 1\n');
});
