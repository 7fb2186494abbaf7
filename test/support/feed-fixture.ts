import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ApiUnderTest, startApi } from './api-service.ts';
import { bookJson, routeJson } from './arbitrary-book.ts';
import { type FeedClient, openFeedClient } from './feed-client.ts';
import { createPrefix, testEngines } from './test-engines.ts';

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const PARTS = { cost: 50, speed: 50, reliability: 50, liquidity: 50 };

/** The API for one file of feed tests, started before them and stopped after; its clients are closed after each test. */
export const feedFixture = () => {
  let api: ApiUnderTest;
  let amounts = 2_000_000_000;
  const opened: FeedClient[] = [];
  beforeAll(async () => {
    api = await startApi({ ...testEngines(), prefix: createPrefix(), origins: ['https://wallet.example'] });
  });
  afterAll(() => api.stop());
  afterEach(() => {
    for (const { webSocket } of opened.splice(0)) webSocket.terminate();
  });

  const open = async (options?: { origin?: string }) => {
    const client = await openFeedClient(api.url, options);
    opened.push(client);
    return client;
  };
  const fresh = () => {
    amounts += 1;
    const params = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: String(amounts) };
    return { params, key: `${CORRIDOR}@${amounts}` };
  };
  const route = (venue: string, amountOut: number, cost = 50) =>
    routeJson({ venue, amountOut, parts: { ...PARTS, cost }, observedAtMs: Date.now() });
  const bookOf = (key: string, version: number, routes = [route('across', 990_000_000 + version), route('stargate', 980_000_000)]) =>
    bookJson({ routes, excluded: [], pending: [], volatility: 0 }, version, key);

  return { api: () => api, open, fresh, route, bookOf };
};
