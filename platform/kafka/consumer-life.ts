import type { Admin, Consumer, Kafka } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';
import { allToOne } from './all-to-one.ts';
import type { createBatchHandler } from './batch-handler.ts';
import type { Assignment, OffsetLedger } from './offset-ledger.ts';
import { findStarts, type StartAt } from './positions.ts';
import type { Progress } from './progress.ts';

/** A member that was killed is replaced after this; a stall of the process shorter than it goes unnoticed. */
const SESSION_TIMEOUT_MS = 8_000;
const HEARTBEAT_INTERVAL_MS = 1_000;
const REBALANCE_TIMEOUT_MS = 10_000;
/** How long an empty fetch waits at the broker. kafkajs fetches nothing else from it meanwhile, so it is short. */
const FETCH_WAIT_MS = 50;
/** A fetch of a partition: some thousand messages, few enough to be handled within a heartbeat. */
const FETCH_PARTITION_BYTES = 512 * 1024;
const FETCH_BYTES = 4 * 1024 * 1024;
/** Commits run beside the hot path; a crash reads at most this much again. */
const COMMIT_INTERVAL_MS = 500;
/** Between two questions where the partitions begin. */
const POSITION_RETRY_MS = 200;

export type LifeEnd = 'crash' | 'stall' | 'stop';

export interface LifeOptions {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly startAt: StartAt;
  readonly commits: boolean;
  readonly byOne?: boolean;
  readonly logger: Logger;
  readonly now: () => number;
  readonly handler: ReturnType<typeof createBatchHandler>;
  readonly ledger: OffsetLedger;
  readonly progress: Progress;
  /** Resolves when this life shall end, by `end`. */
  readonly ended: Promise<LifeEnd>;
  readonly end: (reason: LifeEnd) => void;
  /** Positions or the assignment changed. */
  readonly onProgress: () => void;
  readonly onHandling: (handling: boolean) => void;
  /** Partitions were given or taken away; these are ours now, and of these the fresh ones are yet to be begun. */
  readonly onAssigned?: (assignment: Assignment, fresh: Assignment) => void;
}

const makeConsumer = ({ kafka, groupId, byOne = false }: LifeOptions): Consumer =>
  kafka.consumer({
    groupId,
    ...(byOne ? { partitionAssigners: [allToOne] } : {}),
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_PARTITION_BYTES,
    allowAutoTopicCreation: false,
    // The runner makes a new consumer itself, whatever the reason was.
    retry: { restartOnFailure: async () => false },
  });

/** Commits what the ledger holds every half second; `last` commits once more. */
const startCommits = (consumer: Consumer, { ledger, logger, commits }: LifeOptions) => {
  let running: Promise<void> | undefined;
  const commit = async () => {
    const due = ledger.take();
    if (due.length === 0) return;
    await consumer.commitOffsets(due).catch((error: unknown) => {
      logger.debug({ error: String(error) }, 'a commit was refused');
      ledger.giveBack(due);
    });
  };
  const timer = setInterval(() => {
    if (!commits || running !== undefined) return;
    running = commit().finally(() => {
      running = undefined;
    });
  }, COMMIT_INTERVAL_MS);
  return {
    stop: () => clearInterval(timer),
    last: async () => {
      await running;
      if (commits) await commit();
    },
  };
};

/** After a join: finds where the new partitions begin, and goes there. What was read before does no harm: steps may see messages again. */
const goToStart = async (consumer: Consumer, fresh: Assignment, alive: () => boolean, options: LifeOptions): Promise<void> => {
  const { admin, groupId, startAt, progress, logger, now, onProgress } = options;
  while (alive()) {
    try {
      const starts = await findStarts({ admin, groupId, assignment: fresh, startAt, nowMs: now() });
      if (!alive()) return;
      const seeks = startAt.kind === 'recent' || startAt.kind === 'stored';
      if (startAt.kind === 'stored') startAt.onBegin(starts);
      if (seeks) for (const { topic, partition, position } of starts) consumer.seek({ topic, partition, offset: String(position) });
      progress.begin(starts, seeks);
      onProgress();
      return;
    } catch (error) {
      logger.debug({ error: String(error) }, 'Kafka does not say where the partitions begin; asking again');
      await new Promise((resolve) => setTimeout(resolve, POSITION_RETRY_MS));
    }
  }
};

/** One consumer, from its making to its end. Resolves with why it ended; rejects when Kafka is out of reach. */
export const liveOnce = async (options: LifeOptions): Promise<LifeEnd> => {
  const { admin, ledger, progress, handler, logger, ended, end, onProgress, onHandling } = options;
  const consumer = makeConsumer(options);
  let alive = true;
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    logger.warn({ error: String(payload.error) }, 'the consumer crashed');
    end('crash');
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    ledger.assign(payload.memberAssignment);
    const fresh = progress.assign(payload.memberAssignment);
    options.onAssigned?.(payload.memberAssignment, fresh);
    void goToStart(consumer, fresh, () => alive, options);
  });
  const commits = startCommits(consumer, options);
  try {
    await admin.connect();
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        onHandling(true);
        try {
          await handler.handle(payload);
          onProgress();
        } finally {
          onHandling(false);
        }
      },
    });
    const reason = await ended;
    if (reason === 'stop') {
      await handler.settled();
      await commits.last();
    }
    return reason;
  } finally {
    alive = false;
    commits.stop();
    await consumer.disconnect().catch(() => undefined);
  }
};
