import type { TransferJson } from '#schemas/api/transfer.ts';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { World } from '../model/corridor-map.ts';
import { ChainRecord } from './chain-record.tsx';
import { DeliveryCard } from './delivery-card.tsx';
import { TransactionCard } from './transaction-card.tsx';
import { TransferHead } from './transfer-head.tsx';
import { TransferTimeline } from './transfer-timeline.tsx';

/** One transfer, whole. */
export const TransferBody = ({ feed, world, transfer }: { feed: FeedClient; world: World; transfer: TransferJson }) => {
  const { events, originTransaction, destinationTransaction, refundTransaction, depositRemoved } = transfer;
  const isBack = refundTransaction !== null;
  const arrival = isBack ? refundTransaction : destinationTransaction;
  const eventOf = (hash: string | null, kinds: readonly string[]) =>
    events.findLast(({ transaction, kind }) => transaction === hash && kinds.includes(kind));
  return (
    <>
      <TransferHead world={world} transfer={transfer} clockAheadMs={feed.clockAheadMs()} />
      <TransferTimeline transfer={transfer} />
      <div className="transfer-cards">
        <TransactionCard
          world={world}
          title="Origin transaction"
          chainId={transfer.originChainId}
          hash={originTransaction}
          event={eventOf(originTransaction, ['deposit'])}
          party="Sender"
          address={transfer.sender}
          blockless={depositRemoved ? 'none now: a reorg took it' : 'none yet'}
        />
        <TransactionCard
          world={world}
          title={isBack ? 'Refund transaction' : 'Destination transaction'}
          chainId={isBack ? transfer.originChainId : transfer.destinationChainId}
          hash={arrival}
          event={eventOf(arrival, ['fill', 'refund'])}
          party={isBack ? 'Sender' : 'Recipient'}
          address={isBack ? transfer.sender : transfer.recipient}
          blockless="none yet"
        />
        <div className="transfer-accounts">
          <DeliveryCard world={world} transfer={transfer} />
          <ChainRecord world={world} transfer={transfer} />
        </div>
      </div>
    </>
  );
};
