import { useEffect, useState } from 'react';
import type { RouteJson } from '#schemas/api/route.ts';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { chainNodeUrl, symbolOf, type World } from '../model/corridor-map.ts';
import { formatAmount } from '../model/format-amount.ts';
import { tokenText } from '../model/token-text.ts';
import { useAmountDraft } from '../model/use-amount-draft.ts';
import { bestAmountOut, useBestHistory } from '../model/use-best-history.ts';
import { useBoardView } from '../model/use-board-view.ts';
import { useBook } from '../model/use-book.ts';
import { usePrices } from '../model/use-prices.ts';
import { AmountPicker } from './amount-picker.tsx';
import { Announcer } from './announcer.tsx';
import { BestChart } from './best-chart.tsx';
import { BookFacts } from './book-facts.tsx';
import { BookTable } from './book-table.tsx';
import { CorridorPicker } from './corridor-picker.tsx';
import { Leader } from './leader.tsx';
import { RecentTransfers } from './recent-transfers.tsx';
import { SendDialog } from './send-dialog.tsx';
import { TakePanel } from './take-panel.tsx';
import { UnknownLink } from './unknown-link.tsx';
import { WeightsPanel } from './weights-panel.tsx';

/** Everything that belongs to one book: what to look at, who leads, the routes, and how they are weighed. */
export const BoardBody = ({ feed, rest, world }: { feed: FeedClient; rest: RestClient; world: World }) => {
  const { view, show, unknown } = useBoardView(world);
  const draft = useAmountDraft(world, view, show);
  const book = useBook(feed, view);
  const prices = usePrices(feed);
  const readings = useBestHistory(book);
  const [sent, setSent] = useState<RouteJson>();
  const canSend = chainNodeUrl(world, view.from) !== undefined;
  // What is typed may be another amount, or none: then what is shown says what it is for.
  const otherAmount = draft.isShown ? undefined : tokenText(world, view.amountIn, view.from);
  const decimals = world.assets.get(view.to)?.decimals ?? 0;
  const best = bestAmountOut(book);
  const title = best === null ? 'Routebook' : `${formatAmount(best, decimals, 4)} ${symbolOf(view.to)} · Routebook`;
  useEffect(() => {
    document.title = book.status === 'stale' ? `(old) ${title}` : title;
  }, [title, book.status]);

  return (
    <main className={`board board-${book.status}${draft.isShown ? '' : ' board-other'}`}>
      <section className="question" aria-label="What to send">
        <CorridorPicker world={world} view={view} prices={prices} onPick={show} />
        <AmountPicker world={world} view={view} draft={draft} priceUsd={prices.get(view.from)} onPick={show} />
        <UnknownLink world={world} view={view} unknown={unknown} />
      </section>
      <section className="top" aria-label="Leading route">
        <Leader world={world} view={view} book={book} otherAmount={otherAmount} />
        <BestChart readings={readings} decimals={decimals} symbol={symbolOf(view.to)} />
      </section>
      <BookTable
        feed={feed}
        world={world}
        view={view}
        book={book}
        otherAmount={otherAmount}
        isAmount={draft.amount.ok}
        onSend={canSend ? setSent : undefined}
      />
      <RecentTransfers feed={feed} world={world} />
      <aside className="side" aria-label="Ranking">
        <WeightsPanel view={view} book={book} onWeigh={(weighing) => show({ ...view, weighing })} />
        <TakePanel world={world} />
        <BookFacts book={book} />
      </aside>
      {sent !== undefined && (
        <SendDialog feed={feed} rest={rest} world={world} route={sent} from={view.from} to={view.to} onClose={() => setSent(undefined)} />
      )}
      <Announcer world={world} view={view} book={book} />
    </main>
  );
};
