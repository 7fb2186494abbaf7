import type { Kafka } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createBatchHandler } from './batch-handler.ts';
import { type LifeEnd, liveOnce } from './consumer-life.ts';
import { type Assignment, createOffsetLedger } from './offset-ledger.ts';
import type { StartAt } from './positions.ts';
import { createProgress } from './progress.ts';
import type { Publisher } from './publisher.ts';
import { createRunnerMetrics } from './runner-metrics.ts';
import { watchForStalls } from './stall-watchdog.ts';
import type { Step } from './step.ts';

/** A consumer that crashed is made anew after a pause that grows while it keeps crashing. */
const RECREATE_MS_MIN = 200;
const RECREATE_MS_MAX = 5_000;
/** A life this long is no failed start: the next crash begins with the short pause again. */
const GOOD_LIFE_MS = 20_000;

export interface RunnerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  /** Topics as Kafka knows them, prefix included. */
  readonly topics: readonly string[];
  readonly startAt: StartAt;
  /** False for readers that read all from the beginning every time. */
  readonly commits: boolean;
  /** True when one member is to have all partitions: what it makes of them needs all of them. The others stand by. */
  readonly byOne?: boolean;
  readonly step: Step;
  readonly deadLetters: Publisher;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly now: () => number;
  /** Called when all assigned partitions have been read up to where they ended when they became ours. */
  readonly onCaughtUp?: () => void;
  /**
   * Partitions were given or taken away; these are ours now. What was made of others belongs to somebody else. Of the fresh ones reading is
   * yet to begin: those that were not ours, and after a crash of the consumer all.
   */
  readonly onAssigned?: (assignment: Assignment, fresh: Assignment) => void;
}

export interface Runner {
  /** True once this member has its partitions and has read them up to where they then ended. */
  caughtUp(): boolean;
  /** Ends the batch at hand, commits what is safe, leaves the group. */
  stop(): Promise<void>;
}

/**
 * Feeds a step from Kafka and keeps at it: a rebalance, a broker that restarts, a consumer that crashes or stands still are
 * got over without help. Returns at once; `caughtUp` says when it works.
 */
export const startRunner = (options: RunnerOptions): Runner => {
  const { kafka, groupId, logger, now } = options;
  const ledger = createOffsetLedger();
  const metrics = createRunnerMetrics(options.metrics, groupId);
  const admin = kafka.admin({ retry: { retries: 2 } });
  let progress = createProgress();
  let stopping = false;
  let handling = false;
  let wasCaughtUp = false;
  let end: (reason: LifeEnd) => void = () => undefined;

  const handler = createBatchHandler({
    ...options,
    metrics,
    stopping: () => stopping,
    onTaken: (topic, partition, nextOffset) => progress.moved(topic, partition, nextOffset),
    onSafe: (topic, partition, nextOffset) => {
      ledger.mark(topic, partition, nextOffset);
      metrics.safe(topic, partition, nextOffset);
    },
  });

  const onProgress = () => {
    const is = progress.caughtUp();
    if (is && !wasCaughtUp) options.onCaughtUp?.();
    wasCaughtUp = is;
  };

  const live = async (): Promise<void> => {
    progress = createProgress();
    wasCaughtUp = false;
    const ended = new Promise<LifeEnd>((resolve) => {
      end = resolve;
    });
    const onHandling = (is: boolean) => {
      handling = is;
    };
    const onAssigned = (assignment: Assignment, fresh: Assignment) => {
      metrics.assigned(assignment);
      options.onAssigned?.(assignment, fresh);
    };
    const reason = await liveOnce({
      ...options,
      admin,
      handler,
      ledger,
      progress,
      ended,
      end: (why) => end(why),
      onProgress,
      onHandling,
      onAssigned,
    });
    if (reason !== 'stop') metrics.restarted(reason);
  };

  const run = async (): Promise<void> => {
    for (let pause = RECREATE_MS_MIN; !stopping; pause = Math.min(pause * 2, RECREATE_MS_MAX)) {
      const bornAtMs = now();
      await live().catch((error: unknown) => logger.warn({ error: String(error) }, 'Kafka is out of reach; trying again'));
      if (now() - bornAtMs > GOOD_LIFE_MS) pause = RECREATE_MS_MIN;
      if (!stopping) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const running = run();

  const stopWatching = watchForStalls({
    admin,
    progress: () => progress,
    handling: () => handling,
    now,
    onStall: () => {
      logger.warn('the consumer stands still although there is lag; making it anew');
      end('stall');
    },
  });

  return {
    caughtUp: () => progress.caughtUp(),
    stop: async () => {
      stopping = true;
      stopWatching();
      end('stop');
      await running;
      await admin.disconnect().catch(() => undefined);
    },
  };
};
