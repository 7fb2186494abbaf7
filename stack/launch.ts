import { rm } from 'node:fs/promises';
import { CHAINS } from '#core/domain/chain.ts';
import { compileCacheDir, engineCacheDir } from './cache-dir.ts';
import { dataDirPaths } from './data-dir.ts';
import { ENGINES } from './engines/list.ts';
import { startEngine } from './engines/start-engines.ts';
import { findJava } from './java.ts';
import { LaunchError } from './launch-error.ts';
import type { LaunchOptions } from './options.ts';
import { createPortFinder } from './ports.ts';
import { requireConfig, requirePort, requireSpace } from './preflight.ts';
import type { Reporter } from './render.ts';
import { checkAtStart } from './self-check/check-at-start.ts';
import { SERVICES, serviceSpec } from './services.ts';
import { SIMNET_PORTS, simnetSignals, simnetSpec, simnetUrls } from './simnet-process.ts';
import type { Supervisor } from './supervisor.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const NO_CHAIN = `No node of any chain answers: check the connection, or name nodes in ${CHAINS.map(({ slug }) => `RPC_URLS_${slug.toUpperCase()}`).join(', ')}.`;

export interface LaunchContext {
  readonly options: LaunchOptions;
  /** What the launcher itself was given. A server named here is used, not started. */
  readonly env: Environment;
  readonly supervisor: Supervisor;
  readonly reporter: Reporter;
  /** Called whenever something new can be reached. */
  readonly onUrls: (urls: Readonly<Record<string, string>>) => void;
}

/** Everything that can be checked before anything is started. Throws LaunchError. */
export const checkBeforeLaunch = async (options: LaunchOptions, env: Environment): Promise<void> => {
  requireConfig(childEnvironment(options, env));
  requireSpace(options.dataDir);
  await requirePort(options.port, '--port');
  for (const [name, port] of Object.entries(options.ports)) await requirePort(port, `--${name}-port`);
};

/** Deletes what earlier starts kept: the folders that the stack itself made, nothing else. */
export const deleteData = async (dataDir: string): Promise<void> => {
  const { engines, simnet, logs, state } = dataDirPaths(dataDir);
  for (const path of [engines, simnet, logs, state]) await rm(path, { recursive: true, force: true });
};

/** Starts Kafka, then the other engines and the simnet side by side, then the services. Throws LaunchError. */
export const launch = async (context: LaunchContext): Promise<void> => {
  const { options, env } = context;
  const findPorts = createPortFinder(options.port + 1);
  const urls: Record<string, string> = {};
  // Beside the engines' start, which takes longer.
  const check = options.network === 'mainnet' ? checkAtStart(childEnvironment(options, env)) : undefined;
  check?.catch(() => undefined);
  const learn = (more: Record<string, string>) => {
    for (const [name, url] of Object.entries(more)) urls[name] = env[name] || url;
    context.onUrls({ ...urls });
  };
  const missing = ENGINES.filter(({ variable }) => !env[variable]);
  learn(Object.fromEntries(ENGINES.map(({ variable }) => [variable, env[variable] ?? '']).filter(([, url]) => url !== '')));
  const reserve = async (name: string, count: number): Promise<readonly number[]> => {
    const named = options.ports[name];
    return named === undefined ? findPorts(count) : [named, ...(await findPorts(count - 1))];
  };
  const reserved = new Map<string, readonly number[]>();
  for (const engine of missing) reserved.set(engine.name, await reserve(engine.name, engine.ports));

  const engineContext = {
    supervisor: context.supervisor,
    dataDir: dataDirPaths(options.dataDir).engines,
    cacheDir: engineCacheDir(env),
    findPorts,
    java: missing.some(({ needsJava }) => needsJava) ? findJava(env) : '',
  };
  for (const engine of missing) {
    // One after the other: Maven's own folder is not made for several at once.
    const step = context.reporter.begin(engine.name);
    await engine.fetch({ cacheDir: engineContext.cacheDir, onProgress: (text) => step.progress(`fetching ${engine.title}: ${text}`) });
    step.drop();
  }
  const startMissing = async (names: readonly string[]) => {
    const chosen = missing.filter(({ name }) => names.includes(name));
    const starts = chosen.map(async (engine) => {
      const step = context.reporter.begin(engine.name);
      const ports = reserved.get(engine.name) ?? [];
      const { urls: reachable, address, tookMs } = await startEngine(engine, { ...engineContext, ports, onProgress: step.progress });
      step.done(address, tookMs);
      learn(reachable);
    });
    await Promise.all(starts);
  };

  await startMissing(['kafka']);
  const others = ENGINES.map(({ name }) => name).filter((name) => name !== 'kafka');
  const simnetPorts = await reserve('simnet', SIMNET_PORTS);
  const [, simnetRuns] = await Promise.all([startMissing(others), startSimnet(context, simnetPorts, learn)]);
  const checked = await check;
  if (checked !== undefined) context.reporter.say(checked.text);
  // All services together are to be ready, which none that asks a chain would be; some alone start as they are.
  if (checked?.anyChain === false && SERVICES.every(({ name }) => options.components.includes(name))) throw new LaunchError(NO_CHAIN);
  await startServices(context, findPorts, {
    ...(simnetRuns ? unnamed(simnetSignals(simnetPorts), env) : {}),
    ...urls,
    ...checked?.variables,
  });
  if (!options.components.includes('api')) return;
  const api = `127.0.0.1:${options.port}`;
  learn({ ROUTEBOOK_URL: `http://${api}`, ROUTEBOOK_FEED_URL: `ws://${api}/ws/v1` });
};

/** Those variables that the launcher itself was not given. */
const unnamed = (variables: Readonly<Record<string, string>>, env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !env[name]));

/** True when it was started. */
const startSimnet = async (
  { options, env, supervisor, reporter }: LaunchContext,
  ports: readonly number[],
  learn: (urls: Record<string, string>) => void,
): Promise<boolean> => {
  const urls = simnetUrls(ports);
  const everythingNamed = Object.keys(urls).every((name) => env[name]);
  if (options.network !== 'simnet' || everythingNamed || !options.components.includes('simnet')) return false;
  const step = reporter.begin('simnet');
  const spec = simnetSpec({
    dataDir: dataDirPaths(options.dataDir).simnet,
    ports,
    traffic: options.traffic,
    env: childEnvironment(options, env),
  });
  const { tookMs } = await supervisor.start(spec);
  step.done(spec.address, tookMs);
  learn(urls);
  return true;
};

const startServices = async (
  { options, env, supervisor, reporter }: LaunchContext,
  findPorts: (count: number) => Promise<number[]>,
  urls: Readonly<Record<string, string>>,
): Promise<void> => {
  const chosen = SERVICES.filter(({ name }) => options.components.includes(name));
  const alone = chosen.length < SERVICES.length;
  const serviceEnv = { ...childEnvironment(options, env), ...urls };
  const planned: { service: (typeof chosen)[number]; port: number }[] = [];
  for (const service of chosen) {
    const port = service.name === 'api' ? options.port : ((await findPorts(1))[0] ?? 0);
    planned.push({ service, port });
  }
  const starts = planned.map(async ({ service, port }) => {
    const step = reporter.begin(service.name);
    const spec = serviceSpec(service, { port, env: serviceEnv, alone });
    const { tookMs } = await supervisor.start(spec);
    step.done(spec.address, tookMs);
  });
  await Promise.all(starts);
};

/** Whether nobody but this machine reaches an address. */
const isLoopback = (host: string | undefined): boolean => !host || /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host);

/** What every process of the stack is told, beside where the others are. Each world has its own topics, groups and keys. */
const childEnvironment = (options: LaunchOptions, env: Environment): Environment => ({
  ...env,
  HOST: env.HOST || '127.0.0.1',
  PORT: String(options.port),
  ROUTEBOOK_NETWORK: options.network,
  NODE_COMPILE_CACHE: compileCacheDir(env),
  ROUTEBOOK_SQL: env.ROUTEBOOK_SQL || (isLoopback(env.HOST) ? 'on' : 'off'),
  ROUTEBOOK_PREFIX: env.ROUTEBOOK_PREFIX || (options.network === 'mainnet' ? 'mainnet' : ''),
  ...(options.logLevel === undefined ? {} : { LOG_LEVEL: options.logLevel }),
  ...(options.bridges === undefined ? {} : { ROUTEBOOK_BRIDGES: options.bridges }),
});
