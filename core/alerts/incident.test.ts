import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertFacts } from './facts.ts';
import { advanceIncidents, dueNotice, type Incident, type Incidents } from './incident.ts';
import { RULES } from './rules.ts';
import { CALM } from './testing/calm.ts';

const CLEAR_MS = 300_000;
const bridge = (breaker: 'open' | 'closed' | 'half-open', name = 'across') => ({
  bridge: name,
  breaker,
  reason: breaker === 'closed' ? '' : '3 failures in a row',
  success: 1,
  asked: 100,
  tvlFell: false,
});
const down: AlertFacts = { ...CALM, bridges: [bridge('open'), bridge('closed', 'stargate')] };
const up: AlertFacts = { ...CALM, bridges: [bridge('closed'), bridge('closed', 'stargate')] };
const step = (incidents: Incidents, facts: AlertFacts, nowMs: number) =>
  advanceIncidents({ incidents, facts, rules: RULES, nowMs, clearMs: CLEAR_MS });

/** Tells one channel whatever is due. Gives the notices. */
const tell = (incidents: Incidents): { after: Incidents; notices: string[] } => {
  const notices: string[] = [];
  const after = new Map<string, Incident>();
  for (const [key, incident] of incidents) {
    const told = dueNotice(incident, 'pagerduty');
    if (told !== undefined) notices.push(`${told} ${key}`);
    after.set(key, told === undefined ? incident : { ...incident, deliveries: { pagerduty: { told, reference: null } } });
  }
  return { after, notices };
};

/** Looks at facts one after the other, a second apart, and tells what is due. */
const play = (looks: readonly { facts: AlertFacts; atMs: number }[]): string[] => {
  let incidents: Incidents = new Map();
  const all: string[] = [];
  for (const { facts, atMs } of looks) {
    const { after, notices } = tell(step(incidents, facts, atMs));
    incidents = after;
    all.push(...notices);
  }
  return all;
};

test('one incident, one alert, with recovery', () => {
  const looks = [
    { facts: up, atMs: 0 },
    { facts: down, atMs: 1_000 },
    { facts: down, atMs: 2_000 },
    { facts: up, atMs: 3_000 },
    { facts: up, atMs: 3_000 + CLEAR_MS },
    { facts: up, atMs: 4_000 + CLEAR_MS },
  ];
  expect(play(looks)).toEqual(['open bridge-down:across', 'resolved bridge-down:across']);
});

test('a bridge that flaps for an hour is one incident', () => {
  const flaps = Array.from({ length: 60 }, (_, minute) => ({ facts: minute % 2 === 0 ? down : up, atMs: minute * 60_000 }));
  expect(play(flaps)).toEqual(['open bridge-down:across']);
  const afterwards = [60, 66].map((minute) => ({ facts: up, atMs: minute * 60_000 }));
  expect(play([...flaps, ...afterwards])).toEqual(['open bridge-down:across', 'resolved bridge-down:across']);
});

test('what mends itself before its time is nobody’s business', () => {
  const lost: AlertFacts = { ...CALM, engines: [{ engine: 'kafka', up: false }] };
  const looks = (times: readonly number[]) => times.map((atMs) => ({ facts: lost, atMs }));
  expect(play([...looks([0, 9_999]), { facts: CALM, atMs: 10_000 }])).toEqual([]);
  expect(play(looks([0, 9_999, 10_000]))).toEqual(['open engine-lost:kafka']);
});

test('what cannot be read says neither that something is wrong nor that it is over', () => {
  const blind: AlertFacts = { ...CALM, bridges: undefined };
  const looks = [
    { facts: down, atMs: 0 },
    { facts: blind, atMs: 1_000 },
    { facts: blind, atMs: 2 * CLEAR_MS },
  ];
  expect(play(looks)).toEqual(['open bridge-down:across']);
});

test('a relapse before everybody heard of the end is told again to those who had', () => {
  const told: Incident = {
    ...([...step(new Map(), down, 0).values()][0] as Incident),
    state: 'resolved',
    deliveries: { pagerduty: { told: 'resolved', reference: null }, email: { told: 'open', reference: null } },
  };
  const [again] = step(new Map([[told.key, told]]), down, 1_000).values();
  expect([again?.id, again && dueNotice(again, 'pagerduty'), again && dueNotice(again, 'email')]).toEqual([told.id, 'open', undefined]);
});

test.each([
  ['all-bridges-down:bridges', { ...CALM, bridges: [bridge('open')] }],
  ['chain-silent:base', { ...CALM, silentChains: ['base'] }],
  ['tvl-drop:across', { ...CALM, bridges: [{ ...bridge('closed'), tvlFell: true }] }],
  ['service-unready:ranking', { ...CALM, unreadyServices: [{ service: 'ranking', missing: ['redis'] }] }],
  ['transfers-stuck:transfers', { ...CALM, stuckTransfers: 2 }],
  ['api-errors:api', { ...CALM, api: { requests: 100, errors: 6, slow: 0 } }],
  ['api-slow:api', { ...CALM, api: { requests: 100, errors: 0, slow: 6 } }],
  ['success-low:across', { ...CALM, bridges: [{ ...bridge('closed'), success: 0.89 }] }],
  ['dead-letters:quotes', { ...CALM, deadLetters: new Map([['quotes', 1]]) }],
  ['lag:ranking', { ...CALM, lag: new Map([['ranking', 10_001]]) }],
  ['bridge-on-trial:across', { ...CALM, bridges: [bridge('half-open')] }],
] as const)('%s is found', (key, facts) => {
  expect([...step(new Map(), facts, 0).keys()]).toContain(key);
  expect(step(new Map(), CALM, 0).size).toBe(0);
});

test.each([
  { ...CALM, api: { requests: 100, errors: 5, slow: 5 } },
  { ...CALM, api: { requests: 19, errors: 19, slow: 19 } },
  { ...CALM, bridges: [{ ...bridge('closed'), success: 0.9 }] },
  { ...CALM, bridges: [{ ...bridge('closed'), success: 0, asked: 19 }] },
  { ...CALM, lag: new Map([['ranking', 10_000]]) },
])('at the limit nothing is wrong: %j', (facts) => {
  expect(step(new Map(), facts, 0).size).toBe(0);
});

test('notices of a channel alternate, whatever happens: open, resolved, open, …', () => {
  const look = fc.record({
    facts: fc.constantFrom(up, down, { ...CALM, bridges: undefined }),
    gapMs: fc.integer({ min: 0, max: CLEAR_MS }),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (looks) => {
      let atMs = 0;
      const notices = play(
        looks.map(({ facts, gapMs }) => {
          atMs += gapMs;
          return { facts, atMs };
        }),
      );
      notices.forEach((notice, index) => {
        expect(notice).toBe(`${index % 2 === 0 ? 'open' : 'resolved'} bridge-down:across`);
      });
    }),
  );
});
