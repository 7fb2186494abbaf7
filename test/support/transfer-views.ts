import type { Redis } from 'ioredis';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Keys } from '#platform/redis/keys.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore } from '#platform/redis/transfer-store.ts';
import { viewOf } from './view-of.ts';

/** A hand that writes and announces views as the processor does: the transfer that these events tell of. */
export const createViewWriter = ({ redis, keys }: { redis: Redis; keys: Keys }) => {
  const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now: Date.now });
  return async (events: readonly ChainEvent[], version: number): Promise<void> => {
    await store.write([viewOf(events, version)]);
  };
};
