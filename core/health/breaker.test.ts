import { describe, expect, test } from 'vitest';
import { createBridgeHealth, foldHealth, lapseHolds, reportHealth } from './bridge-health.ts';
import type { HealthEvent, Verdict } from './health-event.ts';
import { AT_MS, look } from './testing/sample-looks.ts';

const DAY_MS = 86_400_000;

/** Plays verdicts a tenth of a second apart and gives the breaker after each. */
const play = (verdicts: readonly Verdict[], chainsOf: (index: number) => readonly string[] = () => ['ethereum', 'base']) => {
  const health = createBridgeHealth('across');
  return verdicts.map((verdict, index) => {
    const atMs = AT_MS + index * 100;
    foldHealth(health, [look(verdict, atMs, chainsOf(index))], atMs);
    return reportHealth(health, atMs).breaker;
  });
};

const fold = (events: readonly HealthEvent[], nowMs: number) => {
  const health = createBridgeHealth('across');
  foldHealth(health, events, nowMs);
  return health;
};

const tvl = (usd: number, atMs: number): HealthEvent => ({ kind: 'tvl', id: `tvl-${atMs}`, atMs, usd });
const incident = (stands: boolean, atMs: number, reference = 'i1'): HealthEvent => ({
  kind: 'incident',
  id: `${reference}-${atMs}`,
  atMs,
  reference,
  stands,
  detail: 'relayers are halted',
});
const answers = (count: number, fromMs: number) => Array.from({ length: count }, (_, index) => look('answered', fromMs + index));

describe('three failures in a row open, five answers in a row close', () => {
  test('half-open in between, and a failure there begins again', () => {
    expect(play(['failed', 'failed', 'answered', 'failed', 'failed'])).toEqual(Array(5).fill('closed'));
    expect(play(['failed', 'failed', 'failed', 'answered', 'answered', 'answered', 'answered', 'answered'])).toEqual([
      'closed',
      'closed',
      'open',
      ...Array(4).fill('half-open'),
      'closed',
    ]);
    expect(play(['failed', 'failed', 'failed', 'answered', 'failed', 'answered']).slice(3)).toEqual(['half-open', 'open', 'half-open']);
  });

  test('time-outs of questions that waited at the same time are one silence', () => {
    const health = createBridgeHealth('across');
    const timeout = (atMs: number, askedAtMs: number) =>
      look('failed', atMs, ['ethereum', 'base'], { code: 'UPSTREAM_TIMEOUT', askedAtMs });
    const burst = Array.from({ length: 24 }, (_, index) => timeout(AT_MS + index, AT_MS - 3_000 + index));
    foldHealth(health, burst, AT_MS + 30);
    expect(reportHealth(health, AT_MS + 30).breaker).toBe('closed');
    foldHealth(health, [timeout(AT_MS + 3_100, AT_MS + 100)], AT_MS + 3_100);
    expect(reportHealth(health, AT_MS + 3_100).breaker).toBe('closed');
    foldHealth(health, [timeout(AT_MS + 6_200, AT_MS + 3_200)], AT_MS + 6_200);
    expect(reportHealth(health, AT_MS + 6_200).breaker).toBe('open');
  });

  test('refusals and pings that find the door open neither break a row nor make one', () => {
    expect(play(['failed', 'refused', 'failed', 'reached', 'failed']).at(-1)).toBe('open');
    expect(play(['failed', 'failed', 'failed', 'reached', 'refused', 'reached', 'reached', 'reached']).at(-1)).toBe('open');
  });

  test('the reason says the vendor’s own words, and since when', () => {
    const health = fold([look('failed', AT_MS), look('failed', AT_MS + 1), look('failed', AT_MS + 2)], AT_MS + 5);
    expect(reportHealth(health, AT_MS + 5)).toMatchObject({
      breaker: 'open',
      reason: '3 failures in a row, the last: UPSTREAM_ERROR, HTTP 503',
      sinceMs: AT_MS + 2,
    });
  });
});

describe('failures that one chain explains', () => {
  const away = (index: number) => (index % 2 === 0 ? ['arbitrum', 'base'] : ['ethereum', 'arbitrum']);

  test('do not open the breaker while corridors without it answer', () => {
    const verdicts: Verdict[] = ['answered', 'failed', 'failed', 'failed', 'failed', 'failed'];
    expect(play(verdicts, (index) => (index === 0 ? ['ethereum', 'base'] : away(index))).at(-1)).toBe('closed');
  });

  test('open it when another chain fails too, or when nothing else was heard of', () => {
    const verdicts: Verdict[] = ['answered', 'failed', 'failed', 'failed'];
    expect(play(verdicts, (index) => (index === 3 ? ['optimism', 'base'] : ['ethereum', 'arbitrum'])).at(-1)).toBe('open');
    expect(play(['failed', 'failed', 'failed'], away).at(-1)).toBe('open');
  });
});

describe('what opens it at once', () => {
  test('a declared incident, whatever the bridge answers; when it is over, five answers close it', () => {
    const health = fold([...answers(20, AT_MS), incident(true, AT_MS + 100)], AT_MS + 100);
    foldHealth(health, answers(20, AT_MS + 200), AT_MS + 300);
    expect(reportHealth(health, AT_MS + 300)).toMatchObject({
      breaker: 'open',
      reason: 'an incident is declared: relayers are halted',
      sinceMs: AT_MS + 100,
    });
    foldHealth(health, [incident(false, AT_MS + 400), ...answers(4, AT_MS + 401)], AT_MS + 500);
    expect(reportHealth(health, AT_MS + 500).breaker).toBe('half-open');
    foldHealth(health, answers(1, AT_MS + 501), AT_MS + 600);
    expect(reportHealth(health, AT_MS + 600)).toMatchObject({ breaker: 'closed', reason: '', sinceMs: null });
  });

  test('an old word on an incident does not undo a later one, and one nobody repeats lapses after a day', () => {
    const health = fold([incident(false, AT_MS + 10), incident(true, AT_MS)], AT_MS + 20);
    foldHealth(health, answers(5, AT_MS + 20), AT_MS + 30);
    expect(reportHealth(health, AT_MS + 30).breaker).toBe('closed');
    foldHealth(health, [incident(true, AT_MS + 40)], AT_MS + 40);
    lapseHolds(health, AT_MS + 40 + DAY_MS);
    foldHealth(health, answers(5, AT_MS + 41 + DAY_MS), AT_MS + 50 + DAY_MS);
    expect(reportHealth(health, AT_MS + 50 + DAY_MS).breaker).toBe('closed');
  });

  test('a fall of TVL by more than a fifth within a day, not one by a fifth', () => {
    const health = fold([tvl(100e6, AT_MS), tvl(80e6, AT_MS + 1_000)], AT_MS + 1_000);
    expect(reportHealth(health, AT_MS + 1_000).breaker).toBe('closed');
    foldHealth(health, [tvl(79e6, AT_MS + 2_000)], AT_MS + 2_000);
    expect(reportHealth(health, AT_MS + 2_000)).toMatchObject({
      breaker: 'open',
      reason: 'its TVL fell by 21 % within a day, from $100.0 million to $79.0 million',
    });
    foldHealth(health, [tvl(90e6, AT_MS + 3_000), ...answers(5, AT_MS + 3_001)], AT_MS + 4_000);
    expect(reportHealth(health, AT_MS + 4_000).breaker).toBe('closed');
  });

  test('the same fall over more than a day does not', () => {
    const health = fold([tvl(100e6, AT_MS), tvl(70e6, AT_MS + DAY_MS + 3_600_000)], AT_MS + DAY_MS + 3_600_000);
    expect(reportHealth(health, AT_MS).breaker).toBe('closed');
  });
});

test('a bridge that flaps for ten minutes opens some sixty times, not six hundred', () => {
  const health = createBridgeHealth('across');
  let openings = 0;
  let before = 'closed';
  const verdicts: Verdict[] = [...Array<Verdict>(3).fill('failed'), ...Array<Verdict>(5).fill('answered')];
  for (let index = 0; index < 600 * 8; index += 1) {
    const atMs = AT_MS + index * 125;
    foldHealth(health, [look(verdicts[index % 8] as Verdict, atMs)], atMs);
    const { breaker } = reportHealth(health, atMs);
    if (breaker !== 'closed' && before === 'closed') openings += 1;
    before = breaker;
  }
  expect(openings).toBeGreaterThan(10);
  expect(openings).toBeLessThan(100);
});
