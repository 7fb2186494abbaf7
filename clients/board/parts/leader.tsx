import type { BookView } from '#sdk/book-view.ts';
import type { BoardView } from '../model/board-view.ts';
import { bridgeNameOf, chainNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { amountText } from '../model/format-amount.ts';
import { formatDuration } from '../model/format-duration.ts';
import { formatUsd } from '../model/format-usd.ts';

const emptyWords = (book: BookView): string => {
  if (book.status === 'refused') return book.problem?.detail ?? 'This book is not served.';
  if (book.status === 'waiting' || book.pending.length > 0) return 'Asking the bridges…';
  return 'No bridge carries this amount here now. Below is why.';
};

/** The number that one came for: what the leading route delivers. */
export const Leader = ({ world, view, book }: { world: World; view: BoardView; book: BookView }) => {
  const route = book.routes[0];
  const decimals = world.assets.get(view.to)?.decimals ?? 0;
  const symbol = symbolOf(view.to);
  const text = route && amountText(BigInt(route.amountOut), decimals);
  const venues = route?.legs.map(({ venue }) => bridgeNameOf(world, venue)).join(' + ');
  return (
    <div className="leader">
      <h2 className="label">You receive on {chainNameOf(world, view.to)}</h2>
      <p className="leader-amount" data-leader-amount={route?.amountOut ?? ''}>
        {text === undefined ? (
          <span className="leader-none" aria-hidden="true">
            —
          </span>
        ) : (
          <>
            <span className="leader-whole">{text.whole}</span>
            {text.fraction !== '' && <span className="leader-fraction">.{text.fraction}</span>}
          </>
        )}
        <span className="leader-symbol">{symbol}</span>
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
