import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs one Lua script. Keys, then arguments; Buffers go as they are. */
export type RunScript = (keys: readonly string[], args: readonly (string | number | Buffer)[]) => Promise<unknown>;

/** The same for a script whose answer holds bytes: every string of it is a Buffer. */
export const createBytesScript = (redis: Redis, lua: string): RunScript => {
  const hash = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await redis.callBuffer('EVALSHA', hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!String(error).includes('NOSCRIPT')) throw error;
      return redis.callBuffer('EVAL', lua, keys.length, ...keys, ...args);
    }
  };
};

/** A script that is sent once and then called by its hash; sent again when the server has forgotten it. */
export const createScript = (redis: Redis, lua: string): RunScript => {
  const hash = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!String(error).includes('NOSCRIPT')) throw error;
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
};
