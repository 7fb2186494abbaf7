import { expect, inject, test, vi } from 'vitest';
import { httpReady } from '#stack/probe.ts';
import { pidOf, urlsOf } from '#test/support/launcher-commands.ts';

const SOON = { timeout: 60_000, interval: 100 };
const dataDir = inject('routebookDataDir');
const url = inject('routebookUrl');

test('env names every engine and every chain', async () => {
  const { ROUTEBOOK_URL, RPC_URLS_ETHEREUM = '', ROUTEBOOK_FEED_URL } = await urlsOf(dataDir);
  expect(ROUTEBOOK_URL).toBe(url);
  expect(ROUTEBOOK_FEED_URL).toBe(`${url.replace('http', 'ws')}/ws/v1`);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  const answer = await fetch(RPC_URLS_ETHEREUM, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(await answer.json()).toMatchObject({ result: '0x1' });
});

test('a service that is killed comes back, and the API is ready again', async () => {
  const before = await pidOf('ranking', dataDir);
  process.kill(before, 'SIGKILL');
  await vi.waitUntil(async () => {
    const pid = await pidOf('ranking', dataDir);
    return pid > 0 && pid !== before;
  }, SOON);
  await vi.waitUntil(() => httpReady(`${url}/health/ready`), SOON);
});
