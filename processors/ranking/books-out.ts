import type { Book } from '#core/domain/book.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { bookToRecord } from '#schemas/codecs/book.ts';
import type { WrittenBook } from '#schemas/codecs/book-json.ts';
import type { BookLog } from './book-log.ts';
import type { BookShelf } from './book-shelf.ts';
import type { BookTraces } from './book-traces.ts';
import type { RankingMetrics } from './ranking-metrics.ts';
import type { BookBytes, Refusal } from './redis-books.ts';

/** A refused book is written again above the version that stood in its way; more rounds than this mean a fight of two rankers. */
const ROUNDS_MAX = 5;

export interface BooksOut {
  /** Ranks and writes what is dirty. One at a time; a call while one runs is served by a run that begins after it. */
  write(): Promise<void>;
}

/** The way of changed books: ranked, made bytes, into the view, then into the log. */
export const createBooksOut = (deps: {
  shelf: BookShelf;
  writeBook: (book: Book) => WrittenBook;
  writeView: (books: readonly BookBytes[]) => Promise<readonly Refusal[]>;
  log: BookLog;
  traces: BookTraces;
  metrics: RankingMetrics;
  logger: Logger;
  now: () => number;
  /** Until the quotes have been read up to now, half-filled books stay inside. */
  mayWrite: () => boolean;
}): BooksOut => {
  const { shelf, writeBook, writeView, log, traces, metrics, logger, now, mayWrite } = deps;
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  const round = async (): Promise<void> => {
    const books = shelf.rankDirty(now());
    if (books.length === 0) return;
    const written = books.map((book) => ({ book, bytes: writeBook(book) }));
    const writing = traces.writing(books);
    let refusals: readonly Refusal[];
    try {
      const bodies = written.map(({ book, bytes }) => ({ key: book.key, version: book.version, json: bytes.json }));
      refusals = await writing.run(() => writeView(bodies));
    } catch (error) {
      for (const { key } of books) shelf.again(key);
      throw error;
    } finally {
      writing.end();
    }
    const refused = new Set(refusals.map(({ key }) => key));
    for (const { key, storedVersion } of refusals) shelf.again(key, storedVersion);
    const accepted = written.filter(({ book }) => !refused.has(book.key));
    log.put(accepted.map(({ book, bytes }) => bookToRecord(book, bytes)));
    metrics.written(
      accepted.map(({ book }) => book),
      now(),
    );
  };

  const writeAll = async (): Promise<void> => {
    if (!mayWrite()) return;
    const begunAtMs = now();
    await round();
    // What is dirty now was refused, or changed meanwhile; the first kind must not wait for the second's batch.
    for (let left = ROUNDS_MAX; shelf.dirty > 0; left -= 1) {
      if (left === 0) {
        logger.warn({ books: shelf.dirty }, 'books are refused again and again: does another ranker own these partitions?');
        return;
      }
      await round();
    }
    metrics.flushed((now() - begunAtMs) / 1_000);
  };

  return {
    write: () => {
      queued ??= running
        .catch(() => undefined)
        .then(() => {
          queued = undefined;
          running = writeAll();
          return running;
        });
      return queued;
    },
  };
};
