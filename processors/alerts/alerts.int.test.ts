import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AlertFacts } from '#core/alerts/facts.ts';
import { CALM } from '#core/alerts/testing/calm.ts';
import { readConfig } from '#platform/config.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createIncidentStore } from '#platform/redis/incident-store.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';
import { startAlertVendors } from '#test/support/alert-vendors.ts';
import { createEventSource } from '#test/support/event-source.ts';
import { eventually } from '#test/support/eventually.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createAlertDesk } from './alert-desk.ts';
import { createAlertsMetrics } from './alerts-metrics.ts';
import { configuredChannels } from './config.ts';

const CLEAR_MS = 60_000;
const OPEN: AlertFacts = {
  ...CALM,
  bridges: [
    { bridge: 'across', breaker: 'open', reason: '3 failures in a row', success: 1, asked: 9, tvlFell: false },
    { bridge: 'stargate', breaker: 'closed', reason: '', success: 1, asked: 9, tvlFell: false },
  ],
};

const engines = testEngines();
const redis = new Redis(engines.redisUrl);
const logger = pino({ level: 'silent' });
let vendors: Awaited<ReturnType<typeof startAlertVendors>>;
let prefix: string;
let facts: AlertFacts;
let nowMs: number;

const vendorVariables = () => ({
  PAGERDUTY_ROUTING_KEY: 'routing-key',
  PAGERDUTY_API_URL: vendors.url,
  TELEGRAM_BOT_TOKEN: '123:token',
  TELEGRAM_CHAT_ID: '42',
  TELEGRAM_API_URL: vendors.url,
  SENDGRID_API_KEY: 'key',
  SENDGRID_API_URL: vendors.url,
  ALERTS_EMAIL_FROM: 'routebook@example.org',
  ALERTS_EMAIL_TO: 'one@example.org,two@example.org',
  STATUSPAGE_API_KEY: 'key',
  STATUSPAGE_PAGE_ID: 'page',
  STATUSPAGE_API_URL: vendors.url,
});

/** An instance of the service, without its clock. */
const openDesk = () => {
  const now = () => nowMs;
  return createAlertDesk({
    store: createIncidentStore({ redis, keys: createKeys(prefix), instance: randomUUID() }),
    channels: configuredChannels(readConfig(vendorVariables()), { http: createHttpClient(), logger, now }),
    readFacts: async () => facts,
    clearMs: CLEAR_MS,
    metrics: createAlertsMetrics(createMetrics('alerts')),
    logger,
    now,
  });
};

beforeAll(async () => {
  vendors = await startAlertVendors();
});
beforeEach(() => {
  prefix = createPrefix();
  facts = CALM;
  nowMs = 1_800_000_000_000;
  vendors.told.length = 0;
});
afterAll(() => {
  vendors.close();
  redis.disconnect();
});

const OPENED = [
  'pagerduty trigger',
  'sendgrid [HIGH] across is out of every book: 3 failures in a row',
  'statuspage POST investigating',
  'telegram [HIGH] across is out of every book: 3 failures in a row',
];
const RESOLVED = [
  'pagerduty resolve',
  'sendgrid [RESOLVED] across is out of every book: 3 failures in a row (over)',
  'statuspage PATCH resolved',
  'telegram [RESOLVED] across is out of every book: 3 failures in a row (over)',
];

test('an incident is told once through each channel, in the vendors’ shapes, and so is its end', async () => {
  const desk = openDesk();
  facts = OPEN;
  await desk.look();
  await desk.look();
  expect(vendors.told.toSorted()).toEqual(OPENED);
  facts = CALM;
  await desk.look();
  nowMs += CLEAR_MS;
  await desk.look();
  expect(vendors.told.slice(OPENED.length).toSorted()).toEqual(RESOLVED);
  await desk.look();
  expect(desk.incidents().size).toBe(0);
});

test('one of several instances tells; when it is gone, another goes on and tells nobody twice', async () => {
  const [first, second] = [openDesk(), openDesk()];
  facts = OPEN;
  await first.look();
  await second.look();
  expect(vendors.told.toSorted()).toEqual(OPENED);
  await redis.del(createKeys(prefix).alertsLease());
  await second.look();
  expect(vendors.told).toHaveLength(OPENED.length);
  facts = CALM;
  await second.look();
  nowMs += CLEAR_MS;
  await second.look();
  expect(vendors.told.slice(OPENED.length).toSorted()).toEqual(RESOLVED);
});

test('a vendor that is away is told later, and keeps no other waiting', async () => {
  const desk = openDesk();
  facts = OPEN;
  vendors.fail('pagerduty');
  await desk.look();
  expect(vendors.told.toSorted()).toEqual(OPENED.slice(1));
  vendors.fail(undefined);
  await desk.look();
  expect(vendors.told).toHaveLength(OPENED.length - 1);
  nowMs += 10_000;
  await desk.look();
  expect(vendors.told.at(-1)).toBe('pagerduty trigger');
});

test('the service itself: poison in the log pages nobody, and is told where looking today is enough', async () => {
  const source = await createEventSource(engines, prefix);
  const service = startService('processors/alerts/main.ts', {
    ...vendorVariables(),
    KAFKA_BROKERS: engines.kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: engines.registryUrl,
    REDIS_URL: engines.redisUrl,
    ROUTEBOOK_PREFIX: prefix,
    ALERTS_INTERVAL_MS: '200',
  });
  try {
    await source.raw(Buffer.from('poison'), 'x', 'quotes.dead-letters');
    await eventually(`a message (${service.log()})`, async () => vendors.told[0]);
    expect(vendors.told).toEqual(['telegram [MEDIUM] messages of quotes that could not be processed: 1']);
  } finally {
    await service.end('SIGTERM');
    await source.close();
  }
});
