import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { databaseName } from '#platform/clickhouse/database-name.ts';
import { createLogStore } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createNativeRows } from '#platform/clickhouse/native-rows.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createRowBuffer } from '../../processors/history/row-buffer.ts';
import { quotesTable } from '../../processors/history/tables/quotes.ts';
import { LOG_COLUMNS } from '../../processors/history/tables/table.ts';
import { cleanUp } from './clean-up.ts';
import { createRecorded } from './recorded.ts';

/**
 * Two bridges over two minutes. `across` pays more and takes ten minutes, up to half of the span that is replayed, from where on it takes five
 * seconds; `stargate` pays ten basis points less and takes ten seconds. The ranking in force puts `stargate` first, then `across`; one that
 * looks at cost alone puts `across` first throughout.
 */
const FROM_MS = Math.floor(Date.now() / 60_000) * 60_000 - 7_200_000;
const HALF_MS = 30_000;
const TO_MS = FROM_MS + 2 * HALF_MS;
const BEFORE_MS = 60_000;
const EVERY_MS = 1_000;
const SPEED = 10;
const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const AMOUNT_IN = 1_000_000_000n;
const ACROSS_OUT = 999_000_000n;
const STARGATE_OUT = 998_001_000n;
const WAIT = { timeout: 60_000, interval: 100 };

const { clickhouseUrl, kafkaBrokers, registryUrl, redisUrl } = testEngines();
const prefix = createPrefix();
const database = databaseName({ CLICKHOUSE_DATABASE: 'routebook', ROUTEBOOK_PREFIX: prefix });
const logger = createLogger('test', 'silent');
const server = createClickHouse({ url: clickhouseUrl, service: 'test', logger });
const client = createClickHouse({ url: clickhouseUrl, database, service: 'test', logger });

const quote = (bridge: string, observedAtMs: number, amountOut: bigint, p50: number): QuoteEvent => ({
  quoteId: `${bridge}-${observedAtMs}`,
  bridge,
  corridor: CORRIDOR,
  amountIn: AMOUNT_IN,
  askedAtMs: observedAtMs - 100,
  observedAtMs,
  outcome: {
    kind: 'answer',
    answer: {
      amountOut,
      minAmountOut: amountOut,
      fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: AMOUNT_IN - amountOut }],
      rebate: 0n,
      surcharges: [],
      originGas: 100_000n,
      etaSeconds: { p50, p90: p50 * 2 },
      limits: { min: null, max: null, instant: null },
      validUntilMs: observedAtMs + 20_000,
    },
  },
});

/** Writes answers as the history does, from an offset on. */
const layDown = async (events: readonly QuoteEvent[], firstOffset: number): Promise<void> => {
  const store = createLogStore({ client, database, cluster: '' });
  const claim = (await store.claim('quotes', ['quotes'], [{ partition: 0 }])).get(0);
  const rows = createRowBuffer(quotesTable, createNativeRows);
  for (const [index, event] of events.entries()) {
    const position = { partition: 0, generation: 0, offset: firstOffset + index };
    if (event.outcome.kind === 'answer') rows.add({ event, answer: event.outcome.answer }, position, 0);
  }
  const { block } = rows.select(() => true);
  await store.insert(
    'quotes',
    { table: 'quotes', columns: { ...quotesTable.columns, ...LOG_COLUMNS }, block },
    new Map([[0, claim?.epoch ?? '']]),
  );
};

const layDownQuotes = (): Promise<void> => {
  const events: QuoteEvent[] = [];
  for (let at = FROM_MS - BEFORE_MS; at < TO_MS; at += EVERY_MS) {
    events.push(quote('across', at, ACROSS_OUT, at < FROM_MS + HALF_MS ? 600 : 5));
    events.push(quote('stargate', at + EVERY_MS / 2, STARGATE_OUT, 10));
  }
  return layDown(events, 0);
};

const layDownRest = async (): Promise<void> => {
  const time = (ms: number) => new Date(ms).toISOString().replace('Z', '');
  const log = { log_partition: 0, log_generation: 0, inserted_at: '2026-01-01 00:00:00' };
  const observed_at = time(FROM_MS - 3_600_000);
  const insert = (table: string, values: readonly object[]) =>
    client.insert({ table, values: values.map((value, log_offset) => ({ ...value, ...log, log_offset })), format: 'JSONEachRow' });
  await insert('prices', [
    { price_id: 'ethereum', usd: 3_000, observed_at },
    { price_id: 'usd-coin', usd: 1, observed_at },
  ]);
  await insert('gas_prices', [{ chain_id: 1, wei_per_gas: '1000000000', observed_at }]);
  const book = (atMs: number, first_bridge: string, out: bigint) => ({
    corridor: CORRIDOR,
    amount_in: AMOUNT_IN.toString(),
    as_of: time(atMs),
    version: atMs,
    first_route_id: first_bridge,
    first_bridge,
    first_amount_out: out.toString(),
  });
  await insert('books', [
    book(FROM_MS - BEFORE_MS, 'across', ACROSS_OUT),
    book(FROM_MS - BEFORE_MS + 500, 'stargate', STARGATE_OUT),
    book(FROM_MS + HALF_MS, 'across', ACROSS_OUT),
  ]);
};

const iso = (ms: number) => new Date(ms).toISOString();

const startReplay = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, ['stack/replay/replay-cli.ts', ...args], {
    env: {
      ...process.env,
      CLICKHOUSE_URL: clickhouseUrl,
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      ROUTEBOOK_PREFIX: prefix,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => {
    said.out += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    said.err += String(bytes);
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended };
};

const replayed = async (...args: readonly string[]) => {
  const { said, ended } = startReplay(['--from', iso(FROM_MS), '--to', iso(TO_MS), '--speed', String(SPEED), '--json', ...args]);
  expect(await ended, said.err).toBe(0);
  return { ...JSON.parse(said.out), progress: said.err };
};

/** Topics, groups, keys and subjects of replays, or of one. */
const leftBehind = async (of = 'replay-'): Promise<readonly string[]> => {
  const admin = createKafka(kafkaBrokers, 'test', logger).admin();
  await admin.connect();
  const topics = await admin.listTopics();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  const redis = new Redis(redisUrl);
  const keys = await redis.keys(`${of}*`);
  redis.disconnect();
  const subjects = (await (await fetch(`${registryUrl}/subjects`)).json()) as string[];
  return [...topics, ...groups.map(({ groupId }) => groupId), ...keys, ...subjects].filter((name) => name.startsWith(of));
};

beforeAll(async () => {
  await ensureDatabase(server, database, '');
  await migrate({ client, migrations: readMigrations('schemas/clickhouse', ''), cluster: '', logger });
  await layDownQuotes();
  await layDownRest();
});

afterAll(async () => {
  await server.command({ query: `DROP DATABASE ${database}` });
  await Promise.all([server.close(), client.close()]);
});

test('the ranking in force puts first what it put first then; other weights do not, and what that pays is said; nothing is left behind', async () => {
  // Side by side, as two people may.
  const [asItStands, byCost] = await Promise.all([replayed(), replayed('--weights', 'cost=1')]);
  const { total, quotes, progress } = asItStands;
  expect(quotes).toBe((2 * (BEFORE_MS + 2 * HALF_MS)) / EVERY_MS);
  expect(total).toMatchObject({ books: 1, comparison: { places: 2, changed: 0, unknown: 0, tooShort: 0, differentMs: 0, moves: [] } });
  expect(total.comparison.comparedMs).toBe(2 * HALF_MS);
  expect(progress).toMatch(/ {2}\d+ % {2}\d+ quotes {2}× \d/);

  const { corridors, precisionMs } = byCost;
  expect(corridors.map(({ corridor }: { corridor: string }) => corridor)).toEqual([CORRIDOR]);
  const { places, changed, differentMs, bpsSum, bpsMs, leastBps, mostBps, moves } = byCost.total.comparison;
  expect({ places, changed }).toEqual({ places: 2, changed: 1 });
  expect(moves).toEqual([{ from: 'stargate', to: 'across', times: 1, ms: HALF_MS }]);
  // Of the span with `stargate` first all, but for what the replay may be late by.
  expect(Math.abs(differentMs - HALF_MS)).toBeLessThanOrEqual(precisionMs);
  const bps = Number(((ACROSS_OUT - STARGATE_OUT) * 1_000_000n) / STARGATE_OUT) / 100;
  expect([bpsSum / bpsMs, leastBps, mostBps]).toEqual([expect.closeTo(bps, 6), bps, bps]);
  expect(await leftBehind()).toEqual([]);
});

test('Ctrl-C in the midst of it leaves nothing behind either', async () => {
  const { child, said, ended } = startReplay(['--from', iso(FROM_MS), '--to', iso(TO_MS), '--speed', '1']);
  await vi.waitFor(() => expect(said.err).toMatch(/ % /), WAIT);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said.err).toMatch(/clearing away[\s\S]*Stopped/);
  expect(said.out).toBe('');
  expect(await leftBehind()).toEqual([]);
});

test('replays that end together: what one cleared away is out of sight, though the broker is busy with the other', async () => {
  const kafka = createKafka(kafkaBrokers, 'test', logger);
  const redis = new Redis(redisUrl);
  const makeAndClear = async () => {
    const made = `replay-${randomBytes(4).toString('hex')}`;
    await ensureTopics({ kafka, prefix: made, logger });
    await cleanUp({ kafka, redis, registryUrl, prefix: made });
    return leftBehind(made);
  };
  const left = [];
  for (let round = 0; round < 4; round += 1) left.push(...(await Promise.all([makeAndClear(), makeAndClear()])).flat());
  redis.disconnect();
  expect(left).toEqual([]);
});

test('what cannot be played is said in a sentence', async () => {
  const empty = startReplay(['--from', '2020-01-01', '--to', '2020-01-02']);
  const away = startReplay([], { CLICKHOUSE_URL: 'http://127.0.0.1:9' });
  const none = startReplay([], { ROUTEBOOK_PREFIX: `${prefix}-none` });
  expect(await Promise.all([empty.ended, away.ended, none.ended])).toEqual([1, 1, 1]);
  expect(empty.said.err).toContain(
    `No quotes were recorded from 2020-01-01T00:00:00.000Z to 2020-01-02T00:00:00.000Z. The history holds quotes from ${iso(FROM_MS - BEFORE_MS)}`,
  );
  expect(away.said.err).toContain('ClickHouse at 127.0.0.1:9 does not answer');
  expect(none.said.err).toContain('holds no history');
});

test('a quote is read as it was written, with what its user has to send further and whom an aggregator picked', async () => {
  const atMs = FROM_MS - 86_400_000;
  const plain = quote('across', atMs, ACROSS_OUT, 10);
  const { outcome } = quote('lifi', atMs + 1, STARGATE_OUT, 600_000);
  if (outcome.kind !== 'answer') throw new Error('an answer was made');
  const answer: QuoteAnswer = {
    ...outcome.answer,
    surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: 5n }],
    userSteps: [
      { kind: 'prove', chainId: 1, afterSeconds: 3_600.5, gas: 210_000n },
      { kind: 'claim', chainId: 1, afterSeconds: 608_400, gas: 0n },
    ],
    limits: { min: 1n, max: 10n ** 30n, instant: null },
    via: 'somebody',
  };
  const whole: QuoteEvent = { ...quote('lifi', atMs + 1, STARGATE_OUT, 10), outcome: { kind: 'answer', answer } };
  await layDown([plain, whole], 1_000_000);
  expect(await createRecorded(client).quotes(atMs, atMs + 2)).toEqual([plain, whole]);
});
