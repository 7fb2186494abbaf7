import { useEffect, useRef, useState } from 'react';
import type { BookView } from '#sdk/book-view.ts';
import { type Reading, withReading } from './best-history.ts';

/** Histories of books that were looked at lately are kept, so that going back to one finds its chart. */
const BOOKS_KEPT = 20;

export const bestAmountOut = ({ routes }: BookView): bigint | null =>
  routes.reduce<bigint | null>((best, { amountOut }) => (best === null || BigInt(amountOut) > best ? BigInt(amountOut) : best), null);

/** What the best amount out has been since the board was opened. What is not known to be so now is a gap. */
export const useBestHistory = (book: BookView): readonly Reading[] => {
  const histories = useRef(new Map<string, readonly Reading[]>());
  const [readings, setReadings] = useState<readonly Reading[]>([]);
  useEffect(() => {
    const kept = histories.current;
    const amountOut = book.status === 'live' ? bestAmountOut(book) : null;
    const next = book.key === '' ? [] : withReading(kept.get(book.key) ?? [], { atMs: Date.now(), amountOut });
    if (book.key !== '') {
      kept.delete(book.key);
      kept.set(book.key, next);
      for (const key of [...kept.keys()].slice(0, -BOOKS_KEPT)) kept.delete(key);
    }
    setReadings(next);
  }, [book]);
  return readings;
};
