import { expect, test, vi } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { bookKey } from '#core/domain/corridor.ts';
import { chainEvent, removal, START_MS } from '#core/transfers/testing/sample-events.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { FiguresJson } from '#schemas/api/figures.ts';
import { fillTimesFromRecord } from '#schemas/codecs/fill-times.ts';
import type { FillTimesRecord } from '#schemas/generated/fill-times.ts';
import { createEventSource } from '#test/support/event-source.ts';
import { testEngines } from '#test/support/test-engines.ts';
import { historyOf, shuffledHistories } from '#test/support/transfer-histories.ts';
import { transfersFixture } from '#test/support/transfers-fixture.ts';
import { type ToldTransfer, trueFigures } from '#test/support/true-figures.ts';

const COUNT = 300;
const WAIT = { timeout: 90_000, interval: 100 };
const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const NAME = `across|${CORRIDOR}`;

const { kafka, redis, logger, keys, prefix, topic, codecOf, start, send, viewOf, flush } = transfersFixture();

const HISTORIES: readonly ToldTransfer[] = Array.from({ length: COUNT }, (_, index) => ({ events: historyOf(index) }));

const figuresNow = async () => {
  const { '#': _mark, ...bodies } = await redis.hgetall(keys().figures());
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => {
      const { observedAt: _observedAt, ...figures } = JSON.parse(body) as FiguresJson;
      return [name, figures];
    }),
  );
};

/** The view is what counting anew gives, and the topic's last words are the view's. */
const expectFigures = async (transfers: readonly ToldTransfer[]) =>
  vi.waitFor(async () => expect(await figuresNow()).toEqual(trueFigures(transfers, Date.now())), WAIT);

/** The last word of the topic on each name. */
const topicNow = async () => {
  const reader = codecOf<FillTimesRecord>('fillTimes');
  const last = new Map<string, FillTimesRecord>();
  const consumer = kafka.consumer({ groupId: topic('reader') });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic('fill-times')], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = reader.decode(message.value);
      if (record.ok) last.set(String(message.key), record.value);
    },
  });
  return { last, close: () => consumer.disconnect() };
};

/** Times of a transfer of these tests: some two minutes ago, so that no deadline and no edge of a window decides. */
const recent = (event: ChainEvent): ChainEvent => {
  const shiftMs = Date.now() - 120_000 - START_MS;
  return { ...event, blockTimeMs: event.blockTimeMs + shiftMs, observedAtMs: event.observedAtMs + shiftMs };
};

const filled = (index: number, tookMs: number): readonly ChainEvent[] => {
  const at = { transferKey: `across:1:x${index}`, fields: { fillDeadline: '4000000000' } };
  return [
    recent(chainEvent({ kind: 'deposit', block: `x${index}`, transaction: `xd${index}`, ...at })),
    recent(chainEvent({ kind: 'fill', block: `xf${index}`, transaction: `xf${index}`, atMs: tookMs, ...at })),
  ];
};

test('fills in any order, some twice, some taken back, become figures; a reorg later takes one out, and the topic has the last word', async () => {
  start();
  await send(shuffledHistories(COUNT, 11));
  await expectFigures(HISTORIES);
  // Of each six: one is filled, one is filled after its deposit was mined again.
  expect((await figuresNow())[NAME]?.fillTimes['1h'].fills).toBe(COUNT / 3);

  const extra = filled(1, 30_000);
  await send(extra);
  await expectFigures([...HISTORIES, { events: extra }]);
  const gone = extra.map((event) => (event.kind === 'fill' ? removal(event, event.observedAtMs - START_MS + 1) : event));
  await send(gone);
  await expectFigures(HISTORIES);

  const { last, close } = await topicNow();
  await vi.waitFor(() => {
    const event = last.get(NAME);
    expect(event && fillTimesFromRecord(event)).toMatchObject({
      ok: true,
      value: { bridge: 'across', corridor: CORRIDOR, windows: [{ window: '1h', fills: COUNT / 3 }, {}, {}] },
    });
  }, WAIT);
  await close();
});

test('two processors, one killed with -9, and more partitions: the same figures', async () => {
  const events = shuffledHistories(COUNT, 12);
  const third = Math.floor(events.length / 3);
  const first = start();
  await send(events.slice(0, third));
  start();
  const sending = send(events.slice(third, 2 * third));
  await vi.waitFor(async () => expect(await redis.exists(keys().figureChanges())).toBe(1), WAIT);
  await first.end('SIGKILL');
  await sending;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: topic('chain-events'), count: 11 }] });
  await admin.disconnect();
  const fresh = await createPublisher({ kafka, logger });
  await send(events.slice(2 * third), fresh);
  start();
  await expectFigures(HISTORIES);
  await fresh.close();
});

test('a flush of Redis: the same figures again, and what was promised is still known', async () => {
  const [deposit, fill] = filled(7, 9_000);
  const events = [deposit, fill].flatMap((event) => event ?? []);
  const promised = { routeId: 'across-1', amountOut: 999_600_000n, minAmountOut: 999_000_000n, etaSeconds: { p50: 4, p90: 12 } };
  const issuedAtMs = (deposit?.blockTimeMs ?? 0) - 5_000;
  const sender = deposit?.fields.depositor ?? '';
  await createIssuedQuoteStore({ redis, keys: keys() }).put({
    ...promised,
    bridge: 'across',
    corridor: CORRIDOR,
    from: 'ethereum:USDC',
    to: 'arbitrum:USDC',
    sender,
    recipient: sender,
    amountIn: 1_000_000_000n,
    amountSent: 1_000_000_000n,
    quotedAtMs: issuedAtMs - 100,
    issuedAtMs,
  });
  start();
  const told = [...HISTORIES, { events, promised: { ...promised, issuedAtMs } }];
  await send([...shuffledHistories(COUNT, 13), ...events]);
  await expectFigures(told);
  const held = { accuracyBps: -1.01, secondsPromised: 4, secondsTaken: 9, promised: { routeId: 'across-1', amountOut: '999600000' } };
  expect(await viewOf('across:1:x7')).toMatchObject(held);
  expect((await figuresNow())[NAME]?.accuracy['24h']).toEqual({ transfers: 1, meanBps: -1.01, deliveredInFull: 0, inTime: 1 });

  await flush();
  await expectFigures(told);
  expect(await viewOf('across:1:x7')).toMatchObject(held);
});

test('what fills took moves the expected time and the speed of a route, and the deadline of what is under way', async () => {
  const source = await createEventSource(testEngines(), prefix());
  const now = Date.now();
  for (const [priceId, usd] of [
    ['ethereum', 3_000],
    ['usd-coin', 1],
  ] as const)
    await source.market({ kind: 'price', priceId, usd, observedAtMs: now });
  await source.market({ kind: 'gas', chainId: 1, weiPerGas: 1_000_000_000n, observedAtMs: now });
  start();
  let ranker = start('processors/ranking/main.ts');
  const answer = {
    amountOut: 999_000_000n,
    minAmountOut: 999_000_000n,
    fees: [],
    rebate: 0n,
    surcharges: [],
    originGas: 100_000n,
    etaSeconds: { p50: 10, p90: 20 },
    limits: { min: null, max: null, instant: null },
  };
  const ask = async () => {
    const atMs = Date.now();
    const question = {
      quoteId: `q${atMs}`,
      bridge: 'across',
      corridor: CORRIDOR,
      amountIn: 1_000_000_000n,
      askedAtMs: atMs,
      observedAtMs: atMs,
    };
    await source.quote({ ...question, outcome: { kind: 'answer', answer: { ...answer, validUntilMs: atMs + 30_000 } } });
  };
  const route = async () => {
    const body = await redis.hget(keys().book(bookKey(CORRIDOR, 1_000_000_000n)), 'body');
    return (JSON.parse(body ?? 'null') as BookJson | null)?.routes[0];
  };
  await ask();
  await vi.waitFor(async () => expect(await route()).toMatchObject({ etaSeconds: { p50: 10, p90: 20 }, etaSource: 'quoted' }), WAIT);
  const before = await route();

  // Twenty fills of 100 s each: half way from the quote's 10 s, within the sketch's 1 %.
  await send(Array.from({ length: 20 }, (_, index) => filled(index, 100_000)).flat());
  await vi.waitFor(async () => expect((await route())?.etaSource).toBe('observed'), WAIT);
  await vi.waitFor(async () => expect((await figuresNow())[NAME]?.fillTimes['1h'].fills).toBe(20), WAIT);
  const moved = async () => {
    const after = await route();
    expect(after?.etaSource).toBe('observed');
    expect(Math.abs((after?.etaSeconds.p50 ?? 0) - 55)).toBeLessThan(1);
    expect(Math.abs((after?.etaSeconds.p90 ?? 0) - 60)).toBeLessThan(1);
    expect(after?.score.speed).toBeLessThan(before?.score.speed ?? 0);
  };
  await vi.waitFor(moved, WAIT);

  // A ranker that starts anew has it from the topic.
  await ranker.end('SIGKILL');
  await redis.del(keys().book(bookKey(CORRIDOR, 1_000_000_000n)));
  ranker = start('processors/ranking/main.ts');
  await ask();
  await vi.waitFor(moved, WAIT);

  // Across's prior p90 is 60 s, and half of the way to 100 s is 80 s.
  const [deposit] = filled(99, 0);
  if (deposit === undefined) throw new Error('no deposit');
  const confirmed = {
    ...deposit,
    eventId: `${deposit.eventId}:confirmed`,
    kind: 'confirmed' as const,
    fields: { confirms: deposit.eventId },
  };
  await send([deposit, confirmed]);
  await vi.waitFor(async () => {
    const view = await viewOf('across:1:x99');
    expect(view.expected?.state).toBe('COMPLETED');
    const seconds = (Date.parse(view.expected?.by ?? '') - Date.parse(view.startedAt)) / 1_000;
    expect(Math.abs(seconds - 80)).toBeLessThan(1);
  }, WAIT);
  await source.close();
});
