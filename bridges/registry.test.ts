import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ASSETS } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import { BRIDGES } from './registry.ts';

const all = BRIDGES.map((bridge) => [bridge.manifest.id, bridge] as const);

test('ids, endpoints and variables of keys are nobody else’s', () => {
  for (const names of [
    BRIDGES.map(({ manifest }) => manifest.id),
    BRIDGES.flatMap(({ manifest }) => Object.keys(manifest.endpoints)),
    BRIDGES.flatMap(({ manifest }) => manifest.apiKey?.variable ?? []),
  ]) {
    expect(names).toEqual([...new Set(names)]);
  }
});

test.each(all)('%s: the manifest says what is there', (id, { manifest, reads }) => {
  expect(existsSync(new URL(`${id}/README.md`, import.meta.url))).toBe(true);
  expect(manifest.chains.filter((chainId) => chainById(chainId) === undefined)).toEqual([]);
  const carried = manifest.assets.filter(
    (symbol) => !ASSETS.some((asset) => asset.symbol === symbol && manifest.chains.includes(asset.chainId)),
  );
  expect(carried).toEqual([]);
  for (const [name, { url, about }] of Object.entries(manifest.endpoints)) {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(url).toMatch(/^https:\/\/.*[^/]$/);
    expect(about).not.toBe('');
  }
  for (const page of [manifest.docs, ...Object.values(manifest.links ?? {})]) expect(page).toMatch(/^https:\/\//);
  if (manifest.health?.ping !== undefined) expect(Object.keys(manifest.endpoints)).toContain(manifest.health.ping.endpoint);
  if (manifest.apiKey !== undefined) expect(manifest.apiKey.variable).toMatch(/^[A-Z][A-Z0-9_]*$/);
  for (const { perSecond, burst, concurrency, quota } of [manifest.budget, manifest.budgetWithKey ?? manifest.budget]) {
    expect(Math.min(perSecond, burst, concurrency, quota?.questions ?? 1, quota?.perMs ?? 1)).toBeGreaterThan(0);
  }
  expect(manifest.quoteLifetimeMs).toBeLessThanOrEqual(30_000);
  if (manifest.meta) expect(manifest.offByDefault).toBe(true);
  expect(Object.keys(reads).filter((endpoint) => !/^[a-z][a-z0-9-]*$/.test(endpoint))).toEqual([]);
});
