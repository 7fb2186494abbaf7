import { useEffect, useState } from 'react';
import type { BookView } from '#sdk/book-view.ts';
import { type Reading, withReading } from './best-history.ts';

/** Histories of books that were looked at lately are kept, so that going back to one finds its chart. */
const BOOKS_KEPT = 20;

export const bestAmountOut = ({ routes }: BookView): bigint | null =>
  routes.reduce<bigint | null>((best, { amountOut }) => (best === null || BigInt(amountOut) > best ? BigInt(amountOut) : best), null);

/** For as long as the page lives: a look at a transfer and back loses nothing. */
const histories = new Map<string, readonly Reading[]>();

const keep = (key: string, amountOut: bigint | null): readonly Reading[] => {
  const readings = withReading(histories.get(key) ?? [], { atMs: Date.now(), amountOut });
  histories.delete(key);
  histories.set(key, readings);
  for (const oldest of [...histories.keys()].slice(0, -BOOKS_KEPT)) histories.delete(oldest);
  return readings;
};

/** What the best amount out has been since the board was opened. What is not known to be so now is a gap. */
export const useBestHistory = (book: BookView): readonly Reading[] => {
  const { key } = book;
  const [readings, setReadings] = useState<readonly Reading[]>([]);
  useEffect(() => {
    setReadings(book.key === '' ? [] : keep(book.key, book.status === 'live' ? bestAmountOut(book) : null));
  }, [book]);
  // While nobody looks nothing is known.
  useEffect(() => () => void (key !== '' && keep(key, null)), [key]);
  return readings;
};
