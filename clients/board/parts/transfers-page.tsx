import { useEffect } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { World } from '../model/corridor-map.ts';
import { useTransfers } from '../model/use-transfers.ts';
import { EmptyTransfers } from './empty-transfers.tsx';
import { FindTransfer } from './find-transfer.tsx';
import { TransferList } from './transfer-list.tsx';

/** As many as the feed sends. */
const PLACES = 100;
/** Room for a screenful is kept from the first paint on. */
const ROOM = 10;

/** All transfers that the feed tells of, newest first, and a way to any other. */
export const TransfersPage = ({ feed, world }: { feed: FeedClient; world: World }) => {
  const view = useTransfers(feed, {});
  useEffect(() => {
    document.title = `${view.status === 'stale' ? '(old) ' : ''}Transfers · Routebook`;
  }, [view.status]);
  return (
    <main className="transfers-page">
      <FindTransfer />
      <TransferList feed={feed} world={world} view={view} places={PLACES} room={ROOM} empty={<EmptyTransfers world={world} />} />
    </main>
  );
};
