import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startLocalEngines } from '#stack/engines/local-engines.ts';
import { bench as breakerToClient } from './breaker-to-client.ts';
import { bench as feedFanout } from './feed-fanout.ts';
import { bench as fillToClient } from './fill-to-client.ts';
import { type Benchmark, type Measurement, meets } from './harness.ts';
import { bench as historyInsert } from './history-insert.ts';
import { bench as historyScale } from './history-scale.ts';
import { bench as quoteToClient } from './quote-to-client.ts';
import { bench as rankingCore } from './ranking-core.ts';
import { bench as rankingService } from './ranking-service.ts';
import { bench as restCached } from './rest-cached.ts';
import { type BenchResult, mergeResults, resultsIn } from './results.ts';
import { benchTable } from './table.ts';
import { bench as transfersFold } from './transfers-fold.ts';
import { bench as transfersLookup } from './transfers-lookup.ts';
import { bench as watchIdle } from './watch-idle.ts';
import { bench as wholeStack } from './whole-stack.ts';

/** Every benchmark there is; a new one is a file and a line here. */
const BENCHMARKS: readonly Benchmark[] = [
  rankingCore,
  rankingService,
  quoteToClient,
  breakerToClient,
  restCached,
  feedFanout,
  historyInsert,
  historyScale,
  transfersFold,
  transfersLookup,
  fillToClient,
  watchIdle,
  wholeStack,
];

const RESULTS = join(import.meta.dirname, 'results');
const FIRST_PORT = 23_000;

const program = new Command('npm run bench --')
  .description('Measures the budgets of the design beside their baselines in the same run. Nothing else should run meanwhile.')
  .argument(
    '[names...]',
    `part of a name selects benchmarks; none means all (${BENCHMARKS.map(({ name, onlyByName }) => (onlyByName ? `${name} (takes long: only by its whole name)` : name)).join(', ')})`,
  )
  .option('--no-write', 'print only; else bench/results/latest.json takes what was measured and keeps the rest as it was')
  .parse();

const isWanted = ({ name, onlyByName }: Benchmark): boolean => {
  if (onlyByName) return program.args.includes(name);
  return program.args.length === 0 || program.args.some((part) => name.includes(part));
};
const wanted = BENCHMARKS.filter(isWanted);
if (wanted.length === 0) program.error(`no benchmark's name contains ${program.args.join(' or ')}`);

const judged = (measurement: Measurement) => ({ ...measurement, met: meets(measurement) ?? null });

const dataDir = join(tmpdir(), `routebook-bench-${randomBytes(4).toString('hex')}`);
const engines = await startLocalEngines({ dataDir, firstPort: FIRST_PORT, onLine: (line) => console.error(line) });
const stopAll = async () => {
  await engines.stop();
  await rm(dataDir, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await stopAll();
    process.exit(1);
  });
}

const urls = {
  kafkaBrokers: engines.urls.KAFKA_BROKERS ?? '',
  registryUrl: engines.urls.SCHEMA_REGISTRY_URL ?? '',
  redisUrl: engines.urls.REDIS_URL ?? '',
  clickhouseUrl: engines.urls.CLICKHOUSE_URL ?? '',
};
const results: BenchResult[] = [];
const failed: string[] = [];
try {
  for (const { name, about, run } of wanted) {
    console.error(`\n${name}: ${about}`);
    try {
      const measurements = await run(urls, (progress) => console.error(`  ${progress} …`));
      const result = { name, about, measuredAt: new Date().toISOString(), measurements: measurements.map(judged) };
      results.push(result);
      console.error(`\n${benchTable([result])}`);
    } catch (error) {
      // What the others measure is not lost with this one.
      failed.push(name);
      console.error(error);
    }
  }
} finally {
  await stopAll();
}

const machine = {
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
console.log(`\n${benchTable(results)}\n\n${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}`);
if (program.opts<{ write: boolean }>().write) {
  await mkdir(RESULTS, { recursive: true });
  const path = join(RESULTS, 'latest.json');
  const order = BENCHMARKS.map(({ name }) => name);
  const all = mergeResults(await resultsIn(path), results, order);
  await writeFile(path, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, results: all }, null, 2)}\n`);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
