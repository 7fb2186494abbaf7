import { bookKey } from '#core/domain/corridor.ts';
import type { DirectoryReader } from '#platform/redis/directory-reader.ts';
import type { HealthReader, ServiceHealth } from '#platform/redis/health-reader.ts';
import type { Readiness } from '#schemas/api/rest.ts';

const LOOK_EVERY_MS = 1_000;
/** A service that has not beaten for so long counts as gone. */
const BEAT_LIFETIME_MS = 8_000;
/** Redis that has not answered a look for so long is out of reach. */
const REDIS_PATIENCE_MS = 2_000;
/** The processes without which there is no live book, no transfer is followed, or nothing is kept. */
const SERVICES_NEEDED = ['quotes', 'market', 'ranking', 'chain-events', 'transfers', 'signals', 'health', 'history'] as const;

/** Whether all of it works, as of at most a second ago. */
export interface HealthWatch {
  readiness(): Readiness;
  onChange(listener: (state: Readiness) => void): () => void;
  close(): void;
}

/** What is missing among the services, in words. Pure. */
export const missingServices = (beats: readonly ServiceHealth[], nowMs: number): readonly string[] =>
  SERVICES_NEEDED.flatMap((name) => {
    const instances = beats.filter(({ service }) => service === name);
    if (instances.length === 0) return [`${name}: not running`];
    const alive = instances.filter(({ atMs }) => atMs + BEAT_LIFETIME_MS >= nowMs);
    const [beat] = alive;
    if (beat === undefined) return [`${name}: no longer heard of`];
    // One that works is enough: another that starts, or ends, takes nothing from the book.
    if (alive.some(({ ready }) => ready)) return [];
    return beat.missing.length === 0 ? [`${name}: not ready`] : beat.missing.map((what) => `${name}: ${what}`);
  });

const within = <T>(promise: Promise<T>, patienceMs: number): Promise<T> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
};

export const createHealthWatch = (deps: { health: HealthReader; directory: DirectoryReader; now: () => number }): HealthWatch => {
  const { health, directory, now } = deps;
  let state: Readiness = { ready: false, missing: ['redis: not asked yet'] };
  let sampled = false;
  let looking = false;
  const listeners = new Set<(state: Readiness) => void>();

  /** Once the corridors have been sampled they stay so: the books of a flushed Redis are the ranker's to bring back. */
  const missingSamples = async (): Promise<readonly string[]> => {
    if (sampled) return [];
    const corridors = await directory.corridors();
    const keys = corridors.flatMap(({ corridor, amounts }) => amounts.map((amount) => bookKey(corridor, BigInt(amount))));
    sampled = await health.anyBook(keys);
    return sampled ? [] : ['corridors: not sampled yet'];
  };

  const missing = async (): Promise<readonly string[]> => {
    try {
      return await within(
        (async () => [...missingServices(await health.services(), now()), ...(await missingSamples())])(),
        REDIS_PATIENCE_MS,
      );
    } catch {
      return ['redis: out of reach'];
    }
  };

  const look = async () => {
    if (looking) return;
    looking = true;
    const found = await missing();
    looking = false;
    const changed = found.join() !== state.missing.join();
    state = { ready: found.length === 0, missing: [...found] };
    if (changed) for (const listener of listeners) listener(state);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  void look();

  return {
    readiness: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
};
