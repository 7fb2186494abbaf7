import type { FeedClient } from '#sdk/feed-client.ts';
import type { World } from '../model/corridor-map.ts';
import { useTransfers } from '../model/use-transfers.ts';
import { EmptyTransfers } from './empty-transfers.tsx';
import { PageLink } from './page-link.tsx';
import { TransferList } from './transfer-list.tsx';

/** What the book's page has room for. */
const PLACES = 5;

/** Money in motion, below the book: the few that are worth a look, and the way to all of them. */
export const RecentTransfers = ({ feed, world }: { feed: FeedClient; world: World }) => (
  <TransferList
    feed={feed}
    world={world}
    view={useTransfers(feed, {})}
    places={PLACES}
    room={PLACES}
    isBelowBook
    empty={<EmptyTransfers world={world} />}
    aside={
      <PageLink to="/transfers" className="text-link">
        All transfers
      </PageLink>
    }
  />
);
