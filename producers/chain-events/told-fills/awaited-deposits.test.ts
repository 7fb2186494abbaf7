import { expect, test } from 'vitest';
import { relay } from '#bridges/relay/relay.ts';
import { assetById } from '#core/domain/asset.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import { createAwaitedDeposits } from './awaited-deposits.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_764_150_000_000;
const word = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const ADDRESS = `0x${'ad'.repeat(20)}`;
const KEY = `relay:1:${word(5)}`;

const promise = (over: Partial<IssuedQuote> = {}): IssuedQuote => ({
  routeId: 'relay-1',
  bridge: 'relay',
  corridor: 'ethereum:USDC>base:USDC',
  from: 'ethereum:USDC',
  to: 'base:USDC',
  sender: `0x${'a1'.repeat(20)}`,
  recipient: `0x${'a2'.repeat(20)}`,
  amountIn: 1_000n,
  amountSent: 1_000n,
  amountOut: 990n,
  minAmountOut: 980n,
  etaSeconds: { p50: 2, p90: 10 },
  request: { requestId: word(4), transferId: word(5) },
  depositAddress: ADDRESS,
  quotedAtMs: NOW_MS - 100,
  issuedAtMs: NOW_MS,
  ...over,
});

const deposit = (over: Partial<ChainEvent> = {}): ChainEvent => ({
  eventId: `1:${word(7)}:3:${KEY}`,
  transferKey: KEY,
  bridge: 'relay',
  kind: 'deposit',
  removed: false,
  chainId: 1,
  blockNumber: 10,
  blockHash: word(7),
  logIndex: 3,
  transactionHash: word(8),
  blockTimeMs: NOW_MS,
  observedAtMs: NOW_MS,
  fields: { depositAddress: ADDRESS, inputToken: assetById('ethereum:USDC')?.address ?? '', inputAmount: '1000' },
  ...over,
});
const swept = deposit({ eventId: `1:${word(9)}:0`, transactionHash: word(10), fields: {} });

const waiting = () => {
  let nowMs = NOW_MS;
  const awaited = createAwaitedDeposits({ bridges: [relay], now: () => nowMs });
  awaited.expect([promise()]);
  const keys = () => ({
    asked: awaited.due('relay', nowMs).map(({ transferKey }) => transferKey),
    looked: awaited.on(1).map(({ transferKey }) => transferKey),
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { awaited, keys, pass };
};

test('only a promise that names an address is waited for, under the number that its transfer will have', () => {
  const { awaited, keys } = waiting();
  const { depositAddress: _, ...plain } = promise({ request: { requestId: word(1), transferId: word(2) } });
  awaited.expect([plain, promise()]);
  expect(keys()).toEqual({ asked: [KEY], looked: [KEY] });
  expect(awaited.on(10)).toEqual([]);
});

test('its own transfer ends the wait; its sweep ends the questions, and the transfer is still looked for', () => {
  const { awaited, keys } = waiting();
  awaited.observe(swept);
  expect(keys()).toEqual({ asked: [], looked: [KEY] });
  awaited.observe(deposit());
  expect(keys()).toEqual({ asked: [], looked: [] });
});

test('a reorg that drops both makes it waited for again', () => {
  const { awaited, keys } = waiting();
  for (const removed of [false, true]) for (const event of [deposit(), swept]) awaited.observe({ ...event, removed });
  expect(keys()).toEqual({ asked: [KEY], looked: [KEY] });
});

test('what was told before the promise was read is waited for no more', () => {
  const awaited = createAwaitedDeposits({ bridges: [relay], now: () => NOW_MS });
  awaited.observe(deposit());
  awaited.expect([promise()]);
  expect([awaited.due('relay', NOW_MS), awaited.on(1)]).toEqual([[], []]);
});

test('it is asked about ever more rarely, and given up with the manifest’s time', () => {
  const { awaited, keys, pass } = waiting();
  const [one] = awaited.due('relay', NOW_MS);
  if (one === undefined) throw new Error('nothing is waited for');
  awaited.asking(one, NOW_MS);
  expect(keys().asked).toEqual([]);
  pass(2_000);
  expect(keys().asked).toEqual([KEY]);
  pass(12 * HOUR_MS);
  expect(keys()).toEqual({ asked: [], looked: [] });
  awaited.expect([promise()]);
  expect(keys().looked).toEqual([]);
});

test('each transaction that is named, or waited for, is read once, and none that is no transaction', () => {
  const { awaited } = waiting();
  const [one] = awaited.on(1);
  if (one === undefined) throw new Error('nothing is waited for');
  awaited.named(one, word(20).toUpperCase().replace('0X', '0x'));
  expect(awaited.toTry(one, [word(21), word(20), 'no hash'])).toEqual([word(20), word(21)]);
  awaited.tried(one, word(20));
  expect(awaited.toTry(one, [word(21)])).toEqual([word(21)]);
});

test('one payment is one transfer’s, also where the vendor gives an address twice', () => {
  const { awaited } = waiting();
  const paymentId = `1:${word(7)}:3`;
  expect(awaited.isTaken(paymentId, 'relay:1:0x66')).toBe(false);
  awaited.observe(deposit());
  expect([awaited.isTaken(paymentId, 'relay:1:0x66'), awaited.isTaken(paymentId, KEY)]).toEqual([true, false]);
  awaited.observe(deposit({ removed: true }));
  expect(awaited.isTaken(paymentId, 'relay:1:0x66')).toBe(false);
});
