import { useEffect, useState } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import { NO_TRANSFERS, type TransfersRequest, type TransfersView } from '#sdk/transfers-view.ts';

/** Transfers as they are and as they change. A component that asks for others is a new one: give it a `key`. */
export const useTransfers = (feed: FeedClient, { transferKey, transaction, address }: TransfersRequest): TransfersView => {
  const [view, setView] = useState<TransfersView>(NO_TRANSFERS);
  useEffect(() => {
    const subscription = feed.transfers({ transferKey, transaction, address }, { onChange: setView });
    setView(subscription.view());
    return subscription.close;
  }, [feed, transferKey, transaction, address]);
  return view;
};
