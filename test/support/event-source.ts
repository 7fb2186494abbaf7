import { pino } from 'pino';
import type { MarketEvent } from '#core/domain/market.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';

/** The hand of a test that stands in for the producers: writes to the real topics of a world of its own. */
export const createEventSource = async (engines: { kafkaBrokers: readonly string[]; registryUrl: string }, prefix: string) => {
  const logger = pino({ level: 'silent' });
  const registry = createRegistryClient(engines.registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const kafka = createKafka(engines.kafkaBrokers, 'test', logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  const quoteCodec = createCodec<QuoteEventRecord>({ schema: SCHEMAS['quote-event'], id: ids.quotes, registry, now: Date.now });
  const marketCodec = createCodec<MarketEventRecord>({ schema: SCHEMAS['market-event'], id: ids.market, registry, now: Date.now });
  const topic = (name: string) => topicName(prefix, name);
  return {
    kafka,
    registry,
    publisher,
    topic,
    ids,
    encodeQuote: (event: QuoteEvent) => quoteCodec.encode(quoteEventToRecord(event)),
    quote: (event: QuoteEvent) =>
      publisher.publish({ topic: topic('quotes'), key: event.corridor, value: quoteCodec.encode(quoteEventToRecord(event)) }),
    raw: (value: Buffer | null, key = 'ethereum:USDC>arbitrum:USDC', name = 'quotes') =>
      publisher.publish({ topic: topic(name), key, value }),
    market: (event: MarketEvent) =>
      publisher.publish({ topic: topic('market'), key: marketEventKey(event), value: marketCodec.encode(marketEventToRecord(event)) }),
    close: () => publisher.close(),
  };
};

export type EventSource = Awaited<ReturnType<typeof createEventSource>>;
