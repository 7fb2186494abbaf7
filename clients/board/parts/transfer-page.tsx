import { useEffect, useRef } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { TransfersView } from '#sdk/transfers-view.ts';
import type { World } from '../model/corridor-map.ts';
import { chainNameOf } from '../model/corridor-map.ts';
import { tokenText } from '../model/token-text.ts';
import { standingOf, storyOf } from '../model/transfer-words.ts';
import { useTransfers } from '../model/use-transfers.ts';
import { OldNote } from './old-note.tsx';
import { PageLink } from './page-link.tsx';
import { TransferBody } from './transfer-body.tsx';
import { UnknownTransfer } from './unknown-transfer.tsx';

/** A transaction's hash, not a transfer's key. */
const isHash = (id: string): boolean => /^0x[0-9a-fA-F]{64}$/.test(id);

/** What the window is called, and what a reader who listens is told of each change. */
const summaryOf = (world: World, { transfers: [transfer] }: TransfersView): { title: string; said: string } => {
  if (transfer === undefined) return { title: 'Transfer · Routebook', said: '' };
  const { words } = standingOf(transfer);
  const amount = tokenText(
    world,
    transfer.amountDelivered ?? transfer.amountIn,
    transfer.amountDelivered === null ? transfer.from : transfer.to,
  );
  const nameOf = (asset: string | null) => (asset === null ? 'the other chain' : chainNameOf(world, asset));
  const said = `${words}. ${storyOf(transfer, { origin: nameOf(transfer.from), destination: nameOf(transfer.to) })}`;
  return { title: `${words}: ${amount} · Routebook`, said };
};

/** A transfer's own page: followed live, by its key or by the hash of either side's transaction. */
export const TransferPage = ({ feed, world, id }: { feed: FeedClient; world: World; id: string }) => {
  const view = useTransfers(feed, isHash(id) ? { transaction: id } : { transferKey: id });
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, said } = summaryOf(world, view);
  const [transfer, ...others] = view.transfers;
  useEffect(() => {
    document.title = view.status === 'stale' ? `(old) ${title}` : title;
  }, [title, view.status]);
  // A page that is gone to without a load tells readers who listen that it is another one.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  return (
    <main className={`transfer-page transfer-page-${view.status}`} data-transfer-page={view.status}>
      <header className="page-head">
        <PageLink to="/transfers" className="text-link">
          ← All transfers
        </PageLink>
        <h2 ref={heading} tabIndex={-1} className="page-title">
          Transfer
        </h2>
        <OldNote status={view.status} />
      </header>
      {transfer === undefined ? <UnknownTransfer id={id} view={view} /> : <TransferBody feed={feed} world={world} transfer={transfer} />}
      {others.length > 0 && <p className="quiet">The same transaction carries {others.length} more; see them under all transfers.</p>}
      <p className="hidden" role="status" aria-live="polite">
        {said}
      </p>
    </main>
  );
};
