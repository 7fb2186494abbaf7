import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '#platform/free-port.ts';
import { NODE_FLAGS } from '#stack/services.ts';
import type { BenchEngines } from './harness.ts';

const ROOT = join(import.meta.dirname, '..');

export interface RunningService {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Runs a file of the project as the launcher would, and waits until `url` answers 200. */
export const runService = async (file: string, env: Record<string, string>, url: string): Promise<RunningService> => {
  const child = spawn(process.execPath, [...NODE_FLAGS, join(ROOT, file)], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  while ((await fetch(url).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(`${file} ended with code ${child.exitCode} before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { process: child, stop };
};

/** Runs a service that has no API of its own, and waits until it says that it is ready. */
export const runWorker = async (file: string, env: Record<string, string>): Promise<RunningService & { readonly metricsUrl: string }> => {
  const port = await freePort();
  const admin = `http://127.0.0.1:${port}`;
  const service = await runService(file, { ...env, ADMIN_PORT: String(port) }, `${admin}/health/ready`);
  return { ...service, metricsUrl: `${admin}/metrics` };
};

export const engineEnv = (engines: BenchEngines, prefix: string): Record<string, string> => ({
  KAFKA_BROKERS: engines.kafkaBrokers,
  SCHEMA_REGISTRY_URL: engines.registryUrl,
  REDIS_URL: engines.redisUrl,
  ROUTEBOOK_PREFIX: prefix,
});
