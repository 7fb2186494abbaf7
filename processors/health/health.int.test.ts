import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { createHealthWorld, quoteOf, signalOf } from '#test/support/health-world.ts';

let world: Awaited<ReturnType<typeof createHealthWorld>>;
let processor: ReturnType<typeof world.startHealth>;

const failures = (bridge: string, count: number) => Array.from({ length: count }, () => quoteOf(bridge, { code: 'UPSTREAM_ERROR' }));
const answers = (bridge: string, count: number) => Array.from({ length: count }, () => quoteOf(bridge));

beforeAll(async () => {
  world = await createHealthWorld();
  processor = world.startHealth();
  await world.ready('health');
});
afterAll(() => world.close());

test('a bridge of which nothing was heard is shown with the prior', async () => {
  const { breaker, reliability } = await world.untilBreaker('stargate', 'closed');
  expect(breaker).toEqual({ state: 'closed', reason: '', since: null });
  expect(reliability.score).toBe(90);
});

test('three failures in a row open the breaker with the vendor’s words, five answers close it', async () => {
  await world.quotes([...answers('across', 2), ...failures('across', 3)]);
  const { breaker } = await world.untilBreaker('across', 'open');
  expect(breaker.reason).toBe('3 failures in a row, the last: UPSTREAM_ERROR, HTTP 503: away');
  expect(Date.parse(breaker.since ?? '')).toBeLessThanOrEqual(Date.now());
  await world.quotes(answers('across', 5));
  await world.untilBreaker('across', 'closed');
});

test('a probe’s failures count as real traffic’s do; a paused contract is one', async () => {
  const probe = (ok: boolean) =>
    signalOf({ kind: 'probe', corridor: 'base:USDC>optimism:USDC', ok, code: ok ? null : 'UPSTREAM_ERROR', latencyMs: 30 });
  await world.signals([
    probe(false),
    probe(false),
    signalOf({ kind: 'contract', ok: false, chain: 'ethereum', detail: 'deposits paused' }),
  ]);
  const { breaker } = await world.untilBreaker('across', 'open');
  expect(breaker.reason).toContain('PAUSED, deposits paused');
  await world.signals(Array.from({ length: 5 }, () => probe(true)));
  await world.untilBreaker('across', 'closed');
});

test('an incident and a fall of TVL open it at once', async () => {
  const word = (ok: boolean) => signalOf({ kind: 'incident', ok, reference: 'feed#1', detail: 'relayers are halted' });
  await world.signals([word(false)]);
  expect((await world.untilBreaker('across', 'open')).breaker.reason).toBe('an incident is declared: relayers are halted');
  await world.signals([word(true)]);
  await world.quotes(answers('across', 5));
  await world.untilBreaker('across', 'closed');
  await world.signals([100e6, 70e6].map((value) => signalOf({ kind: 'tvl', value })));
  expect((await world.untilBreaker('across', 'open')).breaker.reason).toContain('TVL fell by 30 %');
  await world.signals([signalOf({ kind: 'tvl', value: 95e6 })]);
  await world.quotes(answers('across', 5));
  await world.untilBreaker('across', 'closed');
});

describe('nothing is lost, and nothing counts twice', () => {
  const counted = async (bridge: string) => {
    const { windows } = await world.health(bridge);
    return { answered: windows['30d'].answered, failed: windows['30d'].failed };
  };

  test('over kill -9, a second instance that takes over, and a view that is flushed', async () => {
    const bridge = 'kill';
    const second = world.startHealth();
    await world.quotes([...answers(bridge, 40), ...failures(bridge, 3)]);
    await world.untilBreaker(bridge, 'open');
    await eventually('the second instance stands by', async () => (/health is up/.test(second.log()) ? true : undefined));
    await Promise.all([processor.end('SIGKILL'), world.quotes(failures(bridge, 7))]);
    processor = second;
    await world.redis.del(world.keys.bridgeHealth());
    await eventually('all is counted once', async () => ((await counted(bridge)).failed === 10 ? true : undefined));
    expect(await counted(bridge)).toEqual({ answered: 40, failed: 10 });
    expect((await world.health(bridge)).breaker.state).toBe('open');
    await world.quotes(answers(bridge, 5));
    await world.untilBreaker(bridge, 'closed');
    expect(await counted(bridge)).toEqual({ answered: 45, failed: 10 });
  });

  test('the same message again changes nothing', async () => {
    const again = answers('twice', 20);
    await world.quotes([...again, ...again, ...answers('twice', 1)]);
    await eventually('all is counted', async () =>
      (await counted('twice').catch(() => ({ answered: 0 }))).answered >= 21 ? true : undefined,
    );
    expect((await counted('twice')).answered).toBe(21);
  });

  test('poison becomes a dead letter and stops nobody', async () => {
    await world.source.publisher.publish({ topic: world.source.topic('signals'), key: 'across', value: Buffer.from('no signal') });
    await world.signals([signalOf({ kind: 'incident', bridge: 'poison', ok: false, reference: 'x', detail: 'x' })]);
    await world.untilBreaker('poison', 'open');
  });
});

test('a storm of 100 000 signals is digested, its memory bounded, its end state right', async () => {
  const bridge = 'storm';
  const probe = (ok: boolean) =>
    signalOf({ kind: 'probe', bridge, corridor: 'base:USDC>optimism:USDC', ok, code: ok ? null : 'UPSTREAM_ERROR', latencyMs: 5 });
  for (let batch = 0; batch < 100; batch += 1) await world.signals(Array.from({ length: 1_000 }, (_, index) => probe(index % 10 !== 0)));
  // A thousand bridges that nobody knows must not take the place of those that are.
  await world.signals(Array.from({ length: 1_000 }, (_, index) => signalOf({ kind: 'tvl', bridge: `made-up-${index}`, value: 1 })));
  await world.signals(Array.from({ length: 3 }, () => probe(false)));
  await world.untilBreaker(bridge, 'open');
  const { windows } = await eventually('all is counted', async () => {
    const found = await world.health(bridge);
    return found.windows['24h'].failed === 10_003 ? found : undefined;
  });
  expect(windows['24h'].answered).toBe(90_000);
  expect(await world.redis.hlen(world.keys.bridgeHealth())).toBeLessThanOrEqual(64);
});
