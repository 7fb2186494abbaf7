import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** What the headers say of a dead letter; empty where they say nothing. */
export const letterHeader = ({ message }: DeadLetter, name: keyof typeof DEAD_LETTER_HEADERS): string =>
  String(message.headers?.[DEAD_LETTER_HEADERS[name]] ?? '');

/**
 * The message that a letter is of: several readers of one topic may each have written a letter of it. A letter that does not say is alone.
 */
const originOf = (letter: DeadLetter): string =>
  letterHeader(letter, 'offset') === ''
    ? `${letter.topic}@${letter.offset}`
    : `${letterHeader(letter, 'topic')}/${letterHeader(letter, 'partition')}@${letterHeader(letter, 'offset')}`;

/** No answer within this ends the reading of a topic: the broker has fallen silent. */
const READ_TIMEOUT_MS = 20_000;

interface Found {
  /** From the offset on, `limit` at most. */
  readonly letters: readonly DeadLetter[];
  /** Messages that letters before the offset are of. */
  readonly earlier: ReadonlySet<string>;
}

/** Reads the one partition of a dead-letter topic, from its begin. */
const readFrom = async (kafka: Kafka, options: { topic: string; from: number; end: number; limit: number }): Promise<Found> => {
  const { topic, from, end, limit } = options;
  const letters: DeadLetter[] = [];
  const earlier = new Set<string>();
  if (from >= end) return { letters, earlier };
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
            const letter = { topic, offset: message.offset, message };
            if (offset < from) earlier.add(originOf(letter));
            else if (letters.length < limit) letters.push(letter);
            if (offset >= end - 1 || letters.length >= limit) finish();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return { letters, earlier };
};

/** A broker that has just started reads first what its groups have committed; kafkajs gives that up at once. */
const LOADING_MS_MAX = 10_000;
const LOADING_PAUSE_MS = 200;

const whileLoading = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const until = Date.now() + LOADING_MS_MAX; ; ) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { type?: string }).type !== 'GROUP_LOAD_IN_PROGRESS' || Date.now() > until) throw error;
      await sleep(LOADING_PAUSE_MS);
    }
  }
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
    const [known] = await whileLoading(() => admin.fetchOffsets({ groupId: replayGroup, topics: [topic] }));
    return Math.max(Number(known?.partitions[0]?.offset ?? 0), 0);
  };

  /** Letters that have not been replayed, oldest first, of one source topic or of all; and the messages whose letters have been. */
  const find = async (source: string | undefined, limit: number): Promise<Found> => {
    const letters: DeadLetter[] = [];
    let earlier: ReadonlySet<string> = new Set();
    for (const topic of await topicsOf(source)) {
      const [bounds] = await admin.fetchTopicOffsets(topic);
      const from = Math.max(await replayedUpTo(topic), Number(bounds?.low ?? 0));
      const end = Number(bounds?.high ?? 0);
      const found = await readFrom(kafka, { topic, from, end, limit: limit - letters.length });
      letters.push(...found.letters);
      earlier = new Set([...earlier, ...found.earlier]);
      if (letters.length >= limit) break;
    }
    return { letters, earlier };
  };

  return {
    list: async (source: string | undefined, limit: number): Promise<readonly DeadLetter[]> => (await find(source, limit)).letters,
    /**
     * Sends the messages of `limit` letters at most back to where they came from, bytes and key unchanged, and remembers that it did. A
     * message goes back once, however many readers wrote a letter of it, and whenever. Gives the number of messages.
     */
    replay: async (source: string | undefined, limit: number, publisher: Publisher): Promise<number> => {
      const { letters, earlier } = await find(source, limit);
      const sent = new Set(earlier);
      for (const letter of letters) {
        const { message, topic } = letter;
        const origin = originOf(letter);
        if (!sent.has(origin))
          await publisher.publish({ topic: topic.replace(/\.dead-letters$/, ''), key: message.key, value: message.value });
        sent.add(origin);
        const partitions = [{ partition: 0, offset: String(Number(letter.offset) + 1) }];
        await whileLoading(() => admin.setOffsets({ groupId: replayGroup, topic, partitions }));
      }
      return sent.size - earlier.size;
    },
  };
};
