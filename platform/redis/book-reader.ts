import type { Redis } from 'ioredis';
import type { ChannelSubscriber } from './channel-subscriber.ts';
import type { Keys } from './keys.ts';

/** Where books come from: the bytes as the ranker stored them. */
export interface BookReader {
  /** The stored bytes; undefined when nobody has computed the book. Rejects when Redis is out of reach. */
  read(key: string): Promise<Buffer | undefined>;
  /** Hears of each new version, as bytes. Rejects when Redis is out of reach. */
  watch(key: string, listener: (body: Buffer) => void): Promise<void>;
  unwatch(key: string): void;
  /** After a lost connection: announcements may have been missed, so held books must be read again. */
  onRestored(listener: () => void): void;
}

export const createBookReader = (deps: { redis: Redis; subscriber: ChannelSubscriber; keys: Keys }): BookReader => ({
  read: async (key) => (await deps.redis.hgetBuffer(deps.keys.book(key), 'body')) ?? undefined,
  watch: (key, listener) => deps.subscriber.subscribe(deps.keys.bookChannel(key), listener),
  unwatch: (key) => deps.subscriber.unsubscribe(deps.keys.bookChannel(key)),
  onRestored: deps.subscriber.onRestored,
});
