import type { TransfersView } from '#sdk/transfers-view.ts';

/** Says that what is shown is not what is. It lies over the head of what it speaks of, so that nothing moves. */
export const OldNote = ({ status }: Pick<TransfersView, 'status'>) =>
  status !== 'stale' ? null : (
    <p className="old-note" role="alert">
      <strong>This is old.</strong> The connection was lost; what has happened since is not here.
    </p>
  );
