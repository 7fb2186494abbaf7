import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortFinder } from '../ports.ts';
import type { Supervisor } from '../supervisor.ts';
import type { Engine, FetchContext } from './engine.ts';

export interface EngineContext {
  readonly supervisor: Supervisor;
  /** Parent of every engine's own data folder. */
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly findPorts: PortFinder;
  readonly java: string;
}

/** Fetches, prepares and starts one engine. Answers its variables, and the address that people see. */
export const startEngine = async (
  engine: Engine,
  context: EngineContext & { ports?: readonly number[]; onProgress: FetchContext['onProgress'] },
): Promise<{ urls: Readonly<Record<string, string>>; address: string; tookMs: number }> => {
  const home = await engine.fetch({ cacheDir: context.cacheDir, onProgress: context.onProgress });
  const dataDir = join(context.dataDir, engine.name);
  await mkdir(dataDir, { recursive: true });
  const ports = context.ports ?? (await context.findPorts(engine.ports));
  context.onProgress('starting');
  const { url, alsoReachable, spec } = await engine.prepare({ home, dataDir, ports, java: context.java });
  const { tookMs } = await context.supervisor.start(spec);
  return { urls: { [engine.variable]: url, ...alsoReachable }, address: spec.address, tookMs };
};
