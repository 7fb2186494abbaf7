import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SERVICES } from '#stack/services.ts';
import { metricsInExpression } from '#test/support/metrics-in-expression.ts';
import { registeredMetrics } from '#test/support/registered-metrics.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const { groups } = parse(readFileSync('grafana/alerts/routebook.yml', 'utf8')) as { groups: readonly { rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const known = new Set(registeredMetrics().flatMap(({ metrics }) => metrics.map(({ name }) => name)));

describe.each(rules.map((rule) => [rule.alert, rule] as const))('%s', (name, { expr, labels, annotations }) => {
  test('has a severity, and says what happened', () => {
    expect(['critical', 'high', 'medium', 'info']).toContain(labels.severity);
    expect(annotations.summary).not.toBe('');
    expect(annotations.description).not.toBe('');
  });
  test('names metrics that there are', () => {
    expect(metricsInExpression(expr).filter((metric) => !known.has(metric))).toEqual([]);
  });
  test('stands in docs/operations.md with its severity', () => {
    expect(readFileSync('docs/operations.md', 'utf8')).toMatch(new RegExp(`\\| \`${name}\` +\\| ${labels.severity} +\\|`));
  });
});

test('every alert has a name of its own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test('each service is missed when nobody hears of it', () => {
  const missed = rules.find(({ alert }) => alert === 'ServiceLost')?.expr.matchAll(/absent\(routebook_ready\{service="([a-z-]+)"\}\)/g);
  expect([...(missed ?? [])].map(([, service]) => service).sort()).toEqual(SERVICES.map(({ name }) => name).sort());
});
