import type { FeedClient } from '#sdk/feed-client.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import type { World } from '../model/corridor-map.ts';
import { placeOf, usePathname } from '../model/place.ts';
import { AddressPage } from './address-page.tsx';
import { BoardBody } from './board-body.tsx';
import { TransferPage } from './transfer-page.tsx';
import { TransfersPage } from './transfers-page.tsx';

/** The page that the address names. */
export const BoardPage = ({ feed, rest, world }: { feed: FeedClient; rest: RestClient; world: World }) => {
  const place = placeOf(usePathname());
  if (place.page === 'transfers') return <TransfersPage feed={feed} world={world} />;
  if (place.page === 'transfer') return <TransferPage key={place.id} feed={feed} world={world} id={place.id} />;
  if (place.page === 'address') return <AddressPage key={place.address} feed={feed} world={world} address={place.address} />;
  return <BoardBody feed={feed} rest={rest} world={world} />;
};
