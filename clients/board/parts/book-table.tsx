import { useRef } from 'react';
import type { RouteJson } from '#schemas/api/route.ts';
import type { BookView } from '#sdk/book-view.ts';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { BoardView } from '../model/board-view.ts';
import { bridgeNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { bestAmountOut } from '../model/use-best-history.ts';
import { useBookRoom } from '../model/use-book-room.ts';
import { useFlip } from '../model/use-flip.ts';
import { ExcludedRow } from './excluded-row.tsx';
import { OtherAmountNote } from './other-amount-note.tsx';
import { PendingRow } from './pending-row.tsx';
import { RouteRow } from './route-row.tsx';
import { StaleBanner } from './stale-banner.tsx';

interface Props {
  readonly feed: FeedClient;
  readonly world: World;
  readonly view: BoardView;
  readonly book: BookView;
  /** What the book is for, where that is not what is typed. */
  readonly otherAmount: string | undefined;
  /** What is typed is an amount: if it is another, its book comes. */
  readonly isAmount: boolean;
  readonly onSend: ((route: RouteJson) => void) | undefined;
}

const COLUMNS = ['Rank', 'Bridge', 'You receive', 'What it costs', 'Time', 'Score', 'Quote'];

/**
 * The book: every bridge has its row, whether it has a route, has still to answer, or is out with a reason. So the page keeps
 * its height while rows change places.
 */
export const BookTable = ({ feed, world, view, book, otherAmount, isAmount, onSend }: Props) => {
  const rows = useRef<HTMLTableSectionElement>(null);
  useFlip(rows);
  const best = bestAmountOut(book) ?? 0n;
  const isWaiting = book.status === 'waiting';
  const pending = isWaiting ? [...world.bridges.keys()] : book.pending;
  const routed = new Set(book.routes.flatMap(({ legs }) => legs.map(({ venue }) => venue)));
  const open = pending.filter((bridge) => !routed.has(bridge));
  const excluded = book.excluded.filter(({ bridge }) => !open.includes(bridge) && !routed.has(bridge));
  const room = useBookRoom(book, world.bridges.size);
  const asset = { decimals: world.assets.get(view.to)?.decimals ?? 0, symbol: symbolOf(view.to) };

  return (
    <section className="book" aria-label="Routes" aria-busy={isWaiting} data-version={book.version}>
      <table className="book-table">
        <caption className="hidden">Ranked routes, best first</caption>
        <thead className="book-head">
          <tr className="route-grid">
            {COLUMNS.map((column) => (
              <th key={column} className="label" scope="col">
                {column}
              </th>
            ))}
            {/* It lies below the others, and says by itself what it is. */}
            <th className="hidden" scope="col">
              Why it stands there
            </th>
          </tr>
        </thead>
        <tbody ref={rows} className="book-rows" style={{ '--high': room.high, '--low': room.low } as React.CSSProperties}>
          {book.routes.map((route) => (
            <RouteRow
              key={route.routeId}
              route={route}
              world={world}
              asset={asset}
              best={best}
              weights={book.weights}
              reranked={book.reranked}
              clockAheadMs={feed.clockAheadMs()}
              isOld={book.status !== 'live' || otherAmount !== undefined}
              onSend={onSend}
            />
          ))}
          {open.map((bridge) => (
            <PendingRow key={bridge} bridge={bridge} name={bridgeNameOf(world, bridge)} />
          ))}
          {excluded.map((exclusion) => (
            <ExcludedRow key={exclusion.bridge} exclusion={exclusion} name={bridgeNameOf(world, exclusion.bridge)} />
          ))}
        </tbody>
      </table>
      {otherAmount !== undefined && !isAmount && book.status === 'live' && <OtherAmountNote amount={otherAmount} />}
      <StaleBanner book={book} now={() => Date.now() + feed.clockAheadMs()} />
    </section>
  );
};
