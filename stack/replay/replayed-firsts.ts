import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { FirstPlace } from '#core/replay/compare-firsts.ts';
import type { Publisher } from '#platform/kafka/publisher.ts';
import { startRunner } from '#platform/kafka/runner.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import type { BookRecord } from '#schemas/generated/book.ts';
import type { Lateness } from './lateness.ts';

/** Changes of first places that are kept, of all books: some 500 MiB. */
const PLACES_MAX = 4_000_000;
/** All is read once nothing new has come for so long. */
const QUIET_MS = 1_500;
const LOOK_MS = 100;

export interface ReplayedFirsts {
  /** Resolves when nothing more comes. By key of the book, in order of time. */
  settled(signal: AbortSignal): Promise<ReadonlyMap<string, readonly FirstPlace[]>>;
  stop(): Promise<void>;
}

const bridgeOf = ({ legs }: RouteJson): string => (legs.find(({ kind }) => kind === 'bridge') ?? legs[0])?.venue ?? '';

const firstOf = (atMs: number, [route]: readonly RouteJson[]): FirstPlace =>
  route === undefined ? { atMs, bridge: '', amountOut: 0n } : { atMs, bridge: bridgeOf(route), amountOut: BigInt(route.amountOut) };

/** Reads who stood first from the replay's own topic `books`, and how late. */
export const followReplayedFirsts = (options: {
  kafka: Kafka;
  groupId: string;
  topic: string;
  codec: Codec<BookRecord>;
  lateness: Lateness;
  deadLetters: Publisher;
  logger: Logger;
}): ReplayedFirsts => {
  const { kafka, groupId, topic, codec, lateness, deadLetters, logger } = options;
  const books = new Map<string, { places: FirstPlace[]; checksum: number }>();
  let places = 0;
  let heardAt = Date.now();

  const take = (record: BookRecord): void => {
    const book = books.get(record.key) ?? { places: [], checksum: Number.NaN };
    books.set(record.key, book);
    const { routes, excluded } = JSON.parse(record.json.toString()) as BookJson;
    const held = routes.map((route) => ({ bridge: bridgeOf(route), observedAtMs: Date.parse(route.observedAt) }));
    lateness.written({ key: record.key, asOfMs: record.asOfMs, held, excluded });
    // The same routes that pay the same: nothing that is compared has changed.
    if (book.checksum === record.checksum) return;
    book.checksum = record.checksum;
    const place = firstOf(record.asOfMs, routes);
    const before = book.places.at(-1);
    if (before?.bridge === place.bridge && before.amountOut === place.amountOut) return;
    places += 1;
    if (places > PLACES_MAX) throw new Error(`more than ${PLACES_MAX} changes of first places: take a shorter span`);
    book.places.push(place);
  };

  let failure: unknown;
  const runner = startRunner({
    kafka,
    groupId,
    topics: [topic],
    startAt: { kind: 'beginning' },
    commits: false,
    step: {
      take: async ({ messages }) => {
        await codec.prepare(messages.map(({ value }) => value));
        heardAt = Date.now();
        for (const { value } of messages) {
          const record = codec.decode(value);
          try {
            if (record.ok) take(record.value);
          } catch (error) {
            failure ??= error;
          }
        }
        return new Map();
      },
      flush: async () => undefined,
    },
    deadLetters,
    metrics: createMetrics('replay'),
    logger,
    now: Date.now,
  });

  return {
    settled: async (signal) => {
      heardAt = Date.now();
      while (!runner.caughtUp() || Date.now() - heardAt < QUIET_MS) {
        signal.throwIfAborted();
        await sleep(LOOK_MS);
      }
      if (failure !== undefined) throw failure;
      return new Map([...books].map(([key, book]) => [key, book.places]));
    },
    stop: runner.stop,
  };
};
