import type { ConnectionState } from '#sdk/feed-connection.ts';
import { useNow } from '../model/use-now.ts';

const Countdown = ({ untilMs }: { untilMs: number }) => {
  const seconds = Math.max(0, Math.ceil((untilMs - useNow()) / 1_000));
  return <>Reconnecting in {seconds} s</>;
};

const Words = ({ state }: { state: ConnectionState }) => {
  if (state.phase === 'live') return <>Live</>;
  if (state.phase === 'reconnecting') return <Countdown untilMs={state.retryAtMs} />;
  if (state.phase === 'connecting') return <>{state.attempt === 0 ? 'Connecting…' : 'Reconnecting…'}</>;
  return <>Not connected</>;
};

/** Where the feed stands, in words and never by colour alone. */
export const ConnectionPill = ({ state, onRetry }: { state: ConnectionState; onRetry: () => void }) => (
  <div className="connection">
    <span
      className={`pill pill-${state.phase}`}
      data-connection={state.phase}
      title={state.phase === 'reconnecting' ? state.reason : undefined}
    >
      <span className="pill-dot" aria-hidden="true" />
      <Words state={state} />
    </span>
    {state.phase === 'reconnecting' && (
      <button type="button" className="button button-small" onClick={onRetry}>
        Try now
      </button>
    )}
  </div>
);
