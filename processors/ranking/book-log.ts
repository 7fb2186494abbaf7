import type { Publisher } from '#platform/kafka/publisher.ts';
import type { Codec } from '#platform/registry/codec.ts';
import type { BookRecord } from '#schemas/generated/book.ts';

export interface BookLog {
  /** Takes books to be logged. Of one book only the latest waits. */
  put(records: readonly BookRecord[]): void;
  /** Resolves when all that was put is acknowledged. Rejects when Kafka refuses it. */
  settled(): Promise<void>;
}

/**
 * The `books` topic. Views do not wait for it: while Kafka is away the latest of each book is kept, no more than there are
 * books, and goes out when it is back.
 */
export const createBookLog = (deps: { publisher: Publisher; codec: Codec<BookRecord>; topic: string }): BookLog => {
  const { publisher, codec, topic } = deps;
  let waiting = new Map<string, BookRecord>();
  let sending: Promise<void> | undefined;

  const send = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      try {
        await publisher.publishAll([...batch.values()].map((record) => ({ topic, key: record.key, value: codec.encode(record) })));
      } catch (error) {
        // Newer ones have come meanwhile, perhaps; those stay.
        for (const [key, record] of batch) if (!waiting.has(key)) waiting.set(key, record);
        throw error;
      }
    }
  };

  const start = () => {
    sending ??= send().finally(() => {
      sending = undefined;
    });
    return sending;
  };

  return {
    put: (records) => {
      for (const record of records) waiting.set(record.key, record);
      if (records.length > 0) start().catch(() => undefined);
    },
    settled: async () => {
      if (waiting.size > 0 || sending !== undefined) await start();
    },
  };
};
