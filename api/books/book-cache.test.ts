import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bookJson } from '#test/support/arbitrary-book.ts';
import { createBookCache, TooManyBooksError } from './book-cache.ts';
import { emptyBookFor } from './empty-book.ts';
import { createInterest } from './interest.ts';
import { BOOK_IDLE_MS, IDLE_SWEEP_MS } from './limits.ts';

const logger = pino({ level: 'silent' });
const keyOf = (amount: number) => `ethereum:USDC>arbitrum:USDC@${amount}`;
const bytesOf = (key: string, version: number) =>
  Buffer.from(JSON.stringify(bookJson({ routes: [], excluded: [], pending: [], volatility: 0 }, version, key)));

/** Books in a map, announced by hand; it may be out of reach. */
const createWorld = (maxBooks = 10) => {
  const stored = new Map<string, Buffer>();
  const watched = new Map<string, (bytes: Buffer) => void>();
  let restored: () => void = () => {};
  const world = { stored, watched, away: false, restore: () => restored() };
  const books = createBookCache({
    reader: {
      read: async (key) => {
        if (world.away) throw new Error('away');
        return stored.get(key);
      },
      watch: async (key, listener) => {
        if (world.away) throw new Error('away');
        watched.set(key, listener);
      },
      unwatch: (key) => {
        watched.delete(key);
      },
      onRestored: (listener) => {
        restored = listener;
      },
    },
    emptyBook: emptyBookFor(['across'], Date.now),
    now: Date.now,
    logger,
    maxBooks,
  });
  return { ...world, books, world };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('held books', () => {
  test('are let go when nobody has asked for a minute, but not while followed', async () => {
    const { books, watched } = createWorld();
    await books.get(keyOf(1));
    const followed = await books.follow(keyOf(2), () => {});
    await vi.advanceTimersByTimeAsync(BOOK_IDLE_MS / 2);
    books.peek(keyOf(1));
    await vi.advanceTimersByTimeAsync(BOOK_IDLE_MS - IDLE_SWEEP_MS);
    expect(watched.size).toBe(2);
    await vi.advanceTimersByTimeAsync(2 * IDLE_SWEEP_MS);
    expect([...watched.keys()]).toEqual([keyOf(2)]);
    followed.release();
    await vi.advanceTimersByTimeAsync(BOOK_IDLE_MS + IDLE_SWEEP_MS);
    expect([watched.size, books.count()]).toEqual([0, 0]);
    books.close();
  });

  test('are bounded: the one asked for longest ago makes room, and one that is followed never does', async () => {
    const { books } = createWorld(2);
    const followed = await books.follow(keyOf(1), () => {});
    await books.get(keyOf(2));
    await books.get(keyOf(3));
    expect([books.peek(keyOf(1)), books.peek(keyOf(2)), books.peek(keyOf(3))].map((book) => book !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    const other = await books.follow(keyOf(3), () => {});
    await expect(books.get(keyOf(4))).rejects.toThrow(TooManyBooksError);
    other.release();
    await books.get(keyOf(4));
    followed.release();
    books.close();
  });

  test('are read again when a lost connection is back, and only newer versions count', async () => {
    const { books, stored, watched, restore } = createWorld();
    const key = keyOf(1);
    stored.set(key, bytesOf(key, 5));
    const heard: number[] = [];
    const followed = await books.follow(key, ({ json }) => heard.push(json.version));
    watched.get(key)?.(bytesOf(key, 6));
    watched.get(key)?.(bytesOf(key, 6));
    watched.get(key)?.(Buffer.from('no book'));
    stored.set(key, bytesOf(key, 4));
    restore();
    await vi.advanceTimersByTimeAsync(0);
    stored.set(key, bytesOf(key, 9));
    restore();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([6, 9]);
    expect(followed.version(5)?.json.version).toBe(5);
    expect(followed.version(7)).toBeUndefined();
    followed.release();
    books.close();
  });

  test('that cannot be fetched are not held, and the next caller tries again', async () => {
    const { books, world } = createWorld();
    world.away = true;
    await expect(books.get(keyOf(1))).rejects.toThrow('away');
    expect(books.count()).toBe(0);
    world.away = false;
    expect((await books.get(keyOf(1))).json.version).toBe(0);
    books.close();
  });
});

test('interest is begun once, renewed by one write for all, and lapses with its last holder', async () => {
  const begun: string[] = [];
  let renewed: readonly string[] = [];
  const writer = {
    begin: async (key: string) => {
      begun.push(key);
    },
    renew: async (keys: readonly string[]) => {
      renewed = keys;
    },
  };
  const interest = createInterest({ writer, now: Date.now, logger });
  const first = interest.hold('a');
  const second = interest.hold('a');
  interest.touch('b');
  expect(begun).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(renewed).toEqual(['a', 'b']);
  first();
  first();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(renewed).toEqual(['a']);
  second();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([renewed, interest.count()]).toEqual([[], 0]);
  interest.close();
});
