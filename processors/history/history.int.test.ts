import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WINDOWS } from '#core/domain/fill-times.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { startApi } from '#test/support/api-service.ts';
import { createEventSource } from '#test/support/event-source.ts';
import { openFeedClient } from '#test/support/feed-client.ts';
import { historyFixture, WAIT } from '#test/support/history-fixture.ts';
import { historyQuotes } from '#test/support/history-quotes.ts';
import { testEngines } from '#test/support/test-engines.ts';

const { redisUrl } = testEngines();
/** How long ClickHouse is away in the test of an outage; the promise names 180. */
const OUTAGE_SECONDS = Number(process.env.HISTORY_OUTAGE_SECONDS ?? 4);
const QUOTES_PER_SECOND = 2_000;
/** What the processor may grow by: two batches a topic, and what V8 leaves lying about. */
const MEMORY_GROWTH_MIB_MAX = 150;
const DAY_MS = 86_400_000;
/** The end of 2299, the last that a DateTime64 shows as a date; and the last moment that a Date can hold. */
const CLICKHOUSE_LAST_MS = 10_413_791_999_999;
const DATE_LAST_MS = 8_640_000_000_000_000;

const { createWorld, own, publisher } = historyFixture();

test('every message of the topic is a row, with what it said', async () => {
  const world = await createWorld();
  world.start();
  await world.send(1_000);
  await world.expectAll(1_000);
  const event = historyQuotes(1_000, 0).find(({ outcome }) => outcome.kind === 'answer');
  if (event?.outcome.kind !== 'answer') throw new Error('no answer');
  const { answer } = event.outcome;
  const [row] = await world.rowsOf(
    `SELECT *, fee_amounts, min_amount_out, toUnixTimestamp64Milli(asked_at) AS asked_ms, toUnixTimestamp64Milli(valid_until) AS valid_ms
     FROM quotes WHERE quote_id = '${event.quoteId}'`,
  );
  expect(row).toMatchObject({
    bridge: event.bridge,
    corridor: event.corridor,
    amount_in: event.amountIn.toString(),
    amount_out: answer.amountOut.toString(),
    fee_amounts: answer.fees.map(({ amount }) => amount.toString()),
    fee_kinds: answer.fees.map(({ kind }) => kind),
    limit_max: answer.limits.max?.toString() ?? null,
    eta_p50_seconds: answer.etaSeconds.p50,
    latency_ms: String(event.observedAtMs - event.askedAtMs),
    asked_ms: String(event.askedAtMs),
    valid_ms: String(answer.validUntilMs),
    min_amount_out: answer.minAmountOut.toString(),
  });
  const windows = WINDOWS.map((window, index) => ({ window, fills: index, p50: 1_000, p90: 2_000, p99: 3_000 }));
  await world.sendFillTimes({ bridge: 'across', corridor: event.corridor, observedAtMs: event.observedAtMs, windows });
  await vi.waitFor(
    async () =>
      expect(await world.rowsOf('SELECT bridge, corridor, windows, fills, p50_ms, p99_ms FROM fill_times')).toEqual([
        {
          bridge: 'across',
          corridor: event.corridor,
          windows: [...WINDOWS],
          fills: ['0', '1', '2'],
          p50_ms: [1_000, 1_000, 1_000],
          p99_ms: [3_000, 3_000, 3_000],
        },
      ]),
    WAIT,
  );
});

test('a processor killed twice with -9 in the middle of its batches loses and doubles nothing', async () => {
  const { start, send, counted, endAll, expectAll } = await createWorld();
  start();
  await send(5_000);
  for (const share of [0.1, 0.5]) {
    await vi.waitFor(async () => expect((await counted()).rows).toBeGreaterThan(5_000 * share), WAIT);
    const sending = send(20_000);
    await sleep(150);
    await endAll('SIGKILL');
    start();
    await sending;
  }
  await expectAll(45_000);
});

test('what is no quote goes to the dead letters, and its 9 999 neighbours are rows', async () => {
  const { topic, start, send, expectAll, messages } = await createWorld();
  await send(5_000);
  await publisher().publish({ topic, key: 'poison', value: Buffer.from('poison') });
  await send(4_999);
  start();
  await expectAll(9_999, 1);
  await vi.waitFor(async () => expect(await messages(`${topic}.dead-letters`)).toBe(1), WAIT);
});

test('a second processor comes and goes, and the topic read again from its beginning changes no count, nor any hour', async () => {
  const { running, start, send, counted, endAll, expectAll, forgetOffsets, hours } = await createWorld();
  start();
  await send(5_000);
  start();
  await send(10_000);
  await vi.waitFor(async () => expect((await counted()).rows).toBeGreaterThan(7_000), WAIT);
  await running.shift()?.end('SIGTERM');
  await send(5_000);
  await expectAll(20_000);
  expect(await hours()).toBe((await counted()).rows);
  await endAll('SIGTERM');
  await forgetOffsets();
  start();
  await send(100);
  await expectAll(20_100);
  expect(await hours()).toBe((await counted()).rows);
  // Worked out once more although nothing came.
  expect(await hours()).toBe((await counted()).rows);
});

test('clocks that jump, back, ahead and out of all reason, lose no row and break no hour', async () => {
  const { start, send, sendEvents, rowsOf, expectAll, hours } = await createWorld();
  const now = Date.now();
  start();
  // A day ahead, then two days back, in the middle of a batch.
  for (const atMs of [now, now + DAY_MS, now - DAY_MS]) await send(400, atMs);
  const [example] = historyQuotes(20, 1_000_000).filter(({ outcome }) => outcome.kind === 'answer');
  if (example?.outcome.kind !== 'answer') throw new Error('no answer');
  const { outcome } = example;
  const absurd = [0, 1, CLICKHOUSE_LAST_MS, DATE_LAST_MS].map((observedAtMs, index) => ({
    ...example,
    quoteId: `absurd-${index}`,
    observedAtMs,
    // Answered before it was asked, and valid until before it was answered.
    askedAtMs: Math.min(observedAtMs + 5_000, DATE_LAST_MS),
    outcome: { ...outcome, answer: { ...outcome.answer, validUntilMs: Math.max(observedAtMs - 1, 0) } },
  }));
  await sendEvents(absurd);
  await expectAll(1_200 + absurd.length);
  // Hours of 1970 and of years that an hour cannot name are not kept.
  const sane = (column: string) => `${column} BETWEEN now() - INTERVAL 3 DAY AND now() + INTERVAL 3 DAY`;
  const [inReason] = await rowsOf<{ n: string }>(
    `SELECT count() AS n FROM (SELECT observed_at FROM quotes UNION ALL SELECT observed_at FROM quote_failures) WHERE ${sane('observed_at')}`,
  );
  expect(Number(inReason?.n)).toBeGreaterThanOrEqual(1_200);
  expect(await hours(sane('hour'))).toBe(Number(inReason?.n));
  const times = await rowsOf<{ id: string; at: string; latency: string }>(
    `SELECT quote_id AS id, toUnixTimestamp64Milli(observed_at) AS at, latency_ms AS latency FROM quotes WHERE startsWith(quote_id, 'absurd') ORDER BY id`,
  );
  expect(times.map(({ at, latency }) => [Number(at), Number(latency)])).toEqual(
    absurd.map(({ observedAtMs, askedAtMs }) => [observedAtMs, observedAtMs - askedAtMs]),
  );
});

/** A quote of this moment, whose amount is in no other. */
const liveQuote = (index: number): QuoteEvent => {
  const observedAtMs = Date.now();
  const [example] = historyQuotes(20, 0).filter(({ outcome }) => outcome.kind === 'answer');
  if (example?.outcome.kind !== 'answer') throw new Error('no answer');
  const amountOut = 122_000_000n + BigInt(index);
  const answer = { ...example.outcome.answer, amountOut, minAmountOut: amountOut, validUntilMs: observedAtMs + 30_000 };
  return {
    ...example,
    quoteId: `live-${index}`,
    bridge: 'across',
    corridor: 'ethereum:USDC>base:USDC',
    amountIn: 123_000_000n,
    askedAtMs: observedAtMs,
    observedAtMs,
    outcome: { kind: 'answer', answer },
  };
};

/** What a ranker must know before it ranks: what gas costs. */
const tellMarket = async (prefix: string): Promise<void> => {
  const source = await createEventSource(testEngines(), prefix);
  const observedAtMs = Date.now();
  for (const priceId of ['usd-coin', 'ethereum']) await source.market({ kind: 'price', priceId, usd: 1, observedAtMs });
  await source.market({ kind: 'gas', chainId: 1, weiPerGas: 1_000_000_000n, observedAtMs });
  await source.close();
};

test(`ClickHouse away for ${OUTAGE_SECONDS} s while quotes come: books and feed go on; then all rows, each once, in bounded memory`, {
  timeout: 500_000,
}, async () => {
  const { prefix, start, startRanker, send, sendEvents, expectAll } = await createWorld();
  const processor = start();
  startRanker();
  const api = await startApi({ redisUrl, prefix });
  onTestFinished(api.stop);
  const feed = await openFeedClient(api.url);
  onTestFinished(() => feed.webSocket.terminate());
  await tellMarket(prefix);
  feed.send({ op: 'subscribe', id: '1', channel: 'routes', params: { from: 'ethereum:USDC', to: 'base:USDC', amountIn: '123000000' } });
  await feed.next('subscribed');
  await send(1_000);
  await expectAll(1_000);
  await own().goAway();
  const before = processor.memoryMiB();
  for (let second = 0; second < OUTAGE_SECONDS; second += 1) {
    await Promise.all([send(QUOTES_PER_SECOND), sleep(1_000)]);
    // Quotes are ranked and shown as if nothing were missing.
    const live = liveQuote(second);
    await sendEvents([live]);
    await vi.waitFor(
      () => expect(JSON.stringify(feed.frames)).toContain(`"${live.outcome.kind === 'answer' ? live.outcome.answer.amountOut : ''}"`),
      WAIT,
    );
  }
  expect(processor.memoryMiB() - before).toBeLessThan(MEMORY_GROWTH_MIB_MAX);
  await own().comeBack();
  await expectAll(1_000 + OUTAGE_SECONDS * (QUOTES_PER_SECOND + 1));
});
