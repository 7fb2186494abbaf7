import { type ReactNode, useRef } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { TransfersView } from '#sdk/transfers-view.ts';
import type { World } from '../model/corridor-map.ts';
import { isOver, shortListOf } from '../model/transfer-steps.ts';
import { useFlip } from '../model/use-flip.ts';
import { OldNote } from './old-note.tsx';
import { TransferItem } from './transfer-item.tsx';

interface Props {
  readonly feed: FeedClient;
  readonly world: World;
  readonly view: TransfersView;
  /** At most so many rows; room is kept for `room` of them. */
  readonly places: number;
  readonly room: number;
  /** What is said when there are none. */
  readonly empty: ReactNode;
  /** It lies below a book that says itself when it is old. */
  readonly isBelowBook?: boolean;
  /** Beside the title. */
  readonly aside?: ReactNode;
}

const countsOf = ({ status, transfers }: TransfersView): string => {
  if (status === 'waiting') return 'asking…';
  const open = transfers.filter((one) => !isOver(one));
  const wrong = open.filter(({ stuck, state }) => stuck || state === 'FAILED').length;
  return `${open.length} under way${wrong === 0 ? '' : `, ${wrong} of them in trouble`}`;
};

/** Transfers under way and lately done, newest first. Its rows are as high as each other and their room is kept, so that nothing jumps. */
export const TransferList = ({ feed, world, view, places, room, empty, isBelowBook = false, aside }: Props) => {
  const list = useRef<HTMLOListElement>(null);
  useFlip(list);
  const { status, transfers } = view;
  return (
    <section className={`transfers transfers-${status}`} aria-labelledby="transfers-title" aria-busy={status === 'waiting'}>
      <header className="transfers-head">
        <h2 id="transfers-title" className="panel-title">
          Transfers
        </h2>
        <p className="quiet" data-transfers-status={status}>
          {countsOf(view)}
        </p>
        {aside}
      </header>
      <OldNote status={status} isToldElsewhere={isBelowBook} />
      <div className="transfers-room" style={{ '--room': room } as React.CSSProperties}>
        {transfers.length === 0 && status !== 'waiting' && <div className="transfers-empty">{empty}</div>}
        <ol ref={list} className="transfers-rows">
          {shortListOf(transfers, places).map((transfer) => (
            <TransferItem key={transfer.transferKey} transfer={transfer} world={world} clockAheadMs={feed.clockAheadMs()} />
          ))}
        </ol>
      </div>
    </section>
  );
};
