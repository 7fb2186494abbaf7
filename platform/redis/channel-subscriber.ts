import type { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger.ts';

export interface ChannelSubscriber {
  /** Hears a channel; one listener a channel. Rejects when Redis is out of reach. */
  subscribe(channel: string, listener: (payload: Buffer) => void): Promise<void>;
  unsubscribe(channel: string): void;
  /** Called when the connection is back and every channel is heard again: what was said meanwhile is lost and must be read. */
  onRestored(listener: () => void): void;
}

/** Pub/sub over one connection of its own (Redis allows a subscribed connection nothing else). */
export const createChannelSubscriber = (redis: Redis, logger: Logger): ChannelSubscriber => {
  const listeners = new Map<string, (payload: Buffer) => void>();
  const restored: (() => void)[] = [];
  let readyBefore = redis.status === 'ready';

  redis.on('messageBuffer', (channel: Buffer, payload: Buffer) => listeners.get(channel.toString())?.(payload));
  redis.on('ready', async () => {
    if (!readyBefore) {
      readyBefore = true;
      return;
    }
    try {
      // The client subscribes again by itself, but does not say when it has; asking again is harmless and tells.
      if (listeners.size > 0) await redis.subscribe(...listeners.keys());
      for (const listener of restored) listener();
    } catch (error) {
      logger.warn({ error: String(error) }, 'channels could not be subscribed again; the next reconnect tries');
    }
  });

  return {
    subscribe: async (channel, listener) => {
      listeners.set(channel, listener);
      try {
        await redis.subscribe(channel);
      } catch (error) {
        listeners.delete(channel);
        throw error;
      }
    },
    unsubscribe: (channel) => {
      listeners.delete(channel);
      redis.unsubscribe(channel).catch(() => undefined);
    },
    onRestored: (listener) => {
      restored.push(listener);
    },
  };
};
