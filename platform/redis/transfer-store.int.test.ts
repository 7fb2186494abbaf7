import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createKeys } from './keys.ts';
import { createBytesScript } from './script.ts';
import { createTransferReader } from './transfer-reader.ts';
import { createTransferStore, TRANSFER_KEPT_MS, type TransferView } from './transfer-store.ts';

const NOW_MS = 1_700_000_000_000;

const redis = new Redis(testEngines().redisUrl);
const keys = createKeys(createPrefix());
const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now: () => NOW_MS });

afterAll(() => redis.disconnect());

const view = (transferKey: string, over: Partial<TransferView>): TransferView => ({
  transferKey,
  version: 1,
  body: Buffer.from('{}'),
  startedAtMs: NOW_MS - 60_000,
  dueAtMs: null,
  tally: undefined,
  promise: '',
  stuck: true,
  waitsUntilMs: null,
  transactions: [],
  addresses: [],
  ...over,
});

test('stuck transfers are counted while they are, and the oldest is known', async () => {
  expect(await store.stuck(NOW_MS)).toEqual({ count: 0, oldestStartedAtMs: null });
  await store.write([
    view('across:1:1', { startedAtMs: NOW_MS - 7_200_000 }),
    view('across:1:2', {}),
    view('across:1:3', { stuck: false }),
    view('across:1:4', { startedAtMs: NOW_MS - TRANSFER_KEPT_MS - 1 }),
  ]);
  expect(await store.stuck(NOW_MS)).toEqual({ count: 2, oldestStartedAtMs: NOW_MS - 7_200_000 });
  await store.write([view('across:1:1', { version: 2, stuck: false })]);
  expect(await store.stuck(NOW_MS)).toEqual({ count: 1, oldestStartedAtMs: NOW_MS - 60_000 });
});

test('a transfer that waits for its user is kept a week from the user’s turn on, with all that finds it', async () => {
  const waitMs = 7 * 86_400_000;
  const transaction = '0xbb01';
  await store.write([view('optimism-bridge:10:1', { waitsUntilMs: NOW_MS + waitMs, stuck: false, transactions: [transaction] })]);
  for (const key of [keys.transfer('optimism-bridge:10:1'), keys.transfersByTransaction(transaction)])
    expect(await redis.pttl(key)).toBeGreaterThan(TRANSFER_KEPT_MS + waitMs - 60_000);
  const events = keys.transferEvents('optimism-bridge:10:2');
  await redis.hset(events, 'an event', 'x');
  await store.write([view('optimism-bridge:10:2', { waitsUntilMs: NOW_MS + waitMs, stuck: false })]);
  expect(await redis.pttl(events)).toBeGreaterThan(TRANSFER_KEPT_MS + waitMs - 60_000);
  await store.write([view('optimism-bridge:10:2', { version: 2, waitsUntilMs: null, stuck: false })]);
  expect(await redis.pttl(keys.transfer('optimism-bridge:10:2'))).toBeLessThanOrEqual(TRANSFER_KEPT_MS);
});

test('an older view does not make a transfer stuck again', async () => {
  await store.write([view('across:1:5', { version: 9, stuck: false })]);
  await store.write([view('across:1:5', { version: 8 })]);
  expect((await store.stuck(NOW_MS)).count).toBe(1);
});

test('views of one call are found by all that is said of them, and a list forgets what is too old', async () => {
  const [sender, recipient, transaction] = ['0xaa01', '0xaa02', '0xaa03'];
  await redis.zadd(keys.wantedTransactions(), NOW_MS, transaction);
  await store.write([
    view('across:1:10', { transactions: [transaction], addresses: [sender, recipient] }),
    view('across:1:11', { transactions: [transaction], addresses: [sender], startedAtMs: NOW_MS - 120_000 }),
    view('across:1:12', { addresses: [sender], startedAtMs: NOW_MS - TRANSFER_KEPT_MS - 1 }),
  ]);
  expect(await redis.zrange(keys.transfersByAddress(sender), 0, '-1')).toEqual(['across:1:11', 'across:1:10']);
  expect(await redis.zrange(keys.transfersByAddress(recipient), 0, '-1')).toEqual(['across:1:10']);
  expect((await redis.smembers(keys.transfersByTransaction(transaction))).toSorted()).toEqual(['across:1:10', 'across:1:11']);
  expect(await redis.zcard(keys.wantedTransactions())).toBe(0);
  for (const key of [keys.transfersByAddress(sender), keys.transfersByTransaction(transaction)])
    expect(await redis.pttl(key)).toBeGreaterThan(TRANSFER_KEPT_MS);
});

test('transactions that somebody looks for are bounded: those named longest ago leave', async () => {
  const reader = createTransferReader({
    redis,
    subscriber: { subscribe: async () => {}, unsubscribe: () => {}, onRestored: () => {} },
    keys,
  });
  const earlier = Array.from({ length: 2_500 }, (_, at) => [NOW_MS + at, `0x${at}`]).flat();
  await redis.zadd(keys.wantedTransactions(), ...earlier);
  await reader.want('0xAB', NOW_MS);
  const kept = await redis.zrange(keys.wantedTransactions(), 0, '-1');
  expect([kept.length, kept.at(-1), kept[0]]).toEqual([2_000, '0xab', '0x501']);
});
