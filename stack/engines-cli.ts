import { rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { startLocalEngines } from './engines/local-engines.ts';
import { runCli } from './run-cli.ts';

/** The engines alone, in the foreground, for whoever runs integration tests again and again. */
await runCli(async () => {
  const options = new Command('engines')
    .description('Starts Kafka, the schema registry, Redis and ClickHouse in the foreground and writes their URLs into a JSON file.')
    .requiredOption('--data-dir <dir>', 'where their data, logs and engines.json go')
    .requiredOption('--port <n>', 'first port to try', Number)
    .parse()
    .opts<{ dataDir: string; port: number }>();
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const engines = await startLocalEngines({ dataDir, firstPort: options.port, onLine: console.log });
  const file = join(dataDir, 'engines.json');
  writeFileSync(file, `${JSON.stringify(engines.urls, null, 2)}\n`);
  console.log(`export ROUTEBOOK_TEST_ENGINES=${file}`);

  const stop = async () => {
    rmSync(file, { force: true });
    await engines.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  setInterval(() => undefined, 60_000);
});
