import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createBridgeHealth, foldHealth, reportHealth } from '#core/health/bridge-health.ts';
import { createHealthMetrics } from './health-metrics.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12, 0, 0);
const MINUTE_MS = 60_000;

test('the TVL drop is told once a TVL was read, against the most of the last day, and by one instance alone', async () => {
  const registry = new Registry();
  const metrics = createHealthMetrics(registry);
  const drop = async () => (await registry.getSingleMetric('routebook_health_tvl_drop_ratio')?.get())?.values;
  const health = createBridgeHealth('across');

  metrics.told(reportHealth(health, NOW_MS));
  expect(await drop()).toEqual([]);

  foldHealth(health, [{ kind: 'tvl', id: 'first', atMs: NOW_MS - MINUTE_MS, usd: 80_000_000 }], NOW_MS);
  metrics.told(reportHealth(health, NOW_MS));
  expect(await drop()).toEqual([{ labels: { bridge: 'across' }, value: 0 }]);

  foldHealth(health, [{ kind: 'tvl', id: 'second', atMs: NOW_MS, usd: 60_000_000 }], NOW_MS);
  metrics.told(reportHealth(health, NOW_MS));
  expect(await drop()).toEqual([{ labels: { bridge: 'across' }, value: 0.25 }]);

  metrics.forget();
  expect(await drop()).toEqual([]);
});
