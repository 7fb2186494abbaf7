import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import type { Deposit, IssuedQuote } from '#core/transfers/issued-quote.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createIssuedQuoteStore } from './issued-quote-store.ts';
import { createKeys } from './keys.ts';

const redis = new Redis(testEngines().redisUrl);
const keys = createKeys(createPrefix());
const store = createIssuedQuoteStore({ redis, keys });
afterAll(() => redis.disconnect());

const SENDER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
const ISSUED_MS = Date.now();

const issued = (change: Partial<IssuedQuote> = {}): IssuedQuote => ({
  routeId: 'across-1',
  bridge: 'across',
  corridor: 'ethereum:ETH>arbitrum:ETH',
  from: 'ethereum:ETH',
  to: 'arbitrum:ETH',
  sender: SENDER,
  recipient: SENDER,
  amountIn: 2n ** 255n,
  amountSent: 2n ** 255n,
  amountOut: 2n ** 254n + 1n,
  minAmountOut: 2n ** 254n + 1n,
  etaSeconds: { p50: 3, p90: 10 },
  quotedAtMs: ISSUED_MS - 10,
  issuedAtMs: ISSUED_MS,
  ...change,
});

const deposit: Deposit = {
  bridge: 'across',
  from: 'ethereum:WETH',
  to: 'arbitrum:WETH',
  sender: SENDER.toLowerCase(),
  recipient: SENDER,
  amountSent: 2n ** 255n,
  amountOut: 2n ** 254n + 1n,
  depositedAtMs: ISSUED_MS + 4_000,
};

test('a deposit finds the promise that it was made on, every figure as it was, and no other', async () => {
  await store.put(issued());
  expect(await store.find([{ ...deposit, amountSent: 1n }, deposit])).toEqual([undefined, issued()]);
  expect(await store.find([])).toEqual([]);
});

test('promises are bounded: the oldest of many for one deposit leave, and all lapse', async () => {
  const sender = '0x976EA74026E726554dB657fA54763abd0C3a0aa9';
  for (let at = 0; at < 20; at += 1)
    await store.put(issued({ sender, recipient: sender, amountOut: BigInt(100 + at), minAmountOut: 0n, issuedAtMs: ISSUED_MS + at }));
  const found = async (amountOut: bigint) => (await store.find([{ ...deposit, sender, recipient: sender, amountOut }]))[0]?.amountOut;
  expect(await found(119n)).toBe(119n);
  expect(await found(104n)).toBe(104n);
  // The first has left, so the latest is the best guess.
  expect(await found(100n)).toBe(119n);
  for (const key of await redis.keys(keys.issuedQuotes('*'))) expect(await redis.pttl(key)).toBeGreaterThan(0);
  expect(await redis.zcard(keys.issuedDeposits())).toBe(2);
});
