import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Incident, Incidents } from '#core/alerts/incident.ts';
import { CHANNELS } from '#core/alerts/routing.ts';
import { SEVERITIES } from '#core/alerts/rules.ts';
import type { Keys } from './keys.ts';

/** Incidents under way: what is known of them must outlive the process, so that nobody is told twice. */
export interface IncidentStore {
  /** Whether this instance is the one that tells people; it stays so while it asks again within `LEASE_MS`. */
  lead(): Promise<boolean>;
  load(): Promise<Incidents>;
  save(incidents: Incidents): Promise<void>;
  /** Lets another instance lead at once. */
  resign(): Promise<void>;
}

/** An instance that died is followed by another after this. */
const LEASE_MS = 15_000;

const delivery = z.object({ told: z.enum(['open', 'resolved']), reference: z.string().nullable() });
const incident = z.object({
  key: z.string(),
  id: z.string(),
  rule: z.string(),
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  summary: z.string(),
  state: z.enum(['waiting', 'open', 'clearing', 'resolved']),
  startedAtMs: z.number(),
  sinceMs: z.number(),
  relapses: z.number(),
  deliveries: z.partialRecord(z.enum(CHANNELS), delivery),
});

/** Takes the lease, or renews it: `1` when it is ours. */
const LEAD_LUA = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** Gives the lease up if it is ours; asked and done in one step, as it may end and be another's between two. */
const RESIGN_LUA = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

export const createIncidentStore = (deps: { redis: Redis; keys: Keys; instance: string }): IncidentStore => {
  const { redis, keys, instance } = deps;
  return {
    lead: async () => (await redis.eval(LEAD_LUA, 1, keys.alertsLease(), instance, LEASE_MS)) === 1,
    load: async () => {
      const stored = Object.entries(await redis.hgetall(keys.incidents()));
      return new Map(stored.map(([key, text]): [string, Incident] => [key, incident.parse(JSON.parse(text))]));
    },
    save: async (incidents) => {
      const change = redis.multi().del(keys.incidents());
      for (const [key, one] of incidents) change.hset(keys.incidents(), key, JSON.stringify(one));
      await change.exec();
    },
    resign: async () => {
      await redis.eval(RESIGN_LUA, 1, keys.alertsLease(), instance);
    },
  };
};
