import type { Book } from '#core/domain/book.ts';
import type { BookRecord } from '../generated/book.ts';
import type { WrittenBook } from './book-json.ts';

/** A book as a record of the topic `books`. */
export const bookToRecord = (book: Book, { json, checksum }: WrittenBook): BookRecord => ({
  key: book.key,
  corridor: book.corridor,
  amountIn: book.amountIn.toString(),
  version: book.version,
  asOfMs: book.asOfMs,
  checksum,
  routeIds: book.routes.map(({ routeId }) => routeId),
  json,
});
