import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { HealthJson } from '#schemas/api/health.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { type Frame, openFeed, type RawFeed } from './raw-feed.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('alone');

const base = inject('routebookUrl');
const dataDir = inject('routebookDataDir');
const simnet = (...words: string[]) => simnetCommand(dataDir, ...words);
/** Base books that no other test looks at; nobody's demand makes them fresher than they are. */
const BOOKS = [
  { from: 'optimism:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' },
  { from: 'base:USDC', to: 'ethereum:USDC', amountIn: '1000000000' },
];
const POLL = { timeout: 60_000, interval: 200 };

let feed: RawFeed;
beforeAll(async () => {
  feed = await openFeed(base);
});
afterEach(async () => {
  await simnet('clear');
  await simnet('resolve');
  await simnet('unset');
});

const bridge = async (id: string) => (await (await fetch(`${base}/api/v1/bridges/${id}`)).json()) as HealthJson;
const breakerOf = async (id: string) => (await bridge(id)).breaker.state;
const venues = (routes: unknown) => (routes as { routeId: string }[]).map(({ routeId }) => routeId.slice(0, routeId.lastIndexOf('-')));

/** Subscribes to both books, and waits until each has the routes of both bridges. */
const openBooks = async (): Promise<RawFeed> => {
  const socket = await openFeed(base);
  for (const [index, params] of BOOKS.entries()) socket.send({ op: 'subscribe', id: String(index), channel: 'routes', params });
  const whole = new Set<string>();
  while (whole.size < BOOKS.length) {
    const frame = await socket.next(({ type }) => type === 'snapshot' || type === 'delta');
    const order = frame.type === 'snapshot' ? venues(frame.routes) : venues((frame.order as string[]).map((routeId) => ({ routeId })));
    if (order.length === 2) whole.add(frame.key as string);
  }
  return socket;
};

/** The frame of each book that takes a bridge's route out. */
const gone = async (socket: RawFeed, id: string): Promise<readonly Frame[]> => {
  const found = new Map<string, Frame>();
  while (found.size < BOOKS.length) {
    const frame = await socket.next(({ type, remove }) => type === 'delta' && venues(remove).includes(id));
    found.set(frame.key as string, frame);
  }
  return [...found.values()];
};

test('an upstream that fails three times in a row loses its routes in every book, and has them back when it answers', async () => {
  feed.send({ op: 'subscribe', id: 'b', channel: 'bridges', params: { bridge: 'across' } });
  const socket = await openBooks();
  await simnet('fault', 'error', '--provider', 'across', '--status', '503');
  for (const { remove, excluded } of await gone(socket, 'across')) {
    expect(remove).toEqual([{ routeId: expect.stringMatching(/^across-/), reason: 'BREAKER_OPEN' }]);
    expect(excluded).toEqual([{ bridge: 'across', reason: 'BREAKER_OPEN', detail: expect.stringContaining('HTTP 503') }]);
  }
  expect((await bridge('across')).breaker).toMatchObject({ state: 'open', reason: expect.stringContaining('UPSTREAM_ERROR') });
  await feed.next(({ type, bridges }) => type === 'update' && (bridges as HealthJson[])[0]?.breaker.state === 'open');
  await simnet('clear');
  await expect.poll(() => breakerOf('across'), POLL).toBe('closed');
  const { windows } = await bridge('across');
  expect(windows['1h'].failures.UPSTREAM_ERROR).toBeGreaterThanOrEqual(3);
  socket.close();
});

test('a declared incident and a fall of TVL do so at once, whatever the bridge answers', async () => {
  const socket = await openBooks();
  await simnet('incident', 'stargate', 'A pool is being drained');
  for (const { remove } of await gone(socket, 'stargate')) expect(remove).toMatchObject([{ reason: 'BREAKER_OPEN' }]);
  expect((await bridge('stargate')).breaker.reason).toContain('A pool is being drained');
  await simnet('resolve', 'stargate');
  await expect.poll(() => breakerOf('stargate'), POLL).toBe('closed');
  await simnet('set', 'tvl.usd', '--bridge', 'stargate', '--value', '100000000');
  await expect.poll(async () => (await bridge('stargate')).breaker.reason, POLL).toContain('TVL fell');
  await simnet('unset', 'tvl.usd');
  await expect.poll(() => breakerOf('stargate'), POLL).toBe('closed');
  socket.close();
});
