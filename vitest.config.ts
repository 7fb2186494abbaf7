import { defineConfig } from 'vitest/config';
import { compileCacheDir } from './stack/cache-dir.ts';
import { LongestFirst } from './test/support/longest-first.ts';

// For the tests' own workers, and for every process that they start.
process.env.NODE_COMPILE_CACHE = compileCacheDir();

// Their JVMs live for seconds: there the second compiler costs more than it saves, a third of all that a broker's start takes.
process.env.JDK_JAVA_OPTIONS = '-XX:TieredStopAtLevel=1';

/** kafkajs waits negative times under load, which Node 24 reports: known, and nothing of ours. */
const QUIET = ['--disable-warning=TimeoutNegativeWarning'];

/** No assertion either: what is awaited comes at once, or on a machine that does much else some seconds later. */
const PATIENCE = { poll: { timeout: 60_000 } };

/** One vitest project a kind of test: what it needs to run decides where it belongs. */
export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,bridges,schemas,platform,producers,processors,api,clients,simnet,stack,bench,docs,grafana,deploy}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.int.test.ts'],
          // Pure functions for the most part: files of one worker share what they import, which was two fifths of all their work.
          isolate: false,
          setupFiles: ['test/support/no-internet-setup.ts'],
          // No assertion, a net: property tests and parsers take seconds on a machine that does much else.
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts', 'test/integration/**/*.test.ts'],
          exclude: ['**/node_modules/**', '.routebook/**'],
          globalSetup: ['test/support/integration-setup.ts'],
          // What a file shares with the next it names by a prefix or a port of its own.
          isolate: false,
          execArgv: QUIET,
          setupFiles: ['test/support/no-internet-setup.ts'],
          expect: PATIENCE,
          testTimeout: 180_000,
          hookTimeout: 240_000,
          // More than there are cores: much of their time these tests wait, for outages, time-outs and blocks.
          maxWorkers: 4,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/e2e-setup.ts'],
          execArgv: QUIET,
          expect: PATIENCE,
          testTimeout: 180_000,
          hookTimeout: 240_000,
          // On one stack: each file says whether another may run beside it (`test/e2e/take-turns.ts`).
          maxWorkers: 2,
        },
      },
    ],
  },
});
