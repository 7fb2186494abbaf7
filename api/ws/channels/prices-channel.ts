import { formatUsd } from '#core/domain/amount.ts';
import { ASSETS, parseAsset } from '#core/domain/asset.ts';
import { err, ok } from '#core/result.ts';
import type { LivePrice } from '#platform/redis/price-reader.ts';
import { ALL_KEY, pricesParams } from '#schemas/api/feed.ts';
import type { PriceJson } from '#schemas/api/lists.ts';
import type { PriceBoard } from '../../books/price-board.ts';
import { inputIssue } from '../../input/input-issue.ts';
import type { Output } from '../output.ts';
import type { FeedChannel } from './channel.ts';
import { createStateTopic, type StateTopic } from './state-topic.ts';

type Part = readonly [string, PriceJson];

/** One price serves every asset that is worth the same. */
const partsOf = ({ priceId, usd, observedAtMs }: LivePrice): readonly Part[] =>
  ASSETS.filter((asset) => asset.priceId === priceId).map(({ id }) => [
    id,
    { asset: id, usd: formatUsd(usd), observedAt: new Date(observedAtMs).toISOString() },
  ]);

/** Live prices, of one asset or of all. */
export const createPricesChannel = (deps: { prices: PriceBoard; output: Output }): FeedChannel & { close(): void } => {
  const { prices, output } = deps;
  // Bounded by the registry of assets.
  const topics = new Map<string, StateTopic<PriceJson>>();

  const topicOf = (key: string): StateTopic<PriceJson> => {
    const known = topics.get(key);
    if (known !== undefined) return known;
    const topic = createStateTopic<PriceJson>({
      channel: 'prices',
      render: (parts) => ({ type: 'update', channel: 'prices', key, prices: [...parts] }),
      output,
    });
    topic.publish(
      prices
        .all()
        .flatMap(partsOf)
        .filter(([asset]) => key === ALL_KEY || key === asset),
    );
    topics.set(key, topic);
    return topic;
  };

  const close = prices.onChange((price) => {
    const parts = partsOf(price);
    topics.get(ALL_KEY)?.publish(parts);
    for (const part of parts) topics.get(part[0])?.publish([part]);
  });

  return {
    parse: (params) => {
      const parsed = pricesParams.safeParse(params ?? {});
      if (!parsed.success) return err(inputIssue(parsed.error, params, '/params'));
      if (parsed.data.asset === undefined) return ok({ key: ALL_KEY, params: {} });
      const asset = parseAsset(parsed.data.asset, '/params/asset');
      return asset.ok ? ok({ key: asset.value.id, params: { asset: asset.value.id } }) : asset;
    },
    canonicalKey: (key) => {
      const asset = parseAsset(key, '/key');
      return asset.ok ? asset.value.id : key;
    },
    start: async (options) => topicOf(options.wish.key).subscribe(options),
    close,
  };
};
