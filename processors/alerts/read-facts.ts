import { z } from 'zod';
import type { AlertFacts, ApiFact, BridgeFact } from '#core/alerts/facts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ServiceHealth } from '#platform/redis/health-reader.ts';

/** A service that has not beaten for so long counts as gone. */
const BEAT_LIFETIME_MS = 8_000;
/** A watcher saves where it stands with every block that it reads. The slowest chain has one every twelve seconds. */
const CHAIN_SILENT_MS = 60_000;
/** What takes longer to be read is not known. */
const PATIENCE_MS = 3_000;

/** Where facts come from. Each may reject: what it would tell is then not known. */
export interface FactSources {
  /** JSON of each bridge's health, by id, as the view holds it. */
  bridgeHealth(): Promise<ReadonlyMap<string, string>>;
  /** When each chain's watcher last saved where it stands, epoch ms, by slug. */
  watchersSavedAtMs(): Promise<ReadonlyMap<string, number>>;
  services(): Promise<readonly ServiceHealth[]>;
  stuckTransfers(): Promise<number>;
  deadLetters(): Promise<ReadonlyMap<string, number>>;
  lag(): Promise<ReadonlyMap<string, number>>;
  /** Engines by name; whether each answers. */
  readonly engines: Readonly<Record<string, () => Promise<boolean>>>;
}

const window = z.object({ answered: z.number(), failed: z.number(), successRate: z.number().nullable() });
const bridgeHealth = z.object({
  health: z.object({
    breaker: z.object({ state: z.enum(['closed', 'half-open', 'open']), reason: z.string() }),
    windows: z.object({ '1h': window }),
  }),
});

const within = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([read(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};

const bridgesIn = (stored: ReadonlyMap<string, string>): readonly BridgeFact[] =>
  [...stored].flatMap(([bridge, text]) => {
    const read = bridgeHealth.safeParse(JSON.parse(text));
    if (!read.success) return [];
    const { breaker, windows } = read.data.health;
    const { answered, failed, successRate } = windows['1h'];
    const { state, reason } = breaker;
    return [{ bridge, breaker: state, reason, success: successRate, asked: answered + failed, tvlFell: /TVL/.test(reason) }];
  });

const silentChainsIn = (savedAtMs: ReadonlyMap<string, number>, nowMs: number): readonly string[] =>
  CHAINS.flatMap(({ slug }) => ((savedAtMs.get(slug) ?? nowMs) < nowMs - CHAIN_SILENT_MS ? [slug] : []));

/** Of several instances of a service one that works is enough; the API's figures are those of all of them. */
const unreadyIn = (beats: readonly ServiceHealth[], nowMs: number): AlertFacts['unreadyServices'] =>
  [...new Set(beats.map(({ service }) => service))].flatMap((service) => {
    const mine = beats.filter((beat) => beat.service === service);
    const alive = mine.filter(({ atMs }) => atMs + BEAT_LIFETIME_MS >= nowMs);
    if (alive.some(({ ready }) => ready)) return [];
    return [{ service, missing: alive.length === 0 ? ['no longer heard of'] : [...new Set(alive.flatMap(({ missing }) => missing))] }];
  });

const apiIn = (beats: readonly ServiceHealth[], nowMs: number): ApiFact => {
  const alive = beats.filter(({ service, atMs }) => service === 'api' && atMs + BEAT_LIFETIME_MS >= nowMs);
  const sum = (name: keyof ApiFact) => alive.reduce((total, { figures }) => total + (figures?.[name] ?? 0), 0);
  return { requests: sum('requests'), errors: sum('errors'), slow: sum('slow') };
};

/** Looks at everything side by side. What does not answer in time is not known, but for an engine: that one is lost. */
export const createFactReader = (sources: FactSources, now: () => number) => async (): Promise<AlertFacts> => {
  const [bridges, saved, services, stuckTransfers, deadLetters, lag, engines] = await Promise.all([
    within(sources.bridgeHealth),
    within(sources.watchersSavedAtMs),
    within(sources.services),
    within(sources.stuckTransfers),
    within(sources.deadLetters),
    within(sources.lag),
    Promise.all(Object.entries(sources.engines).map(async ([engine, answers]) => ({ engine, up: (await within(answers)) === true }))),
  ]);
  const nowMs = now();
  return {
    bridges: bridges && bridgesIn(bridges),
    silentChains: saved && silentChainsIn(saved, nowMs),
    engines,
    unreadyServices: services && unreadyIn(services, nowMs),
    api: services && apiIn(services, nowMs),
    stuckTransfers,
    deadLetters,
    lag,
  };
};
