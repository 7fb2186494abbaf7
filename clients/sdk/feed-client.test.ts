import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FEED_PATH as SCHEMA_PATH, FEED_SUBPROTOCOL as SCHEMA_SUBPROTOCOL } from '#schemas/api/feed.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { FEED_PATH, FEED_SUBPROTOCOL } from './feed-protocol.ts';
import { CORRIDORS, createWorld, keyOf, nextBook, random } from './testing/feed-world.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_760_000_000_000 }));
afterEach(() => vi.useRealTimers());

/** Enough for any back-off in these tests, and for what was asked to be answered. */
const settle = () => vi.advanceTimersByTimeAsync(2_000);
const BACKOFF = { baseMs: 100, maxMs: 1_000 };

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('change' as const), book: fc.nat(2), seed: fc.nat(), jump: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('flush' as const), book: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), book: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('heartbeat' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

describe('a client that is sent snapshots and deltas', () => {
  test('holds a book of the server or knows that it does not, whatever is conflated, lost, spoilt, cut or forgotten; and has the last in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), fc.nat(), async (steps, depth, seed) => {
        const world = createWorld({ backoff: BACKOFF, random: random(seed) });
        const versions = CORRIDORS.map(() => 0);
        const everPut = new Map<string, RouteJson[]>();
        const change = (index: number, jump: number, bookSeed: number) => {
          const key = keyOf(CORRIDORS[index]!);
          versions[index] = (versions[index] ?? 0) + jump;
          const next = nextBook(key, versions[index], bookSeed);
          everPut.set(`${key}#${next.version}`, next.routes.slice(0, depth));
          world.feed.put(next);
        };
        const subscriptions = CORRIDORS.map((corridor) => world.client.subscribe({ ...corridor, depth }));
        const check = () => {
          for (const subscription of subscriptions) {
            const view = subscription.view();
            if (view.status !== 'live' || view.version === 0) continue;
            expect(view.routes).toEqual(everPut.get(`${view.key}#${view.version}`));
          }
        };

        for (const move of steps) {
          if (move.do === 'change') change(move.book, move.jump, move.seed);
          if (move.do === 'flush') world.server()?.flush(keyOf(CORRIDORS[move.book]!));
          if (move.do === 'lose') world.loseNext();
          if (move.do === 'spoil') world.spoilNext();
          if (move.do === 'cut') world.cut();
          if (move.do === 'forget') world.server()?.forget(keyOf(CORRIDORS[move.book]!));
          if (move.do === 'heartbeat') world.server()?.heartbeat(new Date().toISOString());
          if (move.do === 'wait') await settle();
          check();
        }

        // Whatever was broken before is noticed by the next change or the watchdog, and mended.
        for (const round of [1, 2, 3]) {
          await vi.advanceTimersByTimeAsync(16_000);
          CORRIDORS.forEach((_, index) => {
            change(index, 1, seed + round);
          });
          for (const corridor of CORRIDORS) world.server()?.flush(keyOf(corridor));
          await settle();
          check();
        }
        for (const [index, subscription] of subscriptions.entries()) {
          expect(subscription.view()).toMatchObject({ status: 'live', version: versions[index] });
        }
        world.client.close();
      }),
      { numRuns: 150 },
    );
  });

  test('skips versions when the server conflates, and takes the new order of routes that did not change', async () => {
    const world = createWorld();
    const key = keyOf(CORRIDORS[0]);
    world.feed.put(nextBook(key, 3, 1));
    const subscription = world.client.subscribe({ ...CORRIDORS[0], depth: 20 });
    await settle();
    expect(subscription.view().version).toBe(3);
    for (const version of [4, 5, 9]) world.feed.put(nextBook(key, version, version));
    world.server()?.flush(key);
    expect(subscription.view()).toMatchObject({ status: 'live', version: 9 });
    expect(subscription.view().routes).toEqual(world.feed.book(key).routes);
  });

  test('asks for the book anew when a checksum is wrong, and gives the socket up when that does not help', async () => {
    const world = createWorld({ backoff: { baseMs: 60_000, maxMs: 60_000 }, random: () => 0.5 });
    const key = keyOf(CORRIDORS[0]);
    world.feed.put(nextBook(key, 1, 1));
    const subscription = world.client.subscribe(CORRIDORS[0]);
    await settle();
    world.spoilNext();
    world.feed.put(nextBook(key, 2, 2));
    world.server()?.flush(key);
    expect(subscription.view()).toMatchObject({ status: 'live', version: 2 });

    world.feed.put({ ...nextBook(key, 3, 3), routes: nextBook(key, 3, 4).routes });
    world.spoilNext();
    const spoilAgain = subscription.onChange(() => world.spoilNext());
    world.server()?.flush(key);
    spoilAgain();
    expect(subscription.view().status).toBe('stale');
    expect(world.client.connection()).toMatchObject({ phase: 'reconnecting', reason: 'a book does not add up' });
  });
});

describe('a connection', () => {
  test('is opened by the first subscription and not before, and says where it stands', async () => {
    const world = createWorld({ backoff: BACKOFF, random: () => 0.5 });
    expect(world.client.connection()).toEqual({ phase: 'idle' });
    expect(world.sockets).toHaveLength(0);
    const phases: string[] = [];
    world.client.onConnection(({ phase }) => phases.push(phase));
    world.client.subscribe(CORRIDORS[0]);
    await settle();
    world.cut();
    await settle();
    world.client.close();
    expect(phases).toEqual(['connecting', 'live', 'reconnecting', 'connecting', 'live', 'closed']);
  });

  test('that is silent for 15 s is given up and sought again; its books are stale meanwhile', async () => {
    const world = createWorld({ backoff: BACKOFF });
    const subscription = world.client.subscribe(CORRIDORS[0]);
    await settle();
    expect(subscription.view().status).toBe('live');
    const shown: string[] = [];
    subscription.onChange(({ status }) => shown.push(status));
    await vi.advanceTimersByTimeAsync(15_000);
    await settle();
    expect(world.sockets).toHaveLength(2);
    expect(shown[0]).toBe('stale');
    expect(subscription.view().status).toBe('live');
  });

  test('waits between attempts, longer each time, never longer than the limit, and as long as a goaway asks', async () => {
    const world = createWorld({ backoff: { baseMs: 100, maxMs: 800 }, random: () => 0.999 });
    const waits: number[] = [];
    world.client.onConnection((state) => state.phase === 'reconnecting' && waits.push(state.retryAtMs - Date.now()));
    world.refuse(true);
    world.client.subscribe(CORRIDORS[0]);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(waits.slice(0, 5)).toEqual([100, 200, 400, 799, 799]);

    world.refuse(false);
    await settle();
    world.sockets.at(-1)?.onmessage?.({ data: '{"type":"goaway","reconnectInMs":5000}' } as never);
    world.cut();
    expect(waits.at(-1)).toBeGreaterThanOrEqual(5_000);
    expect(waits.at(-1)).toBeLessThanOrEqual(6_000);
  });

  test('that nobody wants any more is not sought again', async () => {
    const world = createWorld();
    const subscription = world.client.subscribe(CORRIDORS[0]);
    await settle();
    subscription.close();
    expect(world.server()?.keys()).toEqual([]);
    world.cut();
    await settle();
    expect(world.client.connection()).toEqual({ phase: 'idle' });
    expect(world.sockets).toHaveLength(1);
  });
});

test('an async iterator gives the latest view, ends with its subscription, and throws what the server refused', async () => {
  const world = createWorld();
  const key = keyOf(CORRIDORS[0]);
  world.feed.put(nextBook(key, 1, 1));
  const subscription = world.client.subscribe(CORRIDORS[0]);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const view of subscription) {
      seen.push(view.version);
      if (view.version === 4) subscription.close();
    }
  })();
  await settle();
  for (const version of [2, 3, 4]) {
    world.feed.put(nextBook(key, version, version));
    world.server()?.flush(key);
  }
  await reading;
  expect(seen).toEqual([1, 4]);

  const refused = world.client.subscribe({ ...CORRIDORS[0], to: CORRIDORS[0].from });
  await expect(refused[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'SAME_ASSET', pointer: '/params/to' });
});

test('path and subprotocol are those of the schemas', () => {
  expect([FEED_PATH, FEED_SUBPROTOCOL]).toEqual([SCHEMA_PATH, SCHEMA_SUBPROTOCOL]);
});
