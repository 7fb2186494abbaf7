import { useEffect, useRef, useState } from 'react';
import { type BookView, EMPTY_VIEW } from '#sdk/book-view.ts';
import type { BookSubscription, FeedClient } from '#sdk/feed-client.ts';
import type { BoardView } from './board-view.ts';

/** The board shows as many routes as the feed gives. */
const DEPTH = 20;

/** The book of a view, weighed as the view says. Until it is there the view is empty: never another book's routes. */
export const useBook = (feed: FeedClient, { from, to, amountIn, weighing }: BoardView): BookView => {
  const [view, setView] = useState<BookView>(EMPTY_VIEW);
  const subscription = useRef<BookSubscription>(undefined);
  const latest = useRef(weighing);
  // The server's own order is the preset `best`; nothing is placed anew for it.
  latest.current = weighing;

  useEffect(() => {
    const local = latest.current === 'best' ? null : latest.current;
    const current = feed.subscribe({ from, to, amountIn, depth: DEPTH }, { weights: local, onChange: setView });
    subscription.current = current;
    setView(current.view());
    return () => current.close();
  }, [feed, from, to, amountIn]);

  useEffect(() => {
    subscription.current?.setWeights(weighing === 'best' ? null : weighing);
  }, [weighing]);

  return view.key === '' || view.key === `${from}>${to}@${amountIn}` ? view : EMPTY_VIEW;
};
