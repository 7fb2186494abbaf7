import { type FeedProblem, isPassing } from './feed-protocol.ts';
import type { Listening } from './listenings.ts';
import { NO_TRANSFERS, type TransfersRequest, type TransfersView, withTold } from './transfers-view.ts';

/** Keeps the transfers of one subscription: the present state whole, then each change. It sends nothing itself. */
export interface TransferKeeper {
  view(): TransfersView;
  onChange(listener: (view: TransfersView) => void): () => void;
  /** What the channels' talk needs of it. */
  readonly listening: Listening;
}

/** Only what the channel takes; a key that is undefined would be refused by name. */
const paramsOf = ({ transferKey, transaction, address }: TransfersRequest) => ({
  ...(transferKey !== undefined && { transferKey }),
  ...(transaction !== undefined && { transaction }),
  ...(address !== undefined && { address }),
});

export const createTransferKeeper = (request: TransfersRequest): TransferKeeper => {
  let view: TransfersView = NO_TRANSFERS;
  // The first update after an acknowledgement is the present state, whole: what it does not name is known no more.
  let presentIsNext = false;
  const listeners = new Set<(view: TransfersView) => void>();

  const show = (next: TransfersView) => {
    view = next;
    for (const listener of listeners) listener(view);
  };
  const refuse = (problem: FeedProblem) => {
    if (!isPassing(problem)) show({ ...NO_TRANSFERS, status: 'refused', problem });
  };

  return {
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listening: {
      channel: 'transfers',
      params: paramsOf(request),
      listener: (update) => {
        if (update.channel !== 'transfers') return;
        const held = presentIsNext ? NO_TRANSFERS : view;
        const isLive = presentIsNext || view.status === 'live';
        presentIsNext = false;
        show({ ...withTold(held, update.transfers), status: isLive ? 'live' : view.status });
      },
      onSubscribed: () => {
        presentIsNext = true;
      },
      onRefused: refuse,
      onLost: () => {
        presentIsNext = false;
        if (view.status === 'live') show({ ...view, status: 'stale' });
      },
    },
  };
};
