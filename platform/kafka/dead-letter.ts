import type { KafkaMessage } from 'kafkajs';
import type { Outgoing } from './publisher.ts';

/** Headers of a dead letter, beside those that the message came with. */
export const DEAD_LETTER_HEADERS = {
  reason: 'routebook-reason',
  topic: 'routebook-topic',
  partition: 'routebook-partition',
  offset: 'routebook-offset',
  at: 'routebook-at',
  group: 'routebook-group',
} as const;

/** Reasons may quote what was found; headers should stay small. */
const REASON_LENGTH_MAX = 500;

/** The message as it came, raw, with why it could not be processed, by whom, and where it stood. `group` and `topic` carry their prefix. */
export const deadLetterOf = (source: {
  /** Of the reader: every group that cannot process a message writes a letter of its own. */
  group: string;
  topic: string;
  partition: number;
  message: KafkaMessage;
  reason: string;
  /** Epoch ms. */
  atMs: number;
}): Outgoing => {
  const { group, topic, partition, message, reason, atMs } = source;
  return {
    topic: `${topic}.dead-letters`,
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      [DEAD_LETTER_HEADERS.reason]: reason.slice(0, REASON_LENGTH_MAX),
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: message.offset,
      [DEAD_LETTER_HEADERS.at]: new Date(atMs).toISOString(),
      [DEAD_LETTER_HEADERS.group]: group,
    },
  };
};
