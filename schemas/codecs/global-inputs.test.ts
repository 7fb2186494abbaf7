import { expect, test } from 'vitest';
import type { FillTimesEvent } from '#core/domain/fill-times.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import { bridgeStatusFromRecord, bridgeStatusToRecord } from './bridge-status.ts';
import { fillTimesFromRecord, fillTimesToRecord } from './fill-times.ts';
import { marketEventFromRecord, marketEventKey, marketEventToRecord } from './market-event.ts';
import { signalFromRecord, signalToRecord } from './signal.ts';

const FILL_TIMES: FillTimesEvent = {
  bridge: 'across',
  corridor: 'ethereum:USDC>arbitrum:USDC',
  observedAtMs: 8,
  windows: (['1h', '24h', '7d'] as const).map((window, at) => ({ window, fills: at, p50: at * 4_000, p90: at * 9_000, p99: at * 30_000 })),
};

test('prices, gas prices, bridge status and fill times come back as they were', () => {
  const events: MarketEvent[] = [
    { kind: 'price', priceId: 'ethereum', usd: 3_000.5, observedAtMs: 5 },
    { kind: 'gas', chainId: 8453, weiPerGas: 2n ** 70n, observedAtMs: 6 },
  ];
  for (const event of events) expect(marketEventFromRecord(marketEventToRecord(event))).toEqual({ ok: true, value: event });
  expect(events.map(marketEventKey)).toEqual(['ethereum', '8453']);
  const status = { bridge: 'across', breaker: 'open' as const, reason: 'no fills', reliability: 12.5, observedAtMs: 7 };
  expect(bridgeStatusFromRecord(bridgeStatusToRecord(status))).toEqual({ ok: true, value: status });
  for (const corridor of [FILL_TIMES.corridor, '*']) {
    const times = { ...FILL_TIMES, corridor };
    expect(fillTimesFromRecord(fillTimesToRecord(times))).toEqual({ ok: true, value: times });
  }
});

test('what cannot be meant is refused in words', () => {
  expect(marketEventFromRecord({ observedAtMs: 1, price: null, gas: null }).ok).toBe(false);
  expect(marketEventFromRecord({ observedAtMs: 1, price: { priceId: 'x', usd: Number.NaN }, gas: null })).toEqual({
    ok: false,
    error: 'usd is NaN',
  });
  const record = bridgeStatusToRecord({ bridge: 'x', breaker: 'closed', reason: '', reliability: 1, observedAtMs: 1 });
  expect(bridgeStatusFromRecord({ ...record, breaker: 'ajar' }).ok).toBe(false);
  expect(bridgeStatusFromRecord({ ...record, reliability: Number.NaN }).ok).toBe(false);
  const fillTimes = fillTimesToRecord(FILL_TIMES);
  const [hour, ...rest] = fillTimes.windows;
  expect(fillTimesFromRecord({ ...fillTimes, corridor: 'nowhere' })).toEqual({
    ok: false,
    error: 'no corridor between listed assets: nowhere',
  });
  expect(fillTimesFromRecord({ ...fillTimes, windows: rest }).ok).toBe(false);
  expect(fillTimesFromRecord({ ...fillTimes, windows: hour ? [{ ...hour, p50Ms: 5, p90Ms: 4 }, ...rest] : [] }).ok).toBe(false);
});

test('signals come back as they were, and a kind that nobody knows is refused', () => {
  const signal = {
    signalId: 's1',
    bridge: 'across',
    kind: 'probe' as const,
    ok: false,
    corridor: 'ethereum:USDC>base:USDC',
    latencyMs: 12.5,
    detail: 'HTTP 503',
    observedAtMs: 7,
    code: 'UPSTREAM_ERROR' as const,
    chain: null,
    asset: null,
    value: null,
    reference: null,
  };
  expect(signalFromRecord(signalToRecord(signal))).toEqual({ ok: true, value: signal });
  expect(signalFromRecord({ ...signalToRecord(signal), kind: 'rumour' }).ok).toBe(false);
  expect(signalFromRecord({ ...signalToRecord(signal), latencyMs: Number.NaN }).ok).toBe(false);
});
