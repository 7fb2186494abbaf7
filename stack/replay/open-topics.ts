import { fillTimesKey } from '#core/domain/fill-times.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Config } from '#platform/config.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { bridgeStatusToRecord } from '#schemas/codecs/bridge-status.ts';
import { fillTimesToRecord } from '#schemas/codecs/fill-times.ts';
import { marketEventKey, marketEventToRecord } from '#schemas/codecs/market-event.ts';
import { quoteEventToRecord } from '#schemas/codecs/quote-event.ts';
import type { BookRecord } from '#schemas/generated/book.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import type { QuoteEventRecord } from '#schemas/generated/quote-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import type { Global } from './recorded.ts';
import { partitionName } from './safe-offsets.ts';

const READ = ['quotes', 'market', 'bridgeStatus', 'fillTimes'] as const;
type TopicKey = (typeof READ)[number] | 'books';

/** Topics of the replay's own prefix, made, and how events get there. Rejects when Kafka or the schema registry is away. */
export const openTopics = async (config: Config, prefix: string, logger: Logger) => {
  const registry = createRegistryClient(config.SCHEMA_REGISTRY_URL);
  const kafka = createKafka(config.KAFKA_BROKERS, 'routebook-replay', logger);
  await ensureTopics({ kafka, prefix, logger });
  const ids = await ensureSchemas({ registry, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  const codecOf = <T>(key: TopicKey) => createCodec<T>({ schema: SCHEMAS[TOPICS[key].schema], id: ids[key], registry, now: Date.now });
  const admin = kafka.admin();
  await admin.connect();
  const topic = (key: TopicKey) => topicName(prefix, TOPICS[key].name);
  const quotes = codecOf<QuoteEventRecord>('quotes');
  const market = codecOf<MarketEventRecord>('market');
  const status = codecOf<BridgeStatusRecord>('bridgeStatus');
  const fillTimes = codecOf<FillTimesRecord>('fillTimes');
  const messageOf = (global: Global) => {
    if (global.kind === 'market')
      return { topic: topic('market'), key: marketEventKey(global.event), value: market.encode(marketEventToRecord(global.event)) };
    if (global.kind === 'status')
      return { topic: topic('bridgeStatus'), key: global.event.bridge, value: status.encode(bridgeStatusToRecord(global.event)) };
    const { bridge, corridor } = global.event;
    return { topic: topic('fillTimes'), key: fillTimesKey(bridge, corridor), value: fillTimes.encode(fillTimesToRecord(global.event)) };
  };
  return {
    kafka,
    publisher,
    topic,
    books: codecOf<BookRecord>('books'),
    sendQuotes: (events: readonly QuoteEvent[]) =>
      publisher.publishAll(
        events.map((event) => ({ topic: topic('quotes'), key: event.corridor, value: quotes.encode(quoteEventToRecord(event)) })),
      ),
    sendGlobals: (globals: readonly Global[]) => publisher.publishAll(globals.map(messageOf)),
    /** Where the partitions that the ranker reads end now, by their names. */
    ends: async (): Promise<ReadonlyMap<string, number>> => {
      const offsets = READ.map(async (key) => {
        const name = topic(key);
        return (await admin.fetchTopicOffsets(name)).map(({ partition, high }) => [partitionName(name, partition), Number(high)] as const);
      });
      return new Map((await Promise.all(offsets)).flat());
    },
    close: async () => {
      await Promise.all([publisher.close(), admin.disconnect()]);
    },
  };
};
