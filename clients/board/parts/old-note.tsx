import type { TransfersView } from '#sdk/transfers-view.ts';

interface Props extends Pick<TransfersView, 'status'> {
  /** Something else on the page tells those who listen. */
  readonly isToldElsewhere?: boolean;
}

/** Says that what is shown is not what is. It lies over the head of what it speaks of, so that nothing moves. */
export const OldNote = ({ status, isToldElsewhere = false }: Props) =>
  status !== 'stale' ? null : (
    <p className="old-note" role={isToldElsewhere ? undefined : 'alert'}>
      <strong>This is old.</strong> The connection was lost; what has happened since is not here.
    </p>
  );
