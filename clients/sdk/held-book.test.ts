import { describe, expect, test } from 'vitest';
import { bookChecksum } from '#core/domain/checksum.ts';
import type { DeltaFrame, SnapshotFrame } from '#schemas/api/feed.ts';
import { applyDelta, bookFromSnapshot } from './held-book.ts';
import { placeRoutes } from './place-routes.ts';
import { SAMPLE_BRIDGES, sampleBook, sampleRoute } from './testing/sample-book.ts';

const KEY = 'ethereum:USDC>arbitrum:USDC@1000000000';
const question = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: 1_000_000_000n, nowMs: 0, priceUsd: 1, decimals: 6 };
const routes = SAMPLE_BRIDGES.map((bridge) => sampleRoute({ ...question, bridge, random: () => 0.5 }));
const whole = sampleBook({ key: KEY, version: 7, nowMs: 0, routes });
const snapshot: SnapshotFrame = { type: 'snapshot', channel: 'routes', ...whole };
const order = whole.routes.map(({ routeId }) => routeId);

const held = () => {
  const outcome = bookFromSnapshot(snapshot);
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
};
const delta = (change: Partial<DeltaFrame>): DeltaFrame => ({
  type: 'delta',
  channel: 'routes',
  key: KEY,
  prevVersion: 7,
  version: 8,
  asOf: whole.asOf,
  upsert: [],
  remove: [],
  order,
  checksum: whole.checksum,
  ...change,
});

describe('a delta', () => {
  test('that changes nothing but the order moves the ranks', () => {
    const turned = [...whole.routes].reverse();
    const outcome = applyDelta(held(), delta({ order: turned.map(({ routeId }) => routeId), checksum: bookChecksum(turned) }));
    expect(outcome).toMatchObject({ ok: true, value: { version: 8 } });
    expect(outcome.ok && outcome.value.routes.map(({ rank, routeId }) => [rank, routeId])).toEqual(
      turned.map(({ routeId }, index) => [index + 1, routeId]),
    );
  });

  test('that does not follow on the held version is a gap, even where the checksum agrees', () => {
    expect(applyDelta(held(), delta({ prevVersion: 6 }))).toEqual({ ok: false, error: 'VERSION_GAP' });
  });

  test.each([
    ['names a route that is not held', { order: [...order, 'nobody'] }],
    ['leaves out a route that is held', { order: order.slice(1), checksum: bookChecksum(whole.routes.slice(1)) }],
    ['names a route twice', { order: [...order, order[0] ?? ''] }],
    ['removes a route and orders it', { remove: [{ routeId: order[0] ?? '', reason: 'EXPIRED' as const }] }],
  ])('whose order %s is refused', (_, change) => {
    expect(applyDelta(held(), delta(change))).toEqual({ ok: false, error: 'ORDER_MISMATCH' });
  });

  test('keeps what it does not mention, and replaces what it does', () => {
    const excluded = [{ bridge: 'hop', reason: 'LIMIT', detail: 'too much' }];
    const outcome = applyDelta(held(), delta({ excluded }));
    expect(outcome).toMatchObject({ value: { excluded, pending: whole.pending, weights: whole.weights } });
  });
});

describe('local weights', () => {
  test('place the routes by what the caller weighs, and leave the held book as it was', () => {
    const book = held();
    const bySpeed = placeRoutes(book, { cost: 0, speed: 1, reliability: 0, liquidity: 0 });
    const speeds = bySpeed.routes.map(({ score }) => score.speed);
    expect(speeds).toEqual([...speeds].sort((a, b) => b - a));
    expect(bySpeed.routes.map(({ score }) => score.total)).toEqual(speeds.map((speed) => Math.round(speed * 1e4) / 1e4));
    expect(bySpeed.routes.map(({ rank }) => rank)).toEqual(speeds.map((_, index) => index + 1));
    expect(placeRoutes(book, null).routes).toEqual(whole.routes);
  });

  test('by the name of a preset move with the volatility', () => {
    const wild = { ...held(), volatility: 1 };
    expect(placeRoutes(wild, 'best').weights).toEqual({ cost: 20, speed: 50, reliability: 20, liquidity: 10 });
  });
});
