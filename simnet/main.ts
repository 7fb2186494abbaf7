import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { CHAINS } from '#core/domain/chain.ts';
import { runService } from '#platform/lifecycle.ts';
import { serviceConfig } from '#platform/service-config.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { defaultCacheDir, loadContractCode } from './artifacts/contract-code.ts';
import { loadStandIns } from './artifacts/stand-ins.ts';
import { createFleet, type Fleet } from './chains/fleet.ts';
import { createWorldCache } from './chains/world-cache.ts';
import { readOptions, type SimnetOptions } from './options.ts';
import { findRunning, removeRunFile, writeRunFile } from './run-file.ts';
import { startServer } from './server.ts';
import { createSimulation, type Simulation } from './simulation.ts';

/** Whether nobody listens on a port of this machine. */
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** Why the simnet cannot start here, in a sentence; undefined when it can. */
const objection = async ({ dataDir, port }: SimnetOptions): Promise<string | undefined> => {
  const running = await findRunning(dataDir);
  if (running !== undefined)
    return `A simnet already runs on ${dataDir} (process ${running.pid}, port ${running.port}); stop it or give another --data-dir.`;
  return (await isFree(port)) ? undefined : `Port ${port} is in use; give another --port.`;
};

const config = serviceConfig('simnet');
const options = readOptions(process.argv);
const logger = createLogger('simnet', config.LOG_LEVEL);

const refusal = await objection(options);
if (refusal !== undefined) {
  console.error(refusal);
  process.exit(1);
}

await runService(logger, async ({ onStop }) => {
  const startedAtMs = performance.now();
  await mkdir(options.dataDir, { recursive: true });
  await writeRunFile(options.dataDir, { pid: process.pid, port: options.port });
  onStop('run file', () => removeRunFile(options.dataDir));

  let simulation: Simulation | undefined;
  let started = false;
  const missing = (): readonly string[] => (started ? (simulation?.missing() ?? []) : ['contracts and chains']);
  const server = await startServer({ port: options.port, missing, logger });
  onStop('server', server.close);

  const cacheDir = options.cacheDir ?? defaultCacheDir(config.XDG_CACHE_HOME);
  const code = await loadContractCode(cacheDir, logger);
  const standIns = await loadStandIns(cacheDir, logger);
  const fleet: Fleet = createFleet({
    dataDir: options.dataDir,
    ports: options.rpcPorts,
    seed: options.seed,
    code,
    standIns,
    cache: createWorldCache(cacheDir, logger),
    logger,
  });
  onStop('chains', fleet.stop);
  const how = await fleet.start();

  simulation = createSimulation({ fleet, dataDir: options.dataDir, traffic: options.traffic, logger });
  onStop('simulation', simulation.stop);
  await simulation.start();
  server.open(simulation.routes);
  started = true;
  const rpcUrls = Object.fromEntries(CHAINS.map(({ slug }, index) => [slug, fleet.keepers[index]?.rpc.url]));
  logger.info({ how, tookMs: Math.round(performance.now() - startedAtMs), port: options.port, rpcUrls }, 'simnet is ready');
});
