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

test('promises of plain transfers are found by when they were handed out, and are promises like all others', async () => {
  const sender = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
  const to = (at: number) =>
    issued({
      bridge: 'relay',
      sender,
      request: { requestId: `0x0${at}`, transferId: `0x1${at}` },
      depositAddress: `0x${String(at).repeat(40)}`,
      amountSent: BigInt(at),
      issuedAtMs: ISSUED_MS + at,
    });
  for (const at of [1, 2, 3]) await store.put(to(at));
  expect(await store.toAddresses(0)).toEqual([to(1), to(2), to(3)]);
  expect(await store.toAddresses(ISSUED_MS + 3)).toEqual([to(3)]);
  expect(await store.candidates([{ bridge: 'relay', from: 'ethereum:ETH', to: 'arbitrum:ETH', sender, amountSent: 2n }])).toEqual([to(2)]);
  // A day later the first are forgotten.
  await store.put(to(4 + 24 * 3_600_000 - 2));
  expect((await store.toAddresses(0)).map(({ amountSent }) => amountSent)).toEqual([3n, 86_400_002n]);
});
