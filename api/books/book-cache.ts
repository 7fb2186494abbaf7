import type { BookReader } from '#platform/redis/book-reader.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { type HeldBook, readBook } from './held-book.ts';
import { BOOK_IDLE_MS, BOOKS_HELD_MAX, HISTORY_VERSIONS, IDLE_SWEEP_MS } from './limits.ts';

/** The books that somebody looks at, kept fresh by what the ranker announces. */
export interface BookCache {
  /** The book if it is held already; asking keeps it held. */
  peek(key: string): HeldBook | undefined;
  /** The book, fetched and from then on held. Rejects when Redis is out of reach. */
  get(key: string): Promise<HeldBook>;
  /** Holds the book and hears of each version until `release`. Rejects when Redis is out of reach or no more can be held. */
  follow(key: string, onChange: (book: HeldBook) => void): Promise<FollowedBook>;
  count(): number;
  close(): void;
}

export interface FollowedBook {
  current(): HeldBook;
  /** An earlier version, if it is still known. */
  version(version: number): HeldBook | undefined;
  release(): void;
}

/** No more books can be held: everyone of them is being followed. */
export class TooManyBooksError extends Error {
  override readonly name = 'TooManyBooksError';
}

interface Entry {
  readonly key: string;
  book: HeldBook;
  /** Earlier versions, oldest first; kept once the book has had a follower. */
  history: HeldBook[] | undefined;
  readonly listeners: Set<(book: HeldBook) => void>;
  /** Callers between asking and following; the entry must not be evicted under them. */
  waiting: number;
  lastAskedMs: number;
  loaded: boolean;
  loading: Promise<void>;
}

export interface BookCacheOptions {
  readonly reader: BookReader;
  /** The book of version 0. */
  readonly emptyBook: (key: string) => HeldBook;
  /** Epoch ms. */
  readonly now: () => number;
  readonly logger: Logger;
  /** Hears of every version that is held, before anybody is shown it. */
  readonly onBook?: (book: HeldBook) => void;
  readonly maxBooks?: number;
}

const inUse = (entry: Entry): boolean => entry.listeners.size > 0 || entry.waiting > 0;

export const createBookCache = (options: BookCacheOptions): BookCache => {
  const { reader, emptyBook, now, logger, onBook, maxBooks = BOOKS_HELD_MAX } = options;
  const entries = new Map<string, Entry>();

  const drop = (entry: Entry) => {
    entries.delete(entry.key);
    reader.unwatch(entry.key);
  };

  /** Takes a version if it is newer; announcements and reads may cross. */
  const take = (entry: Entry, bytes: Buffer) => {
    let book: HeldBook;
    try {
      book = readBook(bytes);
    } catch (error) {
      logger.error({ key: entry.key, error: String(error) }, 'unreadable book');
      return;
    }
    if (book.json.version <= entry.book.json.version) return;
    if (entry.history !== undefined && entry.book.json.version > 0) {
      entry.history.push(entry.book);
      if (entry.history.length > HISTORY_VERSIONS) entry.history.shift();
    }
    entry.book = book;
    onBook?.(book);
    for (const listener of entry.listeners) listener(book);
  };

  const load = async (entry: Entry) => {
    // Watched first and read after, so that no version falls between the two.
    await reader.watch(entry.key, (bytes) => take(entry, bytes));
    const bytes = await reader.read(entry.key);
    if (bytes !== undefined) take(entry, bytes);
    entry.loaded = true;
  };

  const makeRoom = () => {
    if (entries.size < maxBooks) return;
    let idlest: Entry | undefined;
    for (const entry of entries.values())
      if (!inUse(entry) && entry.lastAskedMs < (idlest?.lastAskedMs ?? Number.POSITIVE_INFINITY)) idlest = entry;
    if (idlest === undefined)
      throw new TooManyBooksError('this server follows as many books as it may; ask for one that others look at too');
    drop(idlest);
  };

  const entryOf = async (key: string): Promise<Entry> => {
    let entry = entries.get(key);
    if (entry === undefined) {
      makeRoom();
      const fresh: Entry = {
        key,
        book: emptyBook(key),
        history: undefined,
        listeners: new Set(),
        waiting: 0,
        lastAskedMs: now(),
        loaded: false,
        loading: Promise.resolve(),
      };
      entries.set(key, fresh);
      fresh.loading = load(fresh).catch((error) => {
        drop(fresh);
        throw error;
      });
      entry = fresh;
    }
    entry.lastAskedMs = now();
    entry.waiting += 1;
    try {
      if (!entry.loaded) await entry.loading;
    } finally {
      entry.waiting -= 1;
    }
    return entry;
  };

  const sweep = () => {
    const before = now() - BOOK_IDLE_MS;
    for (const entry of entries.values()) if (!inUse(entry) && entry.lastAskedMs < before) drop(entry);
  };
  const timer = setInterval(sweep, IDLE_SWEEP_MS);

  reader.onRestored(() => {
    for (const entry of entries.values()) {
      reader
        .read(entry.key)
        .then((bytes) => bytes !== undefined && take(entry, bytes))
        .catch((error) => logger.warn({ key: entry.key, error: String(error) }, 'a book could not be read again'));
    }
  });

  return {
    peek: (key) => {
      const entry = entries.get(key);
      if (entry === undefined || !entry.loaded) return undefined;
      entry.lastAskedMs = now();
      return entry.book;
    },
    get: async (key) => (await entryOf(key)).book,
    follow: async (key, onChange) => {
      const entry = await entryOf(key);
      // Each follower is its own entry in the set, even where two pass the same function.
      const listener = (book: HeldBook) => onChange(book);
      entry.listeners.add(listener);
      entry.history ??= [];
      return {
        current: () => entry.book,
        version: (version) =>
          entry.book.json.version === version ? entry.book : entry.history?.find(({ json }) => json.version === version),
        release: () => {
          entry.listeners.delete(listener);
          entry.lastAskedMs = now();
        },
      };
    },
    count: () => entries.size,
    close: () => clearInterval(timer),
  };
};
