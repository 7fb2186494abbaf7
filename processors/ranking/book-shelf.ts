import type { Book } from '#core/domain/book.ts';
import { bookKey, type Corridor } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { addSlot, type BookState, createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { type RankingInputs, rankBook } from '#core/ranking/rank-book.ts';
import { nextVersion } from '#core/ranking/version.ts';
import { createExpiryQueue } from './expiry-queue.ts';
import type { OrphanedBook } from './orphaned-books.ts';

/** Books held at most; at some 20 KiB each this is 400 MiB. */
const BOOKS_MAX = 20_000;
/** When the shelf is full, this share of it goes, the longest untouched first. */
const LET_GO_SHARE = 0.1;
/** No event comes from here: the partition of a book that was found in the view. */
const NO_PARTITION = -1;
/** Older than every event. */
const LONG_AGO = { observedAtMs: 0, quoteId: '' };
/** A book of which nothing newer was heard is let go: nobody asks for it any more. */
export const BOOK_IDLE_MS = 600_000;

interface Held {
  readonly state: BookState;
  /** Of the topic `quotes`, where its events come from. */
  partition: number;
  version: number;
  /** The moment at which this book stands in the expiry queue; Infinity when it does not. */
  queuedMs: number;
}

export interface BookShelf {
  /** Takes a quote in. False when it changes nothing. */
  fold(event: QuoteEvent, corridor: Corridor, partition: number): boolean;
  /** Takes over a book that the view holds and nobody looks after. False when it is held already. */
  adopt(orphan: OrphanedBook): boolean;
  /** Lets go of the books of all other partitions: another ranker has them, and two must not write one book. */
  keepOnly(partitions: ReadonlySet<number>): void;
  /** Marks every held book, or those that `touches` picks, to be ranked anew. */
  touch(touches?: (state: BookState) => boolean): void;
  /** Marks one book again: its bytes were not taken. `aboveVersion` is what the view holds already. */
  again(key: string, aboveVersion?: number): void;
  /** Ranks what changed since the last time, and what expired by now. */
  rankDirty(nowMs: number): Book[];
  /** When the next quote expires; undefined when none does. */
  nextExpiryMs(): number | undefined;
  readonly dirty: number;
  readonly size: number;
  /** Lets go of books that nobody asked for in a while. Gives their number. */
  sweep(nowMs: number): number;
}

/** The books of this process: what is folded, what is to be ranked, what expires when. */
export const createBookShelf = (inputs: RankingInputs): BookShelf => {
  const held = new Map<string, Held>();
  const dirty = new Set<Held>();
  const expiries = createExpiryQueue();

  const drop = (key: string, book: Held) => {
    held.delete(key);
    dirty.delete(book);
  };

  const makeRoom = () => {
    const oldestFirst = [...held].sort(([, a], [, b]) => a.state.newestMs - b.state.newestMs);
    for (const [key, book] of oldestFirst.slice(0, Math.ceil(BOOKS_MAX * LET_GO_SHARE))) drop(key, book);
  };

  const bookOf = (corridor: Corridor, amountIn: bigint, partition: number): Held => {
    const key = bookKey(corridor.id, amountIn);
    const known = held.get(key);
    if (known !== undefined) return known;
    if (held.size >= BOOKS_MAX) makeRoom();
    const book: Held = { state: createBookState(key, corridor, amountIn), partition, version: 0, queuedMs: Number.POSITIVE_INFINITY };
    held.set(key, book);
    return book;
  };

  const expire = (nowMs: number) => {
    for (const key of expiries.due(nowMs)) {
      const book = held.get(key);
      if (book === undefined) continue;
      book.queuedMs = Number.POSITIVE_INFINITY;
      dirty.add(book);
    }
  };

  return {
    fold: (event, corridor, partition) => {
      const book = bookOf(corridor, event.amountIn, partition);
      book.partition = partition;
      if (!foldQuote(book.state, event)) return false;
      dirty.add(book);
      return true;
    },
    adopt: ({ key, corridor, amountIn, version, bridges }) => {
      if (held.has(key)) return false;
      const book = bookOf(corridor, amountIn, NO_PARTITION);
      book.version = version;
      for (const { bridge, failure } of bridges) addSlot(book.state, bridge, failure && { ...LONG_AGO, failure });
      dirty.add(book);
      return true;
    },
    keepOnly: (partitions) => {
      for (const [key, book] of held) if (!partitions.has(book.partition)) drop(key, book);
    },
    touch: (touches) => {
      for (const book of held.values()) if (touches === undefined || touches(book.state)) dirty.add(book);
    },
    again: (key, aboveVersion = 0) => {
      const book = held.get(key);
      if (book === undefined) return;
      book.version = Math.max(book.version, aboveVersion);
      dirty.add(book);
    },
    rankDirty: (nowMs) => {
      expire(nowMs);
      const books: Book[] = [];
      for (const book of dirty) {
        const { state } = book;
        const { nextExpiryMs, ...ranking } = rankBook(state, inputs, nowMs);
        if (nextExpiryMs < book.queuedMs) {
          book.queuedMs = nextExpiryMs;
          expiries.push(nextExpiryMs, state.key);
        }
        book.version = nextVersion(book.version, nowMs);
        books.push({
          key: state.key,
          corridor: state.corridor.id,
          amountIn: state.amountIn,
          version: book.version,
          asOfMs: nowMs,
          ...ranking,
        });
      }
      dirty.clear();
      return books;
    },
    nextExpiryMs: () => expiries.nextMs(),
    get dirty() {
      return dirty.size;
    },
    get size() {
      return held.size;
    },
    sweep: (nowMs) => {
      const before = held.size;
      for (const [key, book] of held) if (book.state.newestMs < nowMs - BOOK_IDLE_MS) drop(key, book);
      return before - held.size;
    },
  };
};
