import { type EngineUrls, startLocalEngines } from '#stack/engines/local-engines.ts';
import type { Supervisor } from '#stack/supervisor.ts';
import { endSupervised } from './end-supervised.ts';
import { claimPorts, ENGINE_PORTS } from './test-ports.ts';

export interface TestEngines {
  readonly urls: EngineUrls;
  readonly supervisor: Supervisor;
  stop(): Promise<void>;
}

/** All engines on ports of a test's own, which do not outlive this process. */
export const startTestEngines = async (dataDir: string): Promise<TestEngines> => {
  const { urls, supervisor, stop } = await startLocalEngines({
    dataDir,
    firstPort: await claimPorts(ENGINE_PORTS),
    onLine: () => undefined,
  });
  const forget = endSupervised(supervisor);
  return {
    urls,
    supervisor,
    stop: async () => {
      await stop();
      forget();
    },
  };
};
