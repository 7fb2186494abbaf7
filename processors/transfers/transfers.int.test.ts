import { expect, test, vi } from 'vitest';
import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { transferToJson } from '#schemas/codecs/transfer.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { historyOf, senderOf, shuffledHistories } from '#test/support/transfer-histories.ts';
import { transfersFixture } from '#test/support/transfers-fixture.ts';

const COUNT = 500;
const WAIT = { timeout: 90_000, interval: 100 };

const { kafka, redis, logger, publisher, keys, topic, codecOf, start, send, viewOf, ownKeys, flush } = transfersFixture();

/** What must be there in the end, whatever happened: the fold of all events of a transfer. Versions are the processor's own. */
const truthOf = (index: number) => {
  const transfer = foldTransfer(historyOf(index), Date.now(), {
    fillTimes: ({ bridge }) => priorFillTimes(bridge),
    confirmationMs: usualConfirmationMs,
  });
  if (transfer === undefined) throw new Error('no transfer');
  const json = transferToJson(transfer, 0);
  // By when depends on the fills that had been counted when the view was made: figures.int.test.ts looks at that.
  const expected = json.expected && { ...json.expected, by: expect.any(String) };
  return { ...json, expected, version: expect.any(Number) };
};

const expectAll = (count = COUNT) =>
  vi.waitFor(async () => {
    const views = await Promise.all(Array.from({ length: count }, (_, index) => viewOf(`across:1:${index}`)));
    for (const [index, view] of views.entries()) expect(view).toEqual(truthOf(index));
  }, WAIT);

test('events in any order, some twice, become the transfers that they tell of, found by key, transaction and address', async () => {
  start();
  await send(shuffledHistories(COUNT, 1));
  await expectAll();
  const filled = truthOf(5);
  for (const hash of [filled.originTransaction, filled.destinationTransaction]) {
    expect(await redis.smembers(keys().transfersByTransaction(String(hash)))).toEqual(['across:1:5']);
  }
  expect(await redis.zcard(keys().transfersByAddress(senderOf(3)))).toBe(COUNT / 5);
});

test('a processor killed with -9 in the middle loses and doubles nothing', async () => {
  const events = shuffledHistories(COUNT, 2);
  const first = start();
  const sending = send(events.slice(0, events.length / 2));
  await vi.waitFor(async () => expect((await ownKeys()).filter((key) => key.includes(':transfer:')).length).toBeGreaterThan(50), WAIT);
  await first.end('SIGKILL');
  await sending;
  await send(events.slice(events.length / 2));
  start();
  await expectAll();
  expect((await ownKeys()).filter((key) => key.includes(':transfer:'))).toHaveLength(COUNT);
});

test('views that are flushed are made again', async () => {
  start();
  await send(shuffledHistories(COUNT, 3));
  await expectAll();
  const before = await viewOf('across:1:5');
  await flush();
  await expectAll();
  expect((await viewOf('across:1:5')).version).toBeGreaterThan(before.version);
});

test('a second instance and more partitions change no result', async () => {
  const events = shuffledHistories(COUNT, 4);
  start();
  await send(events.slice(0, 400));
  start();
  await send(events.slice(400, 800));
  const admin = kafka.admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: topic('chain-events'), count: 11 }] });
  await admin.disconnect();
  // A producer of its own, that knows of the new partitions at once: the events of one transfer now lie in two of them.
  const fresh = await createPublisher({ kafka, logger });
  await send(events.slice(800), fresh);
  await fresh.close();
  await expectAll();
});

test('the topic holds, as the last word on each transfer, what its view shows', async () => {
  start();
  await send(shuffledHistories(60, 5));
  await expectAll(60);
  const reader = codecOf<TransferRecord>('transfers');
  const last = new Map<string, TransferRecord>();
  const consumer = kafka.consumer({ groupId: topic('reader') });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic('transfers')], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = reader.decode(message.value);
      if (record.ok) last.set(record.value.transferKey, record.value);
    },
  });
  await vi.waitFor(async () => {
    for (let index = 0; index < 60; index += 1) {
      const view = await viewOf(`across:1:${index}`);
      expect(JSON.parse(last.get(view.transferKey)?.json.toString() ?? 'null')).toEqual(view);
    }
  }, WAIT);
  await consumer.disconnect();
});

test('what is no event goes to the dead letters, and what follows is read', async () => {
  start();
  const events = topic('chain-events');
  await publisher().publish({ topic: events, key: 'x', value: Buffer.from('poison') });
  await send(historyOf(0));
  await expectAll(1);
  const admin = kafka.admin();
  await admin.connect();
  await vi.waitFor(async () => {
    const [letters] = await admin.fetchTopicOffsets(`${events}.dead-letters`);
    expect(letters?.high).toBe('1');
  }, WAIT);
  await admin.disconnect();
});
