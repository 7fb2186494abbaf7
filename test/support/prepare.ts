import { engineCacheDir } from '#stack/cache-dir.ts';
import { ENGINES } from '#stack/engines/list.ts';
import { requireBrowser } from './browser.ts';
import { startDeployedChains } from './deployed-chains.ts';

/** Run by `npm test` beside its first steps: engines, a browser, the contracts and the world that integration tests start from. */
const fetchEngines = async (): Promise<void> => {
  // One after the other: Maven's own folder is not made for several at once.
  for (const engine of ENGINES) await engine.fetch({ cacheDir: engineCacheDir(), onProgress: () => undefined });
};
const deploy = async (): Promise<void> => (await startDeployedChains()).stop();

await Promise.allSettled([requireBrowser(), fetchEngines(), deploy()]);
