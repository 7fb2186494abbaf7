import { useEffect, useRef, useState } from 'react';
import type { BookView } from '#sdk/book-view.ts';
import type { BoardView } from '../model/board-view.ts';
import { bridgeNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { formatAmount } from '../model/format-amount.ts';
import { formatDuration } from '../model/format-duration.ts';

/** A reader who listens hears of a new leader, but never more often than this. */
const QUIET_MS = 10_000;

const summaryOf = (world: World, view: BoardView, book: BookView): string => {
  if (book.status === 'stale') return 'The connection is lost. What is shown is old.';
  const [route] = book.routes;
  if (book.status === 'waiting' || route === undefined) return '';
  const venue = route.legs.map((leg) => bridgeNameOf(world, leg.venue)).join(' and ');
  const amount = formatAmount(BigInt(route.amountOut), world.assets.get(view.to)?.decimals ?? 0, 2);
  return `${venue} leads: ${amount} ${symbolOf(view.to)}, about ${formatDuration(route.etaSeconds.p50)}.`;
};

/** Tells a screen reader who leads, politely and seldom. Nothing of it is seen. */
export const Announcer = ({ world, view, book }: { world: World; view: BoardView; book: BookView }) => {
  const summary = summaryOf(world, view, book);
  const [said, setSaid] = useState('');
  const lastMs = useRef(0);
  useEffect(() => {
    const waitMs = Math.max(0, lastMs.current + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      lastMs.current = Date.now();
      setSaid(summary);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [summary]);
  return (
    <p className="hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
};
