import type { Admin } from 'kafkajs';
import type { Progress } from './progress.ts';

/** Lag without progress for so long means a consumer that has silently stopped. */
const STALL_MS = 20_000;
const CHECK_MS = 4_000;

/**
 * Looks now and then whether a consumer moves, or has nothing to move for. Calls `onStall` when it stands still
 * although there is lag. Gives the function that ends the watch.
 */
export const watchForStalls = (options: {
  admin: Admin;
  progress: () => Progress;
  /** True while a batch is at hand: a sink that is away is no stall. */
  handling: () => boolean;
  now: () => number;
  onStall: () => void;
}): (() => void) => {
  const { admin, progress, handling, now, onStall } = options;
  let seenMoves = -1;
  let movedAtMs = now();

  const lag = async (): Promise<number> => {
    const ends = await Promise.all(
      progress()
        .topics()
        .map(async (topic) =>
          (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ topic, partition, high: Number(high) })),
        ),
    );
    return progress().lag(ends.flat());
  };

  const check = async (): Promise<void> => {
    const { moves } = progress();
    // When Kafka itself is away there is nothing to be behind of.
    const idle = moves !== seenMoves || handling() || (await lag().catch(() => 0)) === 0;
    seenMoves = moves;
    if (idle) movedAtMs = now();
    else if (now() - movedAtMs > STALL_MS) {
      movedAtMs = now();
      onStall();
    }
  };

  const timer = setInterval(() => void check(), CHECK_MS);
  return () => clearInterval(timer);
};
