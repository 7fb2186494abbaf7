import { gunzipSync, gzipSync } from 'node:zlib';
import type { BridgeHealth } from '#core/health/bridge-health.ts';
import { type HealthMemory, readMemory, writeMemory } from '#core/health/health-memory.ts';
import type { Publisher } from '#platform/kafka/publisher.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { HealthCheckpointRecord } from '#schemas/generated/health-checkpoint.ts';

/** What a memory may unpack to; ours stay far below. */
const MEMORY_BYTES_MAX = 8 * 1024 * 1024;

/** Next offsets by `topic/partition`, topics without their prefix. */
export type Positions = ReadonlyMap<string, number>;

export interface Checkpoint {
  readonly health: BridgeHealth;
  readonly positions: Positions;
  readonly observedAtMs: number;
}

export interface CheckpointStore {
  /** The last checkpoint of each bridge. Waits as long as Kafka is away. */
  load(): Promise<readonly Checkpoint[]>;
  /** Resolves when Kafka has them all. */
  save(checkpoints: readonly Checkpoint[]): Promise<void>;
}

const positionsOf = (record: HealthCheckpointRecord): Positions =>
  new Map(record.positions.map(({ topic, partition, nextOffset }) => [`${topic}/${partition}`, nextOffset]));

/**
 * What the processor holds, kept in a compacted topic. A checkpoint of a bridge says in one record what was folded and up to which message:
 * whatever is read after it, no event is missed and none counts twice.
 */
export const createCheckpointStore = (deps: {
  codec: Codec<HealthCheckpointRecord>;
  publisher: Publisher;
  /** As Kafka knows it. */
  topic: string;
  /** Hands over every value of the topic, oldest first. */
  readAll: (take: (values: readonly (Buffer | null)[]) => Promise<void>) => Promise<void>;
  logger: Logger;
}): CheckpointStore => {
  const { codec, publisher, topic, readAll, logger } = deps;

  const read = (bytes: Buffer): Checkpoint | undefined => {
    const record = codec.decode(bytes);
    if (!record.ok) return undefined;
    try {
      const json = gunzipSync(record.value.memory, { maxOutputLength: MEMORY_BYTES_MAX }).toString();
      const health = readMemory(JSON.parse(json) as HealthMemory);
      return health && { health, positions: positionsOf(record.value), observedAtMs: record.value.observedAtMs };
    } catch (error) {
      logger.warn({ bridge: record.value.bridge, error: String(error) }, 'a checkpoint cannot be read; its bridge begins anew');
      return undefined;
    }
  };

  return {
    load: async () => {
      const latest = new Map<string, Checkpoint>();
      await readAll(async (values) => {
        await codec.prepare(values);
        for (const bytes of values) {
          const checkpoint = bytes === null ? undefined : read(bytes);
          if (checkpoint !== undefined) latest.set(checkpoint.health.bridge, checkpoint);
        }
      });
      return [...latest.values()];
    },
    save: (checkpoints) =>
      publisher.publishAll(
        checkpoints.map(({ health, positions, observedAtMs }) => ({
          topic,
          key: health.bridge,
          value: codec.encode({
            bridge: health.bridge,
            observedAtMs,
            positions: [...positions].map(([name, nextOffset]) => {
              const at = name.lastIndexOf('/');
              return { topic: name.slice(0, at), partition: Number(name.slice(at + 1)), nextOffset };
            }),
            memory: gzipSync(JSON.stringify(writeMemory(health))),
          }),
        })),
      ),
  };
};
