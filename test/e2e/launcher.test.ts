import { expect, inject, test, vi } from 'vitest';
import { createRestClient } from '#sdk/rest-client.ts';
import { httpReady } from '#stack/probe.ts';
import { pidOf, urlsOf } from '#test/support/launcher-commands.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('alone');

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

test('a service that is killed comes back, and amounts that nobody looked at have routes again', async () => {
  const before = await pidOf('ranking', dataDir);
  process.kill(before, 'SIGKILL');
  await vi.waitUntil(async () => {
    const pid = await pidOf('ranking', dataDir);
    return pid > 0 && pid !== before;
  }, SOON);
  await vi.waitUntil(() => httpReady(`${url}/health/ready`), SOON);
  const rest = createRestClient({ url });
  const routesOfNewBook = async () => {
    const amountIn = String(3_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
    return (await rest.quote({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn, maxWaitMs: 1_000 })).routes.length;
  };
  await expect.poll(routesOfNewBook, SOON).toBeGreaterThan(0);
});
