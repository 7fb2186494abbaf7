import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { RouteStore } from '#platform/redis/route-store.ts';
import { BOOK_KEY, bookJson, routeJson } from '#test/support/arbitrary-book.ts';
import { createRouteIndex } from './route-index.ts';

const logger = pino({ level: 'silent' });
const PARTS = { cost: 1, speed: 1, reliability: 1, liquidity: 1 };
const book = (...venues: string[]) =>
  bookJson(
    { routes: venues.map((venue) => routeJson({ venue, amountOut: 1, parts: PARTS })), excluded: [], pending: [], volatility: 0 },
    1,
    BOOK_KEY,
  );

const worldOf = () => {
  const written: string[] = [];
  const state = { nowMs: 0, down: false, stored: new Map<string, string>() };
  const store: RouteStore = {
    put: async (key, routeIds) => {
      if (state.down) throw new Error('away');
      written.push(...routeIds);
      for (const routeId of routeIds) state.stored.set(routeId, key);
    },
    find: async (routeId) => state.stored.get(routeId),
  };
  return { written, state, index: createRouteIndex({ store, now: () => state.nowMs, logger }) };
};

test('a book that changes names the same routes: they are told of once, and again after a while', () => {
  const { index, written, state } = worldOf();
  index.note(book('across'));
  index.note(book('across', 'stargate'));
  index.note(book('across', 'stargate'));
  expect(written).toEqual(['r-across', 'r-stargate']);
  state.nowMs = 600_000;
  index.note(book('across'));
  expect(written).toEqual(['r-across', 'r-stargate', 'r-across']);
});

test('what could not be told of is told with the next version, and found here meanwhile', async () => {
  const { index, written, state } = worldOf();
  state.down = true;
  index.note(book('across'));
  await Promise.resolve();
  state.down = false;
  expect(await index.find('r-across')).toBe(BOOK_KEY);
  await new Promise(setImmediate);
  index.note(book('across'));
  expect(written).toEqual(['r-across']);
});

test('a route that another API has shown is found, one that nobody has is not', async () => {
  const { index, state } = worldOf();
  state.stored.set('r-hop', 'a book');
  expect(await index.find('r-hop')).toBe('a book');
  expect(await index.find('r-cctp')).toBeUndefined();
});
