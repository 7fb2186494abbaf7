import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import type { RunScript } from './script.ts';

/** As long as the topic keeps the events that a transfer is made of. */
export const TRANSFER_KEPT_MS = 7 * 24 * 3_600_000;
/** A transfer has a handful of events; more than this are a flood of forged fills, and the set is closed to new ones. */
const EVENTS_MAX = 2_000;
/** Transfers of one address, and of everybody, that lists can name; the oldest leave. */
const LISTED_MAX = 10_000;
/** What is due is dealt with so many at a time. */
const DUE_AT_ONCE = 100;

/**
 * Joins observations into the sets of their transfers. An observation replaces an older one of its event: they begin with a stamp that sorts
 * by time, then removals last. A set that changed gets a higher version. Gives, for each transfer whose view is not of its set's version, that
 * version and all observations.
 */
const JOIN_LUA = `
local answer = {}
local at = 4
for i = 1, #KEYS, 2 do
  local set = KEYS[i]
  local count = tonumber(ARGV[at])
  at = at + 1
  local changed = count < 0
  for _ = 1, count do
    local old = redis.call('HGET', set, ARGV[at])
    if (old and string.sub(old, 1, 17) < ARGV[at + 1]) or (not old and redis.call('HLEN', set) < tonumber(ARGV[3])) then
      redis.call('HSET', set, ARGV[at], ARGV[at + 1] .. ARGV[at + 2])
      changed = true
    end
    at = at + 3
  end
  local version = tonumber(redis.call('HGET', set, '#') or '0')
  if changed and (version > 0 or count > 0) then
    version = math.max(version + 1, tonumber(ARGV[2]))
    redis.call('HSET', set, '#', string.format('%.0f', version))
    redis.call('PEXPIRE', set, ARGV[1])
  end
  local item = false
  if version > tonumber(redis.call('HGET', KEYS[i + 1], 'v') or '0') then
    item = { string.format('%.0f', version) }
    local all = redis.call('HGETALL', set)
    for n = 1, #all, 2 do
      if all[n] ~= '#' then item[#item + 1] = string.sub(all[n + 1], 18) end
    end
  end
  answer[#answer + 1] = item
end
return answer
`;

/** Writes views that are newer than what is there, with all that finds them, and announces them in the same breath. */
const WRITE_LUA = `
local key = 4
local at = 5
while at <= #ARGV do
  local version, body, name, started, due = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local stuck = ARGV[at + 5]
  local transactions, addresses = tonumber(ARGV[at + 6]), tonumber(ARGV[at + 7])
  at = at + 8
  local view = KEYS[key]
  if tonumber(redis.call('HGET', view, 'v') or '0') < tonumber(version) then
    redis.call('HSET', view, 'v', version, 'body', body)
    redis.call('PEXPIRE', view, ARGV[1])
    for n = 1, transactions do
      redis.call('SADD', KEYS[key + n], name)
      redis.call('PEXPIRE', KEYS[key + n], ARGV[1])
      redis.call('ZREM', KEYS[2], ARGV[at + n - 1])
    end
    for n = transactions + 1, transactions + addresses do
      redis.call('ZADD', KEYS[key + n], started, name)
      redis.call('ZREMRANGEBYRANK', KEYS[key + n], 0, -1 - tonumber(ARGV[2]))
      redis.call('ZREMRANGEBYSCORE', KEYS[key + n], '-inf', ARGV[3])
      redis.call('PEXPIRE', KEYS[key + n], ARGV[1])
    end
    if due == '' then redis.call('ZREM', KEYS[1], name) else redis.call('ZADD', KEYS[1], due, name) end
    if stuck == '1' then redis.call('ZADD', KEYS[3], started, name) else redis.call('ZREM', KEYS[3], name) end
    redis.call('PUBLISH', ARGV[4], body)
  end
  at = at + transactions
  key = key + 1 + transactions + addresses
end
return 1
`;

/** Moves positions forward, unless one of them is not where we left it or further: then the views were flushed, and 0 is the answer. */
const POSITIONS_LUA = `
for at = 1, #ARGV, 3 do
  if tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or '-1') < tonumber(ARGV[at + 1]) then return 0 end
end
for at = 1, #ARGV, 3 do
  if tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or '-1') < tonumber(ARGV[at + 2]) then
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2])
  end
end
return 1
`;

export interface Observation {
  readonly eventId: string;
  readonly observedAtMs: number;
  readonly removed: boolean;
  /** The message as it came. */
  readonly bytes: Buffer;
}

/** A transfer whose view is to be made. */
export interface StaleTransfer {
  readonly transferKey: string;
  readonly version: number;
  readonly observations: readonly Buffer[];
}

export interface TransferView {
  readonly transferKey: string;
  readonly version: number;
  readonly body: Buffer;
  readonly startedAtMs: number;
  readonly dueAtMs: number | null;
  readonly stuck: boolean;
  /** As they find it: lower case. */
  readonly transactions: readonly string[];
  readonly addresses: readonly string[];
}

/** How many transfers are stuck, and when the one that waits longest began; null when none does. */
export interface StuckTransfers {
  readonly count: number;
  readonly oldestStartedAtMs: number | null;
}

export interface PositionMove {
  readonly partition: number;
  /** What we wrote or found last; -1 when nothing. */
  readonly from: number;
  readonly to: number;
}

/**
 * The sets and views of transfers, as the processor writes them. One call holds Redis up for as long as it takes, some milliseconds for a
 * hundred transfers: give no more. All reject when Redis is away.
 */
export interface TransferStore {
  /** Adds what was observed; a transfer with no observations is made again as it is. Gives those whose view is behind. */
  join(transfers: readonly (readonly [transferKey: string, observations: readonly Observation[]])[]): Promise<readonly StaleTransfer[]>;
  write(views: readonly TransferView[]): Promise<void>;
  /** Next offset by partition of `chain-events`. */
  positions(): Promise<ReadonlyMap<number, number>>;
  /** False when the positions, and so the views, were lost. */
  movePositions(moves: readonly PositionMove[]): Promise<boolean>;
  /** Transfers that time alone changes by now, some of them. */
  due(nowMs: number): Promise<readonly string[]>;
  stuck(nowMs: number): Promise<StuckTransfers>;
}

const STAMP_DIGITS = 16;

const stampOf = ({ observedAtMs, removed }: Observation): string =>
  `${Math.trunc(observedAtMs).toString().padStart(STAMP_DIGITS, '0')}${removed ? '-' : '+'}`;

export const createTransferStore = (deps: {
  redis: Redis;
  /** Makes scripts whose answers are bytes. */
  runScript: (lua: string) => RunScript;
  keys: Keys;
  now: () => number;
}): TransferStore => {
  const { redis, runScript, keys, now } = deps;
  const joinScript = runScript(JOIN_LUA);
  const writeScript = runScript(WRITE_LUA);
  const positionsScript = runScript(POSITIONS_LUA);

  const join: TransferStore['join'] = async (slice) => {
    if (slice.length === 0) return [];
    const args: (string | number | Buffer)[] = [TRANSFER_KEPT_MS, now(), EVENTS_MAX];
    for (const [, observations] of slice) {
      args.push(observations.length === 0 ? -1 : observations.length);
      for (const observation of observations) args.push(observation.eventId, stampOf(observation), observation.bytes);
    }
    const answer = (await joinScript(
      slice.flatMap(([key]) => [keys.transferEvents(key), keys.transfer(key)]),
      args,
    )) as (Buffer[] | null)[];
    return slice.flatMap(([transferKey], index) => {
      const [version, ...observations] = answer[index] ?? [];
      return version === undefined ? [] : [{ transferKey, version: Number(version.toString()), observations }];
    });
  };

  const write = async (views: readonly TransferView[]): Promise<void> => {
    if (views.length === 0) return;
    const names = [keys.transfersDue(), keys.wantedTransactions(), keys.transfersStuck()];
    const args: (string | number | Buffer)[] = [TRANSFER_KEPT_MS, LISTED_MAX, now() - TRANSFER_KEPT_MS, keys.transferChannel()];
    for (const view of views) {
      const { transferKey, version, body, startedAtMs, dueAtMs, stuck, transactions, addresses } = view;
      names.push(keys.transfer(transferKey), ...transactions.map(keys.transfersByTransaction), ...addresses.map(keys.transfersByAddress));
      args.push(
        version,
        body,
        transferKey,
        startedAtMs,
        dueAtMs ?? '',
        stuck ? 1 : 0,
        transactions.length,
        addresses.length,
        ...transactions,
      );
    }
    await writeScript(names, args);
  };

  return {
    join,
    write,
    positions: async () =>
      new Map(Object.entries(await redis.hgetall(keys.transferPositions())).map(([partition, next]) => [Number(partition), Number(next)])),
    movePositions: async (moves) => {
      const args = moves.flatMap(({ partition, from, to }) => [partition, from, to]);
      return Number(await positionsScript([keys.transferPositions()], args)) === 1;
    },
    due: async (nowMs) => {
      // What was due a week ago and is still here belongs to a transfer that is not.
      await redis.zremrangebyscore(keys.transfersDue(), '-inf', nowMs - TRANSFER_KEPT_MS);
      return redis.zrangebyscore(keys.transfersDue(), '-inf', nowMs, 'LIMIT', 0, DUE_AT_ONCE);
    },
    stuck: async (nowMs) => {
      // As above: a transfer whose events and view have gone waits for nothing any more.
      await redis.zremrangebyscore(keys.transfersStuck(), '-inf', nowMs - TRANSFER_KEPT_MS);
      const [count, [, oldest]] = await Promise.all([
        redis.zcard(keys.transfersStuck()),
        redis.zrange(keys.transfersStuck(), '0', '0', 'WITHSCORES'),
      ]);
      return { count, oldestStartedAtMs: oldest === undefined ? null : Number(oldest) };
    },
  };
};
