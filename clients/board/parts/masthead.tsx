import type { FeedClient } from '#sdk/feed-client.ts';
import { pathOfBook, placeOf, usePathname } from '../model/place.ts';
import { useConnection } from '../model/use-connection.ts';
import { ConnectionPill } from './connection-pill.tsx';
import { PageLink } from './page-link.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** What stays while pages change: the name, the pages, and where the feed stands. */
export const Masthead = ({ feed }: { feed: FeedClient }) => {
  const connection = useConnection(feed);
  const { page } = placeOf(usePathname());
  return (
    <header className="masthead">
      <h1 className="masthead-name">
        <span className="masthead-mark" aria-hidden="true" />
        Routebook
      </h1>
      <p className="masthead-line">The live order book of cross-chain routes</p>
      <nav className="masthead-links" aria-label="Routebook">
        <PageLink to={pathOfBook()} current={page === 'book'}>
          Book
        </PageLink>
        <PageLink to="/transfers" current={page !== 'book'}>
          Transfers
        </PageLink>
        <a href="/docs">API</a>
      </nav>
      <ConnectionPill state={connection} onRetry={feed.reconnectNow} />
      <ThemeToggle />
    </header>
  );
};
