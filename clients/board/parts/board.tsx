import type { FeedClient } from '#sdk/feed-client.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { useWorld } from '../model/use-world.ts';
import { BoardPage } from './board-page.tsx';
import { Masthead } from './masthead.tsx';

/** The whole page: the masthead, and what the address names once the API has said what there is. */
export const Board = ({ feed, rest }: { feed: FeedClient; rest: RestClient }) => {
  const state = useWorld(rest);
  return (
    <>
      <Masthead feed={feed} />
      {state.phase === 'ready' && <BoardPage feed={feed} rest={rest} world={state.world} />}
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
