import type { Publisher } from '#platform/kafka/publisher.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { BridgeStatusRecord } from '#schemas/generated/bridge-status.ts';

export interface StatusLog {
  /** Takes a status to be logged. Of one bridge only the latest waits. */
  put(record: BridgeStatusRecord): void;
  /** Resolves when all that was put is acknowledged. */
  settled(): Promise<void>;
}

/** The topic `bridge-status`. While Kafka is away the latest of each bridge is kept, no more than there are bridges. */
export const createStatusLog = (deps: {
  publisher: Publisher;
  codec: Codec<BridgeStatusRecord>;
  topic: string;
  logger: Logger;
}): StatusLog => {
  const { publisher, codec, topic, logger } = deps;
  let waiting = new Map<string, BridgeStatusRecord>();
  let sending: Promise<void> | undefined;

  const send = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      await publisher.publishAll([...batch.values()].map((record) => ({ topic, key: record.bridge, value: codec.encode(record) })));
    }
  };

  return {
    put: (record) => {
      waiting.set(record.bridge, record);
      sending ??= send()
        // The publisher tries again by itself; what it gives up is said again with the next change.
        .catch((error: unknown) => logger.warn({ error: String(error) }, 'Kafka refused a status'))
        .finally(() => {
          sending = undefined;
        });
    },
    settled: async () => {
      while (sending !== undefined) await sending;
    },
  };
};
