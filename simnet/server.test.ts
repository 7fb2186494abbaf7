import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '#platform/free-port.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { startServer } from './server.ts';
import { json } from './upstream/answer.ts';

test('pages of any origin put no fault on: the control side answers programs alone', async () => {
  const port = await freePort();
  const server = await startServer({ port, missing: () => [], logger: createLogger('simnet', 'silent') });
  onTestFinished(() => server.close());
  const control = vi.fn(async () => json({}, 201));
  server.open({ upstream: async () => false, control });
  const post = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/control/faults`, { method: 'POST', headers, body: '{"name":"slow"}' }).then(({ status }) => status);
  expect(await post({ origin: 'http://evil.example', 'content-type': 'text/plain' })).toBe(403);
  expect(await post({ origin: 'null' })).toBe(403);
  expect(control).not.toHaveBeenCalled();
  expect(await post({ 'content-type': 'application/json' })).toBe(201);
});
