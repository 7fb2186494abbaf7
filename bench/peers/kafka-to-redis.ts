import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';

// The barest way from Kafka to Redis: each message is written under its key, a batch in one pipeline, and that is all. Nothing is decoded,
// folded or announced. Environment: KAFKA_BROKERS, REDIS_URL, TOPIC, COUNT. Says how many messages a second it wrote, on its last line.

const { KAFKA_BROKERS = '', REDIS_URL = '', TOPIC = '', COUNT = '0' } = process.env;

const redis = new Redis(REDIS_URL);
const kafka = new Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `${TOPIC}-bare`, maxWaitTimeInMs: 50 });
let begunMs: number | undefined;
let written = 0;
let done: () => void = () => undefined;
const all = new Promise<void>((resolve) => {
  done = resolve;
});

await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
await consumer.run({
  eachBatch: async ({ batch: { messages } }) => {
    begunMs ??= performance.now();
    const pipeline = redis.pipeline();
    for (const { key, value, offset } of messages) pipeline.hset(`${TOPIC}-bare:${key}`, offset, value ?? '');
    await pipeline.exec();
    written += messages.length;
    if (written >= Number(COUNT)) done();
  },
});
await all;
console.log(Math.round((written * 1_000) / (performance.now() - (begunMs ?? 0))));
await consumer.disconnect();
redis.disconnect();
