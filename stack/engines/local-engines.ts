import { join } from 'node:path';
import { engineCacheDir } from '../cache-dir.ts';
import { findJava } from '../java.ts';
import { createPortFinder } from '../ports.ts';
import { createSupervisor, type Supervisor } from '../supervisor.ts';
import { ENGINES } from './list.ts';
import { startEngine } from './start-engines.ts';

/** Every engine's variable and its value, for example `KAFKA_BROKERS`. */
export type EngineUrls = Readonly<Record<string, string>>;

/** All engines and nothing else, in one folder: what integration tests and engineers at work need. */
export const startLocalEngines = async (options: {
  dataDir: string;
  firstPort: number;
  onLine: (line: string) => void;
}): Promise<{ urls: EngineUrls; supervisor: Supervisor; stop: () => Promise<void> }> => {
  const supervisor = createSupervisor({
    logsDir: join(options.dataDir, 'logs'),
    onEvent: (event) => {
      if (event.kind === 'died') options.onLine(`${event.name} ended ${event.how}; it starts again in ${event.restartInMs} ms`);
    },
  });
  const context = {
    supervisor,
    dataDir: options.dataDir,
    cacheDir: engineCacheDir(),
    findPorts: createPortFinder(options.firstPort),
    java: findJava(),
    onProgress: () => undefined,
  };
  const ports = new Map<string, readonly number[]>();
  for (const engine of ENGINES) ports.set(engine.name, await context.findPorts(engine.ports));
  for (const engine of ENGINES) await engine.fetch(context);
  try {
    const started = await Promise.all(
      ENGINES.map(async (engine) => {
        const { urls, address, tookMs } = await startEngine(engine, { ...context, ports: ports.get(engine.name) ?? [] });
        options.onLine(`${engine.title}  ${address}  ${(tookMs / 1_000).toFixed(1)} s`);
        return urls;
      }),
    );
    return { urls: Object.assign({}, ...started) as EngineUrls, supervisor, stop: () => supervisor.stopAll() };
  } catch (error) {
    await supervisor.stopAll();
    throw error;
  }
};
