import { useEffect, useState } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';

/** Live prices, USD a whole unit by asset. All of them on one subscription: there are a few dozen. */
export const usePrices = (feed: FeedClient): ReadonlyMap<string, number> => {
  const [prices, setPrices] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(
    () =>
      feed.listen('prices', {}, (update) => {
        if (update.channel !== 'prices') return;
        const news = update.prices.map(({ asset, usd }) => [asset, Number(usd)] as const);
        setPrices((known) => new Map([...known, ...news]));
      }),
    [feed],
  );
  return prices;
};
