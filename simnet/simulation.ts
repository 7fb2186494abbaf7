import { CHAINS } from '#core/domain/chain.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { SIMNET_BRIDGES } from './bridges/registry.ts';
import { type BlockClock, startBlockClock } from './chains/block-clock.ts';
import type { Fleet } from './chains/fleet.ts';
import { createControlApi } from './control/control-api.ts';
import { createDialBoard } from './control/dial-board.ts';
import { createFaultBoard } from './control/fault-board.ts';
import { createFaultEffects } from './control/fault-effects.ts';
import { createIncidentBoard } from './control/incident-board.ts';
import { createMotionApi } from './control/motion-api.ts';
import { createPlanner } from './control/planner.ts';
import type { SimnetRoutes } from './server.ts';
import { createCoinGeckoApi } from './upstream/coingecko-api.ts';
import { createDefiLlamaApi } from './upstream/defillama-api.ts';
import { createIncidentsApi } from './upstream/incidents-api.ts';
import { createUpstreamHandler, type SimulatedApi } from './upstream/upstream-handler.ts';
import { etherAsWeth } from './world/dials.ts';
import { baseFeeWei, PRICE_IDS, priceUsd } from './world/market.ts';
import { TVL_SLUGS, tvlUsd } from './world/tvl.ts';
import { STEP_MS, stepAt, type World } from './world/world.ts';

/** How often Stargate's fees follow the world, and how often nodes are looked at for their size. */
const PLAN_MS = 30_000;
const MEMORY_CHECK_MS = 60_000;

export interface Simulation {
  readonly routes: SimnetRoutes;
  /** Chains that should be up and are not; one that a fault took down is as it should be. */
  missing(): readonly string[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Joins a started fleet, the world's clock, the simulators and the controls. */
export const createSimulation = (options: { fleet: Fleet; dataDir: string; traffic: number; logger: Logger }): Simulation => {
  const { fleet, dataDir, traffic, logger } = options;
  const faults = createFaultBoard();
  const dials = createDialBoard();
  const incidents = createIncidentBoard();
  const nowMs = Date.now;
  const world: World = {
    get seed() {
      return fleet.world().seed;
    },
    dial: dials.get,
    priceFactor: (priceId) =>
      faults
        .of('coingecko', 'price-shock')
        .filter(({ coin }) => coin === priceId)
        .reduce((factor, { percent }) => factor * (1 + percent / 100), 1),
    drained: (bridge, id) =>
      faults.of(bridge, 'drained').some(({ corridor }) => corridor === undefined || etherAsWeth(corridor) === etherAsWeth(id)),
  };
  const step = (): number => stepAt(fleet.world().epochMs, nowMs());
  const planner = createPlanner({ links: fleet.links, world, step });
  const effects = createFaultEffects(fleet, faults);
  const tools = { world, step, nowMs, links: fleet.links };
  const coinGecko = createCoinGeckoApi(tools);
  const defiLlama = createDefiLlamaApi(tools);
  const incidentPages = createIncidentsApi(incidents.list);
  const vendors = SIMNET_BRIDGES.flatMap(({ id, upstream }) =>
    Object.entries(upstream?.apis ?? {}).map(
      ([name, create]): SimulatedApi => ({ provider: id, base: `/${name}/api`, api: create(tools) }),
    ),
  );

  const describeWorld = (asked: number | undefined) => {
    const at = asked ?? step();
    return {
      seed: world.seed,
      step: at,
      stepMs: STEP_MS,
      tvlUsd: Object.fromEntries(TVL_SLUGS.map((slug) => [slug, tvlUsd(world, slug, at)])),
      prices: Object.fromEntries(PRICE_IDS.map((id) => [id, priceUsd(world, id, at)])),
      baseFeesWei: Object.fromEntries(CHAINS.map(({ slug, chainId }) => [slug, String(baseFeeWei(world, chainId, at))])),
      chains: fleet.keepers.map(({ chain, rpc, pid }) => ({
        chainId: chain.chainId,
        slug: chain.slug,
        rpcUrl: rpc.url,
        pid: pid() ?? null,
      })),
      dials: dials.list(),
      faults: faults.list(),
      incidents: incidents.list(),
    };
  };

  const control = createControlApi({ faults, effects, dials, incidents, planner, describeWorld, nowMs });
  const motion = createMotionApi({ links: fleet.links, dataDir, logger, nowMs });
  const clocks: BlockClock[] = [];
  const timers: NodeJS.Timeout[] = [];
  const every = (intervalMs: number, name: string, act: () => Promise<void>): void => {
    timers.push(
      setInterval(() => void act().catch((error: unknown) => logger.warn({ error: String(error) }, `${name} failed`)), intervalMs),
    );
  };

  return {
    routes: {
      upstream: createUpstreamHandler({
        apis: [
          ...vendors,
          { provider: 'coingecko', base: '/coingecko/api/v3', api: ({ path, query }) => coinGecko(path, query) },
          { provider: 'defillama', base: '/defillama', api: ({ path }) => defiLlama(path) },
          { provider: 'incidents', base: '/incidents', api: ({ path }) => incidentPages(path) },
        ],
        faults,
        seed: () => world.seed,
      }),
      control: async (request) => (await motion.handle(request)) ?? control(request),
    },
    missing: () =>
      fleet.keepers
        .filter((keeper) => keeper.pid() === undefined && faults.of(`rpc:${keeper.chain.slug}`).length === 0)
        .map(({ chain }) => chain.slug),
    start: async () => {
      await effects.returnCredits();
      await planner.planAll();
      await motion.start(traffic);
      fleet.onRebuilt(async () => {
        await planner.planAll();
        await motion.endow();
      });
      for (const keeper of fleet.keepers) {
        clocks.push(startBlockClock({ keeper, logger, baseFeeWei: () => baseFeeWei(world, keeper.chain.chainId, step()) }));
      }
      every(PLAN_MS, 'planning', planner.planSome);
      every(MEMORY_CHECK_MS, 'shedding memory', fleet.shedMemory);
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await motion.stop();
      // What a fault took from the chains must not be missing in the state that is saved.
      await effects.end(faults.remove({}));
      await Promise.all(clocks.map((clock) => clock.stop()));
    },
  };
};
