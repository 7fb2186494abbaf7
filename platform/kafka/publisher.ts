import type { IHeaders, Kafka, Message, ProducerBatch } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';

export interface Outgoing {
  readonly topic: string;
  readonly key: string | Buffer | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
}

export interface Publisher {
  /** Resolves when Kafka has acknowledged the message. Waits for room when the buffer is full. Rejects what can never be sent. */
  publish(message: Outgoing): Promise<void>;
  /** The same for several messages: resolves when the last is acknowledged. */
  publishAll(messages: readonly Outgoing[]): Promise<void>;
  /** Messages accepted and not yet acknowledged. */
  readonly pending: number;
  /** False while Kafka does not take what it is given. */
  readonly reachable: boolean;
  /** Sends what is there, then disconnects. */
  close(): Promise<void>;
}

/** Accepted and unacknowledged messages; beyond, callers wait. At 10 KiB a message this is some 100 MiB. */
const BUFFER_MESSAGES_MAX = 10_000;
/** One request: enough to be efficient, small enough to be acknowledged within milliseconds. */
const BATCH_MESSAGES_MAX = 1_000;
/** Below the topics' max.message.bytes even when all of it goes to one partition. */
const BATCH_BYTES_MAX = 3 * 1024 * 1024;
/** Pauses between tries while Kafka is away. */
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 2_000;
/** How long close() waits for Kafka to take what is left. */
const CLOSE_DEADLINE_MS = 5_000;

interface Waiting {
  readonly message: Outgoing;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Refused for good: another try would be refused as well. */
const PERMANENT = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'TOPIC_AUTHORIZATION_FAILED']);

const isPermanent = (error: unknown): boolean => {
  const type = (error as { type?: string }).type ?? (error as { cause?: { type?: string } }).cause?.type;
  return type !== undefined && PERMANENT.has(type);
};

const asBatch = (batch: readonly Waiting[]): ProducerBatch => {
  const byTopic = new Map<string, Message[]>();
  for (const { message } of batch) {
    const { topic, key, value, headers } = message;
    const entry: Message = headers === undefined ? { key, value } : { key, value, headers };
    const messages = byTopic.get(topic);
    if (messages === undefined) byTopic.set(topic, [entry]);
    else messages.push(entry);
  }
  return { acks: -1, topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })) };
};

/**
 * Sends messages in micro-batches: what is published while a request is on its way leaves together with the next one, so
 * that nothing waits for a timer and load makes batches grow. One request at a time keeps the order of each key, over
 * retries too. While Kafka is away everything accepted is tried again until it is back or the publisher is closed.
 */
export const createPublisher = async ({ kafka, logger }: { kafka: Kafka; logger: Logger }): Promise<Publisher> => {
  const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  await producer.connect();
  const queue: Waiting[] = [];
  const wantRoom: (() => void)[] = [];
  let inFlight = 0;
  let sending = false;
  let closed = false;
  let reachable = true;

  const sendUntilTaken = async (batch: readonly Waiting[]): Promise<void> => {
    for (let pause = RETRY_MS_MIN; ; pause = Math.min(pause * 2, RETRY_MS_MAX)) {
      try {
        await producer.sendBatch(asBatch(batch));
        reachable = true;
        return;
      } catch (error) {
        if (closed || isPermanent(error)) throw error;
        reachable = false;
        logger.warn({ error: String(error), messages: batch.length }, 'Kafka did not take a batch; trying again');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };

  const takeBatch = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    while (count < queue.length && count < BATCH_MESSAGES_MAX) {
      bytes += queue[count]?.bytes ?? 0;
      if (bytes > BATCH_BYTES_MAX && count > 0) break;
      count += 1;
    }
    return queue.splice(0, count);
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch();
      inFlight = batch.length;
      await sendUntilTaken(batch).then(
        () => {
          for (const waiting of batch) waiting.resolve();
        },
        (error: unknown) => {
          for (const waiting of batch) waiting.reject(error);
        },
      );
      inFlight = 0;
      for (const wake of wantRoom.splice(0)) wake();
    }
    sending = false;
  };

  const enqueue = (message: Outgoing): Promise<void> => {
    const bytes = (message.value?.length ?? 0) + 200;
    if (bytes > BATCH_BYTES_MAX) return Promise.reject(new Error(`a message of ${bytes} bytes is above the limit of ${BATCH_BYTES_MAX}`));
    return new Promise((resolve, reject) => {
      queue.push({ message, bytes, resolve, reject });
      if (sending) return;
      sending = true;
      // After this turn of the event loop: what the same turn publishes goes along.
      setImmediate(() => void drain());
    });
  };

  const room = async (): Promise<void> => {
    while (queue.length + inFlight >= BUFFER_MESSAGES_MAX) await new Promise<void>((resolve) => wantRoom.push(resolve));
    if (closed) throw new Error('the publisher is closed');
  };

  return {
    publish: async (message) => {
      await room();
      await enqueue(message);
    },
    publishAll: async (messages) => {
      for (let start = 0; start < messages.length; start += BATCH_MESSAGES_MAX) {
        await room();
        await Promise.all(messages.slice(start, start + BATCH_MESSAGES_MAX).map(enqueue));
      }
    },
    get pending() {
      return queue.length + inFlight;
    },
    get reachable() {
      return reachable;
    },
    close: async () => {
      closed = true;
      const until = Date.now() + CLOSE_DEADLINE_MS;
      while (queue.length + inFlight > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
      await producer.disconnect();
    },
  };
};
