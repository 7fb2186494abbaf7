import { afterAll, beforeAll } from 'vitest';
import { docsPages } from '../../api/http/docs/docs-pages.ts';
import { type ApiUnderTest, startApi } from './api-service.ts';
import { bookJson, routeJson } from './arbitrary-book.ts';
import { createPrefix, testEngines } from './test-engines.ts';

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const PARTS = { cost: 50, speed: 50, reliability: 50, liquidity: 50 };

/** The API for one file of REST tests, started before them and stopped after; books of the file's own, and how to ask. */
export const restFixture = () => {
  let api: ApiUnderTest;
  let amounts = 1_000_000_000;
  beforeAll(async () => {
    api = await startApi({ ...testEngines(), prefix: createPrefix(), pages: docsPages('0.0.0') });
  });
  afterAll(() => api.stop());

  /** An amount, and so a book, of the test's own. */
  const freshKey = () => {
    amounts += 1;
    return { amountIn: String(amounts), key: `${CORRIDOR}@${amounts}` };
  };
  const route = (venue: string, cost: number, observedAtMs = Date.now()) =>
    routeJson({ venue, amountOut: 999_000_000, parts: { ...PARTS, cost, speed: 100 - cost }, observedAtMs });
  const bookOf = (key: string, version: number, change: Partial<Parameters<typeof bookJson>[0]> = {}) =>
    bookJson({ routes: [route('across', 80), route('stargate', 20)], excluded: [], pending: [], volatility: 0, ...change }, version, key);
  const bookUrl = (amountIn: string) => `${api.url}/api/v1/books/${encodeURIComponent(CORRIDOR)}?amountIn=${amountIn}`;
  /** Text and bytes go as they are, all else as JSON. */
  const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
    const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return fetch(`${api.url}/api/v1/routes/quote`, { method: 'POST', headers, body: sent });
  };
  const ask = (amountIn: string, more: object = {}) => post({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn, ...more });

  return { api: () => api, freshKey, route, bookOf, bookUrl, post, ask };
};
