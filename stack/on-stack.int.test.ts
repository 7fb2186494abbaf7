import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isPortFree } from './ports.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'routebook-on-stack-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const run = (...words: readonly string[]) => {
  const { KAFKA_BROKERS: _, KAFKA_BROKERS_FILE: __, ...env } = process.env;
  return spawnSync(process.execPath, ['stack/on-stack.ts', ...words, '--data-dir', dataDir], { env, encoding: 'utf8' });
};

test('the help of a command names the data folder, with no stack too', () => {
  for (const words of [['--help'], ['replay', '--help']])
    expect(run('platform/kafka/dead-letters-cli.ts', ...words).stdout).toContain('--data-dir <dir>');
});

// Who has a Kafka at the usual port may mean that one.
test.skipIf(!(await isPortFree(9092)))('where no stack runs on the data folder, that is what is said', () => {
  const sentence = `Routebook does not run on ${dataDir}: start it with npm start, or name another folder with --data-dir.\n`;
  expect(run('platform/kafka/dead-letters-cli.ts', 'list')).toMatchObject({ status: 1, stderr: sentence });
  expect(run('stack/replay/replay-cli.ts', '--from', '-5m')).toMatchObject({ status: 1, stderr: sentence });
});
