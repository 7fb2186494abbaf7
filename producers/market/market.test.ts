import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HttpOutcome } from '#bridges/_kit/network-port.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import { createChangeFilter } from './changes.ts';
import { readGasPrice } from './gas.ts';
import { readPrices } from './prices.ts';

const NOW_MS = 1_779_092_260_000;
const signal = new AbortController().signal;

const ask = async (outcome: HttpOutcome, apiKey?: string) => {
  const requests: { url: string; headers?: Record<string, string> }[] = [];
  const given = await readPrices({
    http: {
      request: async (request) => {
        requests.push(request);
        return outcome;
      },
    },
    baseUrl: 'http://prices/api/v3',
    apiKey,
    priceIds: ['bitcoin', 'ethereum'],
    now: () => NOW_MS,
    signal,
  });
  return { given, request: requests[0] };
};
const body = (text: string, status = 200, headers = {}): HttpOutcome => ({ kind: 'response', status, headers, body: text });

test('the documented answer gives the prices it has, and the key goes along only when there is one', async () => {
  const documented = readFileSync(new URL('fixtures/simple-price.json', import.meta.url), 'utf8');
  const { given, request } = await ask(body(documented));
  expect(given).toEqual({ ok: true, value: [{ kind: 'price', priceId: 'bitcoin', usd: 76_975, observedAtMs: NOW_MS }] });
  expect(request?.url).toBe('http://prices/api/v3/simple/price?ids=bitcoin%2Cethereum&vs_currencies=usd&precision=full');
  expect(request?.headers).toEqual({});
  expect((await ask(body(documented), 'k')).request?.headers).toEqual({ 'x-cg-demo-api-key': 'k' });
});

test.each([
  ['a negative price', body('{"bitcoin":{"usd":-1}}')],
  ['a price as text', body('{"bitcoin":{"usd":"76975"}}')],
  ['a list', body('[1]')],
  ['a page', body('<html>')],
  ['a wrong key', body('{"status":{"error_code":10002}}', 401)],
  ['nothing', { kind: 'timeout' } as const],
])('%s is no price', async (_name, outcome) => {
  expect((await ask(outcome)).given.ok).toBe(false);
});

test('a source that limits us says for how long', async () => {
  expect((await ask(body('', 429, { 'retry-after': '60' }))).given).toMatchObject({ ok: false, error: { retryAfterMs: 60_000 } });
});

test('an event is news when its value changed or 30 s have passed', () => {
  const isNews = createChangeFilter();
  const price = (usd: number, observedAtMs: number): MarketEvent => ({ kind: 'price', priceId: 'ethereum', usd, observedAtMs });
  expect([price(1, 0), price(1, 5_000), price(2, 10_000), price(2, 39_999), price(2, 40_000)].map(isNews)).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(isNews({ kind: 'gas', chainId: 1, weiPerGas: 1n, observedAtMs: 0 })).toBe(true);
  expect(isNews({ kind: 'gas', chainId: 10, weiPerGas: 1n, observedAtMs: 0 })).toBe(true);
});

test.each([
  ['0x3b9aca00', { ok: true, value: { kind: 'gas', chainId: 1, weiPerGas: 1_000_000_000n, observedAtMs: NOW_MS } }],
  ['0x', { ok: false }],
  [12, { ok: false }],
  [`0x${'f'.repeat(64)}`, { ok: false }],
])('eth_gasPrice %j', async (result, expected) => {
  const jsonRpc = { request: async () => ({ kind: 'result', result }) as const };
  expect(await readGasPrice({ jsonRpc, chainId: 1, now: () => NOW_MS, signal })).toMatchObject(expected);
});
