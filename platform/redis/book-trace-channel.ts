import type { Redis } from 'ioredis';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

/** A version of a book that belongs to a trace, and the span under which to go on. */
export interface BookTrace {
  readonly key: string;
  readonly version: number;
  readonly traceparent: string;
}

/**
 * Says it beside the book and not in it, so that a book's bytes stay what they are. Sent over the connection that writes the book, before
 * it: who hears both over one connection hears this first. Lost is lost: it is a trace.
 */
export const createBookTraceAnnouncer =
  ({ redis, keys }: { redis: Redis; keys: Keys }): ((trace: BookTrace) => void) =>
  (trace) => {
    redis.publish(keys.bookTraceChannel(), JSON.stringify(trace)).catch(() => undefined);
  };

/** Hears of traced books. Rejects when Redis is out of reach. */
export const watchBookTraces = (
  { subscriber, keys }: { subscriber: ChannelSubscriber; keys: Keys },
  listener: (trace: BookTrace) => void,
): Promise<void> => subscriber.subscribe(keys.bookTraceChannel(), (payload) => listener(JSON.parse(payload.toString()) as BookTrace));
