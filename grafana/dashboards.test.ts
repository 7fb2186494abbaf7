import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { clickhouseQueries, dashboards, prometheusQueries } from '#test/support/dashboards.ts';
import { metricsInExpression } from '#test/support/metrics-in-expression.ts';
import { registeredMetrics } from '#test/support/registered-metrics.ts';

const known = new Set(registeredMetrics().flatMap(({ metrics }) => metrics.map(({ name }) => name)));
/** From prom-client, in every service. */
const NODES_OWN = /^(process|nodejs)_/;
const TABLES = new Set(['quotes', 'quote_failures', 'books', 'transfers', 'signals', 'bridge_status', 'prices']);

const { datasources } = parse(readFileSync('grafana/provisioning/datasources/routebook.yml', 'utf8')) as {
  datasources: readonly { uid: string; type: string; secureJsonData?: { password: string } }[];
};

test('there is one of each kind', () => {
  expect(dashboards.map(([file]) => file).sort()).toEqual(['bridges', 'business', 'pipeline', 'transfers']);
});

describe.each(dashboards)('%s', (file, { uid, title, panels }) => {
  test('has an id that links can rely on, and panels that do not lie upon each other', () => {
    expect([uid, title.toLowerCase()]).toEqual([`routebook-${file}`, file]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
  });

  test('asks only data sources that are provisioned', () => {
    const asked = panels.flatMap(({ targets = [] }) => targets.map(({ datasource }) => `${datasource.uid} ${datasource.type}`));
    const provisioned = datasources.map((source) => `${source.uid} ${source.type}`);
    expect(asked.filter((source) => !provisioned.includes(source))).toEqual([]);
  });
});

test.each(prometheusQueries().map(({ name, query }) => [name, query] as const))('%s names metrics that there are', (_, query) => {
  const names = metricsInExpression(query);
  expect(names.length > 0 || [...query.matchAll(/\b[a-z0-9_]+(?=[{[)])/g)].some(([name]) => NODES_OWN.test(name))).toBe(true);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

test.each(clickhouseQueries().map(({ name, query }) => [name, query] as const))('%s reads tables that there are', (_, query) => {
  const tables = [...query.matchAll(/\b(?:FROM|JOIN) (\w+)/g)]
    .map(([, table = '']) => table)
    .filter((table) => !table.startsWith('excluded_'));
  expect(tables.length).toBeGreaterThan(0);
  expect(tables.filter((table) => !TABLES.has(table))).toEqual([]);
  expect(query).not.toContain('$__');
});

test('no password stands in what is provisioned', () => {
  for (const { secureJsonData } of datasources) if (secureJsonData) expect(secureJsonData.password).toMatch(/^\$__file\{/);
});
