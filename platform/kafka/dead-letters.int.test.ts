import type { Admin } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createKafka } from './client.ts';
import { deadLetterOf } from './dead-letter.ts';
import { createDeadLetters, letterHeader } from './dead-letters.ts';
import { ensureTopics } from './ensure-topics.ts';
import { topicName } from './names.ts';
import { createPublisher, type Publisher } from './publisher.ts';

const prefix = createPrefix();
const logger = createLogger('test', 'silent');
const kafka = createKafka(testEngines().kafkaBrokers, 'test', logger);
const topic = topicName(prefix, 'quotes');
let admin: Admin;
let publisher: Publisher;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
  await ensureTopics({ kafka, prefix, logger });
  publisher = await createPublisher({ kafka, logger });
});
afterAll(async () => {
  await publisher?.close();
  await admin?.disconnect();
});

/** As the runner of a group writes it that cannot process the message at this offset. */
const bury = (group: string, offset: number) => {
  const message = {
    key: Buffer.from('k'),
    value: Buffer.from(`poison ${offset}`),
    timestamp: '0',
    attributes: 0,
    offset: String(offset),
    headers: {},
  };
  return publisher.publish(deadLetterOf({ group, topic, partition: 0, message, reason: 'no quote', atMs: 0 }));
};

const messagesInTopic = async (): Promise<number> =>
  (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);

test('a message that two readers wrote letters of goes back once, also when the second letter comes after the first was replayed', async () => {
  const letters = createDeadLetters({ kafka, admin, prefix });
  for (const [group, offset] of [
    ['ranking', 7],
    ['history', 7],
    ['ranking', 8],
  ] as const)
    await bury(group, offset);
  const found = await letters.list('quotes', 100);
  expect(found.map((letter) => `${letterHeader(letter, 'group')} ${letterHeader(letter, 'offset')}`)).toEqual([
    'ranking 7',
    'history 7',
    'ranking 8',
  ]);
  expect(await letters.replay('quotes', 100, publisher)).toBe(2);
  expect(await messagesInTopic()).toBe(2);
  await bury('history', 8);
  expect(await letters.replay('quotes', 100, publisher)).toBe(0);
  expect(await messagesInTopic()).toBe(2);
  expect(await letters.list('quotes', 100)).toEqual([]);
});
