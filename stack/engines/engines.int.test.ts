import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const engines = testEngines();

test('Kafka creates a topic when asked to and never by itself', async () => {
  const topic = `${createPrefix()}-topic`;
  const admin = new Kafka({ brokers: engines.kafkaBrokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await expect(admin.fetchTopicMetadata({ topics: [topic] })).rejects.toThrow('does not host this topic-partition');
  expect(await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true })).toBe(true);
  expect((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions).toHaveLength(2);
  await admin.disconnect();
});

test('the registry keeps a schema under the id that it gave', async () => {
  const schema = JSON.stringify({ type: 'record', name: createPrefix(), fields: [{ name: 'a', type: 'string' }] });
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const versions = `${engines.registryUrl}/subjects/${createPrefix()}-value/versions`;
  const registered = await fetch(versions, { method: 'POST', headers, body: JSON.stringify({ schema }) });
  const { id } = (await registered.json()) as { id: number };
  const read = (await (await fetch(`${engines.registryUrl}/schemas/ids/${id}`)).json()) as { schema: string };
  expect(JSON.parse(read.schema)).toEqual(JSON.parse(schema));
});

test('Redis is new enough for what the views use and runs scripts', async () => {
  const redis = new Redis(engines.redisUrl);
  const version = /redis_version:(\d+)\.(\d+)/.exec(await redis.info('server'));
  expect(Number(version?.[1]) * 100 + Number(version?.[2])).toBeGreaterThanOrEqual(602);
  expect(await redis.eval('return redis.call("PING")', 0)).toBe('PONG');
  redis.disconnect();
});
