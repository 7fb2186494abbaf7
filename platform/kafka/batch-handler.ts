import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Logger } from '../telemetry/logger.ts';
import { deadLetterOf } from './dead-letter.ts';
import type { Publisher } from './publisher.ts';
import type { RunnerMetrics } from './runner-metrics.ts';
import type { Outcome, Outcomes, Step, StepBatch } from './step.ts';

/** While waiting inside a batch the group must hear of us, well within the session time-out. */
const HEARTBEAT_MS = 500;
/** Pauses between tries of a sink that is away. */
const FLUSH_RETRY_MS_MIN = 50;
const FLUSH_RETRY_MS_MAX = 1_000;

export interface BatchHandlerOptions {
  readonly groupId: string;
  readonly step: Step;
  readonly deadLetters: Publisher;
  readonly metrics: RunnerMetrics;
  readonly logger: Logger;
  readonly now: () => number;
  /** All before `nextOffset` of the partition was taken by the step. */
  readonly onTaken: (topic: string, partition: number, nextOffset: number) => void;
  /** All before `nextOffset` of the partition is safe in the sinks. */
  readonly onSafe: (topic: string, partition: number, nextOffset: number) => void;
  /** True once the service is stopping: waits end, nothing more is marked. */
  readonly stopping: () => boolean;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits for `promise` and keeps the membership alive meanwhile. A rebalance is thrown through, as kafkajs wants it. */
const waitBeating = async (promise: Promise<void>, payload: EachBatchPayload): Promise<void> => {
  let done = false;
  const settled = promise.finally(() => {
    done = true;
  });
  while (!done) {
    await Promise.race([settled, sleep(HEARTBEAT_MS)]);
    if (!done) await payload.heartbeat();
  }
};

/**
 * Handles one batch of one partition. The next batch is taken while the sinks still write the last one, but offsets are marked only
 * when the sinks have acknowledged, in order, so that nothing acknowledged to Kafka sits only in memory.
 */
export const createBatchHandler = (options: BatchHandlerOptions) => {
  const { groupId, step, deadLetters, metrics, logger, now, onTaken, onSafe, stopping } = options;
  let flushing: Promise<void> = Promise.resolve();

  const flushUntilDone = async (topic: string, onDone: () => void): Promise<void> => {
    for (let pause = FLUSH_RETRY_MS_MIN; !stopping(); pause = Math.min(pause * 2, FLUSH_RETRY_MS_MAX)) {
      try {
        await step.flush(topic);
        onDone();
        return;
      } catch (error) {
        if (pause === FLUSH_RETRY_MS_MIN) logger.warn({ error: String(error) }, 'a sink does not take what it is given; trying again');
        await sleep(pause);
      }
    }
  };

  /** A step that throws has a bug; only the message that makes it throw pays for it. */
  const takeSingly = async (batch: StepBatch): Promise<Outcomes> => {
    const outcomes = new Map<number, Outcome>();
    for (const [index, message] of batch.messages.entries()) {
      try {
        const outcome = (await step.take({ ...batch, messages: [message] })).get(0);
        if (outcome !== undefined) outcomes.set(index, outcome);
        if (outcome?.kind === 'retry') break;
      } catch (error) {
        logger.error(
          { err: error, topic: batch.topic, partition: batch.partition, offset: message.offset },
          'a message made its step throw',
        );
        outcomes.set(index, { kind: 'deadLetter', reason: `the step threw: ${String(error)}` });
      }
    }
    return outcomes;
  };

  const take = async (batch: StepBatch): Promise<Outcomes> => {
    try {
      return await step.take(batch);
    } catch {
      return takeSingly(batch);
    }
  };

  const bury = async (batch: StepBatch, outcomes: Outcomes, end: number): Promise<void> => {
    const letters = [];
    for (const [index, outcome] of outcomes) {
      const message = batch.messages[index];
      if (outcome.kind !== 'deadLetter' || index >= end || message === undefined) continue;
      const { topic, partition } = batch;
      logger.warn({ topic, partition, offset: message.offset, reason: outcome.reason }, 'dead letter');
      letters.push(deadLetterOf({ group: groupId, topic, partition, message, reason: outcome.reason, atMs: now() }));
    }
    if (letters.length > 0) await deadLetters.publishAll(letters);
  };

  const count = (topic: string, outcomes: Outcomes, end: number): void => {
    const counts = { ok: end, drop: 0, deadLetter: 0, retry: 0 };
    for (const [index, { kind }] of outcomes) {
      if (index < end) counts.ok -= 1;
      if (index < end || kind === 'retry') counts[kind] += 1;
    }
    for (const kind of ['ok', 'drop', 'deadLetter', 'retry'] as const) metrics.messages(topic, kind, counts[kind]);
  };

  const handle = async (payload: EachBatchPayload): Promise<void> => {
    const { topic, partition, messages: all, highWatermark } = payload.batch;
    let messages: readonly KafkaMessage[] = all;
    while (messages.length > 0) {
      if (stopping() || !payload.isRunning() || payload.isStale()) return;
      const outcomes = await take({ topic, partition, messages });
      const retryAt = [...outcomes].reduce(
        (least, [index, { kind }]) => (kind === 'retry' ? Math.min(least, index) : least),
        messages.length,
      );
      await bury({ topic, partition, messages }, outcomes, retryAt);
      count(topic, outcomes, retryAt);
      await waitBeating(flushing, payload);
      const last = messages[retryAt - 1];
      if (last !== undefined) {
        const nextOffset = Number(last.offset) + 1;
        const flushed = flushUntilDone(topic, () => onSafe(topic, partition, nextOffset));
        if (step.gathers !== true) flushing = flushed;
        if (payload.isStale()) return;
        payload.resolveOffset(last.offset);
        onTaken(topic, partition, nextOffset);
        metrics.lag(topic, partition, Math.max(Number(highWatermark) - nextOffset, 0));
        metrics.age(topic, (now() - Number(last.timestamp)) / 1_000);
      }
      const outcome = outcomes.get(retryAt);
      if (outcome?.kind === 'retry') {
        logger.debug({ topic, partition, reason: outcome.reason }, 'trying again later');
        await waitBeating(sleep(outcome.afterMs), payload);
        // Short pauses end before they beat, and there may be minutes of them. kafkajs sends no more beats than are due.
        await payload.heartbeat();
      }
      messages = messages.slice(retryAt);
    }
    await payload.heartbeat();
  };

  /** `settled` resolves when the last flush has ended. */
  return { handle, settled: () => flushing };
};
