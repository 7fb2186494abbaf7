import { useEffect, useRef } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { World } from '../model/corridor-map.ts';
import { shortHex } from '../model/token-text.ts';
import { useTransfers } from '../model/use-transfers.ts';
import { CopyButton } from './copy-button.tsx';
import { PageLink } from './page-link.tsx';
import { TransferList } from './transfer-list.tsx';
import { UnknownTransfer } from './unknown-transfer.tsx';

/** As many as the feed sends. */
const PLACES = 100;
/** An address has few: room for more would be empty. */
const ROOM = 3;

/** What an address has sent and been sent, newest first, as it changes. */
export const AddressPage = ({ feed, world, address }: { feed: FeedClient; world: World; address: string }) => {
  const view = useTransfers(feed, { address });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${view.status === 'stale' ? '(old) ' : ''}Transfers of ${shortHex(address)} · Routebook`;
  }, [view.status, address]);
  // A page that is gone to without a load tells readers who listen that it is another one.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main className="transfers-page" data-address={address}>
      <header className="page-head">
        <PageLink to="/transfers" className="text-link">
          ← All transfers
        </PageLink>
        <h2 ref={heading} tabIndex={-1} className="page-title">
          Address <code className="hex hex-long">{address}</code>
        </h2>
        <CopyButton text={address} what="the address" />
      </header>
      {view.status === 'refused' ? (
        <UnknownTransfer id={address} view={view} />
      ) : (
        <TransferList
          feed={feed}
          world={world}
          view={view}
          places={PLACES}
          room={ROOM}
          empty={
            <>
              <p className="empty-title">No transfer of this address has been seen</p>
              <p>It has sent nothing over the bridges in use, and nothing has been sent to it, in the last days.</p>
            </>
          }
        />
      )}
      {view.transfers.length === PLACES && (
        <p className="quiet">
          The newest {PLACES}; older ones are at <code>GET /api/v1/transfers?address={address}</code>.
        </p>
      )}
    </main>
  );
};
