import { useRef } from 'react';
import type { BookView } from '#sdk/book-view.ts';

/** How many rows room is kept for: as high as a route's, and as low as that of a bridge that is out. */
export interface BookRoom {
  readonly high: number;
  readonly low: number;
}

/**
 * Until all have answered, any of the bridges may have a route. After that as many as ever had one at a time: what is below moves once, and not
 * again when one drops out for a while.
 */
export const useBookRoom = (book: BookView, bridges: number): BookRoom => {
  const seen = useRef({ key: '', routes: 0, isComplete: false });
  if (seen.current.key !== book.key) seen.current = { key: book.key, routes: 0, isComplete: false };
  const known = seen.current;
  known.routes = Math.max(known.routes, book.routes.length);
  known.isComplete ||= book.status !== 'waiting' && book.pending.length === 0;
  if (book.status === 'refused') return { high: 0, low: 0 };
  const high = known.isComplete ? known.routes : Math.max(bridges, known.routes);
  return { high, low: Math.max(0, bridges - high) };
};
