import type { Standing } from '#core/health/health-event.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { Bulletin } from './bulletin.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { HealthMetrics } from './health-metrics.ts';
import type { Ward } from './ward.ts';

/** How often all that is known is shown; a view that was flushed is whole again after this. */
const SHOW_MS = 5_000;
/** How often it is asked whether time alone has closed a breaker. */
const MOVES_MS = 500;
/** How often the books are looked at for who is cheapest. */
const STANDINGS_MS = 60_000;
/** How often what is held is put away: a process that dies reads at most this much again. */
const CHECKPOINT_MS = 15_000;

/** What the processor does while no event comes. Only while it is the one that tells. */
export const startChores = (deps: {
  ward: Ward;
  bulletin: Bulletin;
  checkpoints: CheckpointStore;
  readStandings: (nowMs: number) => Promise<ReadonlyMap<string, readonly Standing[]>>;
  isActive: () => boolean;
  metrics: HealthMetrics;
  logger: Logger;
  now: () => number;
}): { stop: () => Promise<void> } => {
  const { ward, bulletin, checkpoints, readStandings, isActive, metrics, logger, now } = deps;
  const timers: NodeJS.Timeout[] = [];

  const every = (ms: number, what: string, work: () => Promise<void>) => {
    let busy = false;
    const timer = setInterval(() => {
      if (busy || !isActive()) return;
      busy = true;
      // Redis or Kafka is away; the next round tries again.
      void work()
        .catch((error: unknown) => logger.debug({ error: String(error) }, `${what} must wait`))
        .finally(() => {
          busy = false;
        });
    }, ms);
    timers.push(timer);
  };

  const save = async () => {
    const all = ward.checkpoints(now());
    await checkpoints.save(all);
    metrics.checkpointed(all.length);
  };

  every(SHOW_MS, 'showing', async () => {
    ward.lapse(now());
    await bulletin.tellAll(ward.all());
  });
  every(MOVES_MS, 'looking at the breakers', async () => bulletin.tellMoved(ward.all()));
  every(STANDINGS_MS, 'looking at the books', async () => {
    const nowMs = now();
    const standings = await readStandings(nowMs);
    if (isActive()) for (const [bridge, events] of standings) ward.fold(bridge, events, nowMs);
  });
  every(CHECKPOINT_MS, 'a checkpoint', save);

  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      if (isActive()) await save();
    },
  };
};
