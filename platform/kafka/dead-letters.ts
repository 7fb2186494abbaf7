import { randomUUID } from 'node:crypto';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import { deadLetterTopic, TOPICS } from '#schemas/topics.ts';
import { DEAD_LETTER_HEADERS } from './dead-letter.ts';
import { groupName, topicName } from './names.ts';
import type { Publisher } from './publisher.ts';

/** The offsets of this group say how far each dead-letter topic has been replayed. Nobody is ever a member of it. */
export const DEAD_LETTER_REPLAY_GROUP = 'dead-letters-replay';

/** A dead letter as it lies in its topic. */
export interface DeadLetter {
  /** The dead-letter topic, prefix included. */
  readonly topic: string;
  readonly offset: string;
  readonly message: KafkaMessage;
}

/** What the headers say of a dead letter. */
export const letterHeader = ({ message }: DeadLetter, name: keyof typeof DEAD_LETTER_HEADERS): string =>
  String(message.headers?.[DEAD_LETTER_HEADERS[name]] ?? '');

/** No answer within this ends the reading of a topic: the broker has fallen silent. */
const READ_TIMEOUT_MS = 20_000;

/** Reads the one partition of a dead-letter topic from an offset on, `limit` letters at most. */
const readFrom = async (kafka: Kafka, options: { topic: string; from: number; end: number; limit: number }): Promise<DeadLetter[]> => {
  const { topic, from, end, limit } = options;
  const letters: DeadLetter[] = [];
  if (from >= end) return letters;
  const consumer = kafka.consumer({ groupId: `dead-letters-look-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${topic} could not be read to its end`)), READ_TIMEOUT_MS);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      consumer
        .run({
          autoCommit: false,
          eachMessage: async ({ message }) => {
            const offset = Number(message.offset);
            if (offset >= from && letters.length < limit) letters.push({ topic, offset: message.offset, message });
            if (offset >= end - 1 || letters.length >= limit) finish();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return letters;
};

/** The dead letters of one world: what lies there, and how it is given another try. */
export const createDeadLetters = ({ kafka, admin, prefix }: { kafka: Kafka; admin: Admin; prefix: string }) => {
  const replayGroup = groupName(prefix, DEAD_LETTER_REPLAY_GROUP);

  const topicsOf = async (source: string | undefined): Promise<readonly string[]> => {
    const existing = new Set(await admin.listTopics());
    return Object.values(TOPICS)
      .filter(({ name }) => source === undefined || name === source)
      .map((topic) => topicName(prefix, deadLetterTopic(topic).name))
      .filter((name) => existing.has(name));
  };

  const replayedUpTo = async (topic: string): Promise<number> => {
    const [known] = await admin.fetchOffsets({ groupId: replayGroup, topics: [topic] });
    return Math.max(Number(known?.partitions[0]?.offset ?? 0), 0);
  };

  /** Letters that have not been replayed, oldest first, of one source topic or of all. */
  const list = async (source: string | undefined, limit: number): Promise<DeadLetter[]> => {
    const letters: DeadLetter[] = [];
    for (const topic of await topicsOf(source)) {
      const [bounds] = await admin.fetchTopicOffsets(topic);
      const from = Math.max(await replayedUpTo(topic), Number(bounds?.low ?? 0));
      const end = Number(bounds?.high ?? 0);
      letters.push(...(await readFrom(kafka, { topic, from, end, limit: limit - letters.length })));
      if (letters.length >= limit) break;
    }
    return letters;
  };

  return {
    list,
    /** Sends letters back to where they came from, bytes and key unchanged, and remembers that it did. Gives their number. */
    replay: async (source: string | undefined, limit: number, publisher: Publisher): Promise<number> => {
      const letters = await list(source, limit);
      for (const letter of letters) {
        const { message, topic } = letter;
        await publisher.publish({ topic: topic.replace(/\.dead-letters$/, ''), key: message.key, value: message.value });
        const partitions = [{ partition: 0, offset: String(Number(letter.offset) + 1) }];
        await admin.setOffsets({ groupId: replayGroup, topic, partitions });
      }
      return letters.length;
    },
  };
};
