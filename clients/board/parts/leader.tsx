import type { BookView } from '#sdk/book-view.ts';
import type { BoardView } from '../model/board-view.ts';
import { bridgeNameOf, chainNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { fittedAmount } from '../model/fitted-amount.ts';
import { formatDuration } from '../model/format-duration.ts';
import { formatUsd } from '../model/format-usd.ts';
import { AmountFigure } from './amount-figure.tsx';

/** Its letters grow smaller the longer it is; up to here they can be read from afar. */
const ROOM = 24;

const emptyWords = (book: BookView): string => {
  if (book.status === 'refused') return book.problem?.detail ?? 'This book is not served.';
  if (book.status === 'waiting' || book.pending.length > 0) return 'Asking the bridges…';
  return 'No bridge carries this amount here now. Below is why.';
};

interface Props {
  readonly world: World;
  readonly view: BoardView;
  readonly book: BookView;
  /** What the book is for, where that is not what is typed. */
  readonly otherAmount: string | undefined;
}

/** The number that one came for: what the leading route delivers. */
export const Leader = ({ world, view, book, otherAmount }: Props) => {
  const route = book.routes[0];
  const decimals = world.assets.get(view.to)?.decimals ?? 0;
  const symbol = symbolOf(view.to);
  const amount = route && fittedAmount(BigInt(route.amountOut), decimals, ROOM);
  const venues = route?.legs.map(({ venue }) => bridgeNameOf(world, venue)).join(' + ');
  return (
    <div className="leader">
      <h2 className="label leader-label">
        {otherAmount === undefined ? 'You receive' : `For ${otherAmount}`} on {chainNameOf(world, view.to)}
      </h2>
      <p
        className="leader-amount"
        data-leader-amount={route?.amountOut ?? ''}
        style={amount && ({ '--chars': amount.text.length } as React.CSSProperties)}
      >
        {amount === undefined ? (
          <>
            <span className="leader-none" aria-hidden="true">
              —
            </span>
            <span className="leader-symbol">{symbol}</span>
          </>
        ) : (
          <AmountFigure amount={amount} symbol={symbol} kind="leader" />
        )}
      </p>
      <p className="leader-line">
        {route === undefined ? (
          emptyWords(book)
        ) : (
          <>
            via <strong>{venues}</strong> in about <strong>{formatDuration(route.etaSeconds.p50)}</strong>, costs{' '}
            <strong>{formatUsd(Number(route.costUsd))}</strong> in all
          </>
        )}
      </p>
    </div>
  );
};
