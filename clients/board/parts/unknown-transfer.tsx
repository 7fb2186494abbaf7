import type { TransfersView } from '#sdk/transfers-view.ts';
import { shortHex } from '../model/token-text.ts';
import { CopyButton } from './copy-button.tsx';

/** In place of a transfer: it is being asked for, looked for, refused, or nobody knows it. Each says so, and the way out. */
export const UnknownTransfer = ({ id, view }: { id: string; view: TransfersView }) => {
  if (view.status === 'waiting') {
    return (
      <div className="notice" aria-busy="true">
        <p className="notice-title">Asking for the transfer…</p>
      </div>
    );
  }
  if (view.unseen !== undefined) {
    return (
      <div className="notice" data-unseen={view.unseen.transaction}>
        <p className="notice-title">Not seen on chain yet</p>
        <p>
          No chain has shown <code className="hex">{shortHex(view.unseen.transaction)}</code> in a block so far. It is being looked for;
          this page turns into the transfer as soon as it is found.
        </p>
        <CopyButton text={view.unseen.transaction} what="the transaction's hash" />
        <span className="blank seek" aria-hidden="true" />
      </div>
    );
  }
  return (
    <div className="notice" role="alert" data-unknown={id}>
      <p className="notice-title">{view.status === 'refused' ? 'This cannot be looked up' : 'Nobody knows this transfer'}</p>
      <p>
        {view.problem?.detail ??
          'No transfer of the last days has this key. Look whether all of it was copied; a transaction’s hash does as well.'}
      </p>
      <code className="hex hex-long">{id}</code>
    </div>
  );
};
