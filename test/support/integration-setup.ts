import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { EngineUrls } from '#stack/engines/local-engines.ts';
import { startTestEngines } from './start-test-engines.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kafkaBrokers: string[];
    registryUrl: string;
    redisUrl: string;
    clickhouseUrl: string;
    /** The same as the user who may only read. */
    clickhouseReadonlyUrl: string;
  }
}

const provideUrls = (project: TestProject, urls: EngineUrls) => {
  project.provide('kafkaBrokers', (urls.KAFKA_BROKERS ?? '').split(','));
  project.provide('registryUrl', urls.SCHEMA_REGISTRY_URL ?? '');
  project.provide('redisUrl', urls.REDIS_URL ?? '');
  project.provide('clickhouseUrl', urls.CLICKHOUSE_URL ?? '');
  project.provide('clickhouseReadonlyUrl', urls.CLICKHOUSE_READONLY_URL ?? '');
};

/**
 * Real engines for all integration tests of a run, in a folder that goes with them. `ROUTEBOOK_TEST_ENGINES` names the
 * engines.json of engines that run already (`node stack/engines-cli.ts`); those are used then and left alone.
 */
const setup = async (project: TestProject) => {
  const running = process.env.ROUTEBOOK_TEST_ENGINES;
  if (running) {
    provideUrls(project, JSON.parse(readFileSync(running, 'utf8')) as EngineUrls);
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'routebook-test-'));
  const engines = await startTestEngines(dataDir);
  provideUrls(project, engines.urls);
  return async () => {
    await engines.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
};

export { setup };
