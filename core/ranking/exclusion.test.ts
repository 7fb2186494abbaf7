import { expect, test } from 'vitest';
import { AMOUNT_IN, AT_MS, BRIDGES } from '#test/support/arbitrary-quotes.ts';
import { answered, inputs, rankOf, worth } from '#test/support/rank-of.ts';
import type { BridgeStatus } from '../domain/bridge-status.ts';
import type { QuoteEvent } from '../domain/quote.ts';
import { createMarket } from './market-view.ts';

const fine = worth(999_000_000n);
const failed = (bridge: string, code: 'PAUSED' | 'UPSTREAM_TIMEOUT', observedAtMs: number): QuoteEvent => ({
  ...answered(bridge, fine),
  quoteId: `f-${bridge}`,
  observedAtMs,
  outcome: { kind: 'failure', failure: { code, detail: 'so it said', limit: null, retryAfterMs: null } },
});
const reasons = (events: readonly QuoteEvent[], given = inputs, nowMs = AT_MS + 100) =>
  rankOf(events, given, nowMs).excluded.map(({ bridge, reason }) => `${bridge} ${reason}`);

test('a definitive failure withdraws an older answer, and a newer answer the failure', () => {
  expect(reasons([answered('across', fine), failed('across', 'PAUSED', AT_MS + 1)])).toEqual(['across PAUSED']);
  expect(reasons([answered('across', fine), failed('across', 'PAUSED', AT_MS - 1)])).toEqual([]);
});

test('a fault after a refusal does not bring the refused answer back', () => {
  const events = [answered('across', fine), failed('across', 'PAUSED', AT_MS + 1), failed('across', 'UPSTREAM_TIMEOUT', AT_MS + 2)];
  expect(rankOf(events).routes).toEqual([]);
  expect(reasons(events)).toEqual(['across PAUSED']);
});

test('a transient failure costs reliability while the answer lives, and names the reason once it is gone', () => {
  const events = [answered('across', fine), failed('across', 'UPSTREAM_TIMEOUT', AT_MS + 1)];
  expect(rankOf(events).routes[0]!.score.reliability).toBe(80);
  expect(reasons(events, inputs, AT_MS + 30_000)).toEqual(['across UPSTREAM_TIMEOUT']);
  expect(reasons([answered('across', fine)], inputs, AT_MS + 30_000)).toEqual(['across EXPIRED']);
  expect(reasons([failed('across', 'UPSTREAM_TIMEOUT', AT_MS)])).toEqual(['across UPSTREAM_TIMEOUT']);
});

test('limits, an open breaker and a missing price exclude', () => {
  expect(reasons([answered('across', { ...fine, limits: { min: null, max: 999n, instant: null } })])).toEqual(['across LIMIT']);
  expect(reasons([answered('across', { ...fine, limits: { min: 10n ** 10n, max: null, instant: null } })])).toEqual(['across LIMIT']);
  const status: BridgeStatus = { bridge: 'across', breaker: 'open', reason: 'no fills', reliability: 10, observedAtMs: AT_MS };
  expect(reasons([answered('across', fine)], { ...inputs, statuses: new Map([['across', status]]) })).toEqual(['across BREAKER_OPEN']);
  expect(reasons([answered('across', fine)], { ...inputs, market: createMarket() })).toEqual(['across PRICE_UNKNOWN']);
});

test('a breaker that is half-open excludes too; a failure that left no route says so in its own words', () => {
  const status: BridgeStatus = { bridge: 'across', breaker: 'half-open', reason: 'no fills', reliability: 10, observedAtMs: AT_MS };
  const broken = { ...inputs, statuses: new Map([['across', status]]) };
  expect(rankOf([answered('across', fine)], broken).excluded).toEqual([{ bridge: 'across', reason: 'BREAKER_OPEN', detail: 'no fills' }]);
  expect(reasons([failed('across', 'UPSTREAM_TIMEOUT', AT_MS)], broken)).toEqual(['across UPSTREAM_TIMEOUT']);
  expect(reasons([answered('across', fine), failed('across', 'UPSTREAM_TIMEOUT', AT_MS + 1)], broken)).toEqual(['across BREAKER_OPEN']);
  expect(reasons([answered('across', fine), failed('across', 'PAUSED', AT_MS + 1)], broken)).toEqual(['across PAUSED']);
});

test('an amount between the instant limit and the limit is served, with no liquidity to spare', () => {
  const tight = { ...fine, limits: { min: null, max: AMOUNT_IN, instant: 1n } };
  expect(rankOf([answered('across', tight)]).routes[0]!.score.liquidity).toBe(0);
});

test('a bridge that is not asked any more gives no reason, though what it still offers stands to its end', () => {
  const given = { ...inputs, bridges: BRIDGES.filter((bridge) => bridge !== 'hop') };
  const events = [answered('across', worth(999_000_000n)), answered('hop', worth(998_000_000n))];
  const venues = (nowMs: number) => {
    const { routes, excluded } = rankOf(events, given, nowMs);
    return [routes.map(({ candidate }) => candidate.legs[0]?.venue), excluded.map(({ bridge }) => bridge)];
  };
  expect(venues(AT_MS + 100)).toEqual([['across', 'hop'], []]);
  expect(venues(AT_MS + 60_000)).toEqual([[], ['across']]);
  const status: BridgeStatus = { bridge: 'hop', breaker: 'open', reason: 'no fills', reliability: 10, observedAtMs: AT_MS };
  expect(reasons(events, { ...given, statuses: new Map([['hop', status]]) })).toEqual(['hop BREAKER_OPEN']);
});

test('who has not answered yet is pending', () => {
  expect(rankOf([answered('across', fine)]).pending).toEqual(BRIDGES.slice(1));
  expect(rankOf([]).pending).toEqual(BRIDGES);
});

test('no quote outlives its observation by more than 30 s, whatever it says of itself', () => {
  expect(rankOf([answered('across', fine)]).nextExpiryMs).toBe(AT_MS + 30_000);
});
