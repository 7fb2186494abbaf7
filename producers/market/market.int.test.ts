import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MarketEvent } from '#core/domain/market.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { marketEventFromRecord } from '#schemas/codecs/market-event.ts';
import type { MarketEventRecord } from '#schemas/generated/market-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

/** What the world's prices and gas are now, and whether its sources work. */
const world = { ether: 3_000, gasWei: 7n, pricesBroken: false };
const server = createServer((request, response) => {
  if (request.url?.startsWith('/simple/price')) {
    if (world.pricesBroken) response.writeHead(500).end();
    else response.end(JSON.stringify({ ethereum: { usd: world.ether }, 'usd-coin': { usd: 1 }, tether: { usd: null } }));
    return;
  }
  request.resume();
  response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: `0x${world.gasWei.toString(16)}` }));
});

const events: MarketEvent[] = [];
const heard: string[] = [];
let consumer: Consumer;
let service: ChildProcess;

const until = async (look: () => boolean): Promise<void> => {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const hasPrice = (priceId: string, usd: number) =>
  events.some((event) => event.kind === 'price' && event.priceId === priceId && event.usd === usd);
const hasGas = (weiPerGas: bigint) =>
  events.some((event) => event.kind === 'gas' && event.chainId === 8453 && event.weiPerGas === weiPerGas);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const prefix = createPrefix();
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
  const logger = pino({ level: 'silent' });
  const registry = createRegistryClient(registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<MarketEventRecord>({ schema: SCHEMAS['market-event'], id: ids.market, registry, now: Date.now });
  const kafka = createKafka(kafkaBrokers, 'market-test', logger);
  await ensureTopics({ kafka, prefix, logger });
  consumer = kafka.consumer({ groupId: `${prefix}-test`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicName(prefix, TOPICS.market.name), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = codec.decode(message.value);
      const event = record.ok ? marketEventFromRecord(record.value) : record;
      if (!event.ok) throw new Error(event.error);
      heard.push(message.key?.toString() ?? '');
      events.push(event.value);
    },
  });
  service = spawn(process.execPath, ['producers/market/main.ts'], {
    env: {
      PATH: process.env.PATH,
      ROUTEBOOK_PREFIX: prefix,
      LOG_LEVEL: 'silent',
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      COINGECKO_API_URL: url,
      RPC_URLS_BASE: url,
      MARKET_INTERVAL_MS: '100',
    },
    stdio: 'inherit',
  });
});

afterAll(async () => {
  service?.kill('SIGKILL');
  await consumer?.disconnect();
  server.closeAllConnections();
  server.close();
});

test('prices and gas are events, said again only when they change', async () => {
  await until(() => hasPrice('ethereum', 3_000) && hasPrice('usd-coin', 1) && hasGas(7n));
  world.ether = 3_001;
  world.gasWei = 8n;
  await until(() => hasPrice('ethereum', 3_001) && hasGas(8n));
  expect(events.filter((event) => event.kind === 'price' && event.priceId === 'ethereum')).toHaveLength(2);
  expect(events.filter((event) => event.kind === 'price' && event.priceId === 'usd-coin')).toHaveLength(1);
  expect(new Set(heard)).toEqual(new Set(['ethereum', 'usd-coin', '8453']));
});

test('while prices cannot be read, gas still is', async () => {
  world.pricesBroken = true;
  world.gasWei = 9n;
  await until(() => hasGas(9n));
  world.pricesBroken = false;
  world.ether = 3_002;
  await until(() => hasPrice('ethereum', 3_002));
});

test('it stops when it is told to', async () => {
  service.kill('SIGTERM');
  expect((await once(service, 'exit'))[0]).toBe(0);
});
