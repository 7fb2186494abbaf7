import type { FeedClient } from '#sdk/feed-client.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { useConnection } from '../model/use-connection.ts';
import { useWorld } from '../model/use-world.ts';
import { BoardBody } from './board-body.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** The whole page: the masthead, and the book once the API has said what there is. */
export const Board = ({ feed, rest }: { feed: FeedClient; rest: RestClient }) => {
  const state = useWorld(rest);
  const connection = useConnection(feed);
  return (
    <>
      <header className="masthead">
        <h1 className="masthead-name">
          <span className="masthead-mark" aria-hidden="true" />
          Routebook
        </h1>
        <p className="masthead-line">The live order book of cross-chain routes</p>
        <nav className="masthead-links" aria-label="Routebook">
          <a href="/docs">API</a>
        </nav>
        <ConnectionPill state={connection} onRetry={feed.reconnectNow} />
        <ThemeToggle />
      </header>
      {state.phase === 'ready' && <BoardBody feed={feed} world={state.world} />}
      {state.phase === 'loading' && (
        <main className="notice" aria-busy="true">
          <p className="notice-title">Asking what is served…</p>
        </main>
      )}
      {state.phase === 'failed' && (
        <main className="notice" role="alert">
          <p className="notice-title">The API does not answer as it should</p>
          <p>{state.detail}</p>
          <p className="quiet">Trying again every few seconds.</p>
          <button type="button" className="button" onClick={state.retry}>
            Try now
          </button>
        </main>
      )}
    </>
  );
};
