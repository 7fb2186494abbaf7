import { randomBytes } from 'node:crypto';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { Weights } from '#core/domain/route.ts';
import { weightsText } from '#core/ranking/read-weights.ts';
import { addComparisons, compareFirsts, type FirstPlace, NOTHING_COMPARED } from '#core/replay/compare-firsts.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import type { Config } from '#platform/config.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { groupName } from '#platform/kafka/names.ts';
import { createRedis } from '#platform/redis/client.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { cleanUp } from './clean-up.ts';
import { type FeedProgress, feed } from './feed.ts';
import { lagLimitMs } from './lag-limit-ms.ts';
import { createLateness } from './lateness.ts';
import { openTopics } from './open-topics.ts';
import { startReplayRanker } from './ranker.ts';
import { reach } from './reach.ts';
import { readPast, WARM_UP_MS } from './read-past.ts';
import { createRecorded, type RecordedBook } from './recorded.ts';
import { followReplayedFirsts } from './replayed-firsts.ts';
import type { CorridorComparison } from './report.ts';
import { requireTimely } from './require-timely.ts';

/** By the machine's clock: from the time of anything to the books that it changes, when nothing is behind. */
const DELAY_MS = 60;
const PRECISION_MS_MIN = 250;

export interface ReplayWish {
  readonly config: Config;
  readonly fromMs: number;
  readonly toMs: number;
  readonly speed: number;
  /** Undefined leaves the ranking as the code has it. */
  readonly weights: Weights | undefined;
  /** Leaves topics and views. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onStep: (words: string) => void;
  readonly onProgress: (progress: FeedProgress) => void;
}

export interface Replay {
  readonly prefix: string;
  readonly quotes: number;
  /** What lasted less is in no count. */
  readonly precisionMs: number;
  readonly corridors: readonly CorridorComparison[];
}

const compareBooks = (
  recorded: ReadonlyMap<string, RecordedBook>,
  replayed: ReadonlyMap<string, readonly FirstPlace[]>,
  span: { fromMs: number; toMs: number; precisionMs: number },
): readonly CorridorComparison[] => {
  const byCorridor = Map.groupBy(recorded, ([, { corridor }]) => corridor);
  return [...byCorridor].map(([corridor, books]) => ({
    corridor,
    books: books.length,
    comparison: books
      .map(([key, { places }]) => compareFirsts(places, replayed.get(key) ?? [], span))
      .reduce(addComparisons, NOTHING_COMPARED),
  }));
};

/** What is undone at the end, last first. */
type Undo = (step: () => Promise<unknown> | unknown) => void;

const play = async (wish: ReplayWish, undo: Undo): Promise<Replay> => {
  const { config, fromMs, toMs, speed, weights, keep, signal, logger, onStep, onProgress } = wish;
  onStep('looking into the history');
  const client = createClickHouse({ url: config.CLICKHOUSE_URL, database: databaseName(config), service: 'replay', logger });
  undo(() => client.close());
  const recorded = createRecorded(client);
  const past = await reach(`ClickHouse at ${new URL(config.CLICKHOUSE_URL).host}`, readPast(recorded, fromMs, toMs));
  signal.throwIfAborted();

  const prefix = `replay-${randomBytes(4).toString('hex')}`;
  onStep(`making topics and views of the prefix ${prefix}`);
  const redis = createRedis(config.REDIS_URL, logger);
  undo(() => redis.disconnect());
  await reach(`Redis at ${new URL(config.REDIS_URL).host}`, redis.ping());
  const kafka = createKafka(config.KAFKA_BROKERS, 'routebook-replay', logger);
  const admin = kafka.admin({ retry: { retries: 2 } });
  await reach(`Kafka at ${config.KAFKA_BROKERS.join(', ')}`, admin.connect());
  await admin.disconnect();
  if (!keep) undo(() => cleanUp({ kafka, redis, registryUrl: config.SCHEMA_REGISTRY_URL, prefix }));
  const topics = await reach(`the schema registry at ${config.SCHEMA_REGISTRY_URL}`, openTopics(config, prefix, logger));
  undo(topics.close);
  await topics.sendGlobals(past.before);

  onStep('starting a ranker');
  const beginMs = fromMs - WARM_UP_MS;
  const ranker = await startReplayRanker({
    env: {
      KAFKA_BROKERS: config.KAFKA_BROKERS.join(','),
      SCHEMA_REGISTRY_URL: config.SCHEMA_REGISTRY_URL,
      REDIS_URL: config.REDIS_URL,
      ROUTEBOOK_BRIDGES: config.ROUTEBOOK_BRIDGES.join(','),
      ROUTEBOOK_PREFIX: prefix,
      ...(weights === undefined ? {} : { RANKING_WEIGHTS: weightsText(weights) }),
    },
    ends: topics.ends,
    clock: { atMs: beginMs, wallMs: Date.now(), speed: 0, untilMs: beginMs },
    signal,
  });
  undo(ranker.stop);
  const lateness = createLateness();
  const firsts = followReplayedFirsts({
    kafka,
    groupId: groupName(prefix, 'firsts'),
    topic: topics.topic('books'),
    codec: topics.books,
    lateness,
    deadLetters: topics.publisher,
    logger,
  });
  undo(firsts.stop);
  const { stretches, later: globals } = past;
  const { sendGlobals } = topics;
  const sendQuotes = (events: readonly QuoteEvent[]) => {
    lateness.sent(events);
    return topics.sendQuotes(events);
  };
  const quotes = await feed({
    recorded,
    stretches,
    globals,
    ranker,
    sendQuotes,
    sendGlobals,
    fromMs: beginMs,
    toMs,
    speed,
    signal,
    onProgress,
  });
  onStep('comparing');
  const replayed = await firsts.settled(signal);
  requireTimely(lateness.mostMs);
  const precisionMs = Math.max(Math.min(speed * DELAY_MS, lagLimitMs(speed)), lateness.mostMs, PRECISION_MS_MIN);
  return { prefix, quotes, precisionMs, corridors: compareBooks(past.firsts, replayed, { fromMs, toMs, precisionMs }) };
};

/**
 * Plays recorded quotes, prices, statuses and fill times through the ranker itself, over topics and views of a prefix of its own, and compares
 * who stood first with what was recorded. Throws LaunchError when there is nothing to play, or an engine is away; rejects when aborted. Whatever
 * happens, nothing of the replay stays, unless `keep` is set.
 */
export const runReplay = async (wish: ReplayWish): Promise<Replay> => {
  const undo: (() => Promise<unknown> | unknown)[] = [];
  try {
    return await play(wish, (step) => undo.push(step));
  } finally {
    if (undo.length > 1) wish.onStep(wish.keep ? 'stopping the ranker' : 'clearing away');
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (error) {
        wish.onStep(`something could not be cleared away: ${String(error)}`);
      }
    }
  }
};
