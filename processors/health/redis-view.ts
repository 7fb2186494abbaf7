import type { Keys } from '#platform/redis/keys.ts';
import type { RunScript } from '#platform/redis/script.ts';
import type { HealthView } from './bulletin.ts';

/** Sets a bridge's health unless a later one is there, and announces a move of its breaker in the same breath. */
export const SET_HEALTH_LUA = `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored and cjson.decode(stored).observedAtMs >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] == '1' then redis.call('PUBLISH', ARGV[5], ARGV[1]) end
return 1
`;

/** Writes how bridges fare into the view. Rejects when Redis is away. */
export const createRedisView = ({ setHealth, keys }: { setHealth: RunScript; keys: Keys }) => {
  return async (views: readonly HealthView[]): Promise<void> => {
    await Promise.all(
      views.map(({ bridge, observedAtMs, json, moved }) =>
        setHealth(
          [keys.bridgeHealth()],
          [bridge, observedAtMs, `{"observedAtMs":${observedAtMs},"health":${json}}`, moved ? 1 : 0, keys.bridgeHealthChannel()],
        ),
      ),
    );
  };
};
