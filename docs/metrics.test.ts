import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type RegisteredMetric, registeredMetrics } from '#test/support/registered-metrics.ts';

const files = registeredMetrics();
const all = files.flatMap(({ metrics }) => metrics);

test('every file that makes metrics is known here', () => {
  const sources = globSync('{platform,producers,processors,api}/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  const makers = sources.filter((file) => /new (Counter|Gauge|Histogram|Summary)\b/.test(readFileSync(file, 'utf8')));
  expect(makers.sort()).toEqual(files.map(({ file }) => file).sort());
});

/** What may end the name of a gauge: a base unit, what is counted, or `_info`, whose value is 1 for the labels that hold. Prometheus keeps `_count`, `_sum`, `_bucket` and `_total` for itself. */
const GAUGE_ENDINGS =
  /_(seconds|bytes|ratio|messages|questions|events|tokens|books|blocks|transfers|connections|subscriptions|nodes|incidents|usd|info)$/;
/** Gauges that are true or false. */
const FLAGS = new Set(['routebook_ready', 'routebook_engine_up']);

const keepsTheConventions = ({ name, type }: RegisteredMetric): boolean => {
  if (!/^routebook_[a-z_]+$/.test(name) || /milli|micro|minute|hour|percent|kilo|mega/.test(name)) return false;
  if (type === 'counter') return name.endsWith('_total');
  if (type === 'histogram') return /_(seconds|bytes)$/.test(name);
  return FLAGS.has(name) || GAUGE_ENDINGS.test(name);
};

test('names follow the conventions of Prometheus, once each, with a help text', () => {
  expect(all.filter((metric) => !keepsTheConventions(metric)).map(({ name }) => name)).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ help }) => help.length < 5).map(({ name }) => name)).toEqual([]);
});

const rowOf = ({ name, type, labels, help }: RegisteredMetric): string => `| \`${name}\` | ${type} | ${labels.join(', ')} | ${help} |`;

const INTRODUCTION = `# Metrics

<!-- Made of the code by docs/metrics.test.ts. After a change: npx vitest run --project unit docs/metrics.test.ts -u -->

Every service serves these at \`/metrics\`, in the format of Prometheus: the API on its own port, the others on their admin port. All carry the
label \`service\`. Beside them stand the figures of Node itself that [prom-client](https://github.com/siimon/prom-client#default-metrics) collects
(\`process_…\`, \`nodejs_…\`). Counters end in \`_total\`; units are seconds and bytes. What to do about them: [alerts](operations.md#alerts).
`;

test('docs/metrics.md lists each of them', async () => {
  const sections = files.map(({ file, service, metrics }) =>
    [
      `## ${service}`,
      '',
      `From [\`${file}\`](../${file}).`,
      '',
      '| name | type | labels | meaning |',
      '| --- | --- | --- | --- |',
      ...metrics.map(rowOf),
    ].join('\n'),
  );
  await expect(`${INTRODUCTION}\n${sections.join('\n\n')}\n`).toMatchFileSnapshot('metrics.md');
});
