import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** GET /health/ready counts a service as gone after 8 s, so that three beats may be lost. */
const BEAT_MS = 2_000;
/** An instance that ended without a word is forgotten by its peers after this: long enough for an operator to see that it was there. */
const FORGOTTEN_AFTER_MS = 60_000;
/** Between a service's name and its instance in the hash of services. */
export const INSTANCE_MARK = '#';

export interface Heartbeat {
  /** Stops beating and takes this instance off the list. */
  stop(): Promise<void>;
}

/**
 * Tells every two seconds, in the hash of services, whether this instance works and what it is missing. Instances of a service have a field each,
 * so that the end of one, or one that lacks something, does not speak for the others.
 */
export const startHeartbeat = (options: {
  redis: Redis;
  keys: Keys;
  service: string;
  /** What is missing before the service works; empty when it is ready. */
  missing: () => readonly string[];
  /** What else is to be known of this instance. */
  figures?: () => Readonly<Record<string, number>>;
  /** Epoch ms. */
  now: () => number;
}): Heartbeat => {
  const { redis, keys, service, missing, figures, now } = options;
  const field = `${service}${INSTANCE_MARK}${randomUUID().slice(0, 8)}`;
  const beat = () => {
    const lacks = missing();
    // A beat that fails is not worth a word: its absence is what readers look for, and the client logs the outage.
    const said = { ready: lacks.length === 0, missing: lacks, atMs: now(), ...(figures === undefined ? {} : { figures: figures() }) };
    redis.hset(keys.services(), field, JSON.stringify(said)).catch(() => undefined);
  };
  /** Fields of instances that were killed would pile up, one a restart. */
  const forget = async () => {
    const beats = Object.entries(await redis.hgetall(keys.services()));
    const old = beats.filter(
      ([name, text]) => name.startsWith(`${service}${INSTANCE_MARK}`) && JSON.parse(text).atMs < now() - FORGOTTEN_AFTER_MS,
    );
    if (old.length > 0) await redis.hdel(keys.services(), ...old.map(([name]) => name));
  };
  beat();
  const beating = setInterval(beat, BEAT_MS);
  const forgetting = setInterval(() => void forget().catch(() => undefined), FORGOTTEN_AFTER_MS);
  return {
    stop: async () => {
      clearInterval(beating);
      clearInterval(forgetting);
      if (redis.status === 'ready') await redis.hdel(keys.services(), field).catch(() => undefined);
    },
  };
};
