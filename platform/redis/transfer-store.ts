import type { Redis } from 'ioredis';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { bucketAt, goneAtMs } from '#core/figures/buckets.ts';
import type { FillTally } from '#core/figures/fill-tally.ts';
import { FIGURES_LUA } from './figure-lua.ts';
import type { Keys } from './keys.ts';
import { packArgs } from './pack-args.ts';
import type { RunScript } from './script.ts';

/** As long as the topic keeps the events that a transfer is made of. */
export const TRANSFER_KEPT_MS = 7 * 24 * 3_600_000;
/** A transfer has a handful of events; more than this are a flood of forged fills, and the set is closed to new ones. */
const EVENTS_MAX = 2_000;
/** Transfers of one address, and of everybody, that lists can name; the oldest leave. */
const LISTED_MAX = 10_000;
/** Buckets of figures outlive their windows by so much: instances' clocks differ. */
const BUCKET_GRACE_MS = 600_000;
/** What finds a transfer is renewed once a day while it changes, and so outlives its view by up to that. */
const DAY_MS = 24 * 3_600_000;
const FINDERS_KEPT_MS = TRANSFER_KEPT_MS + DAY_MS;
/** What is due is dealt with so many at a time. */
const DUE_AT_ONCE = 100;

/**
 * Joins observations into the sets of their transfers. An observation replaces an older one of its event: they begin with a stamp that sorts
 * by time, then removals last. A set that changed gets a higher version. Gives, for each transfer whose view is not of its set's version, that
 * version, what is noted of its promise and all observations: those that came with this call by their place in it, the others whole. A set is
 * read in one go, and written in one: calls from a script to the server are what it costs. The keys given are what the scripts' keys begin
 * with, and all else is one argument: it is a single Redis, as the keys of a batch would not lie in one slot of a cluster either.
 */
const JOIN_LUA = `
local args = cmsgpack.unpack(ARGV[1])
local kept, now, most = args[1], tonumber(args[2]), tonumber(args[3])
local answer = {}
local at = 4
while at <= #args do
  local set = KEYS[1] .. args[at]
  local view = KEYS[2] .. args[at]
  local count = tonumber(args[at + 1])
  at = at + 2
  local all = redis.call('HGETALL', set)
  local held, size, version, promise = {}, 0, 0, ''
  for n = 1, #all, 2 do
    if all[n] == '#' then version = tonumber(all[n + 1])
    elseif all[n] == '$' then promise = all[n + 1] else
      held[all[n]] = all[n + 1]
      size = size + 1
    end
  end
  local changed = count < 0
  local given, fields = {}, {}
  for place = 0, count - 1 do
    local id, stamp = args[at], args[at + 1]
    local old = held[id]
    if (old and string.sub(old, 1, 17) < stamp) or (not old and size < most) then
      if not old then size = size + 1 end
      held[id] = stamp .. args[at + 2]
      given[id] = place
      fields[#fields + 1] = id
      fields[#fields + 1] = held[id]
      changed = true
      if #fields > 1000 then
        redis.call('HSET', set, unpack(fields))
        fields = {}
      end
    end
    at = at + 3
  end
  if changed and (version > 0 or count > 0) then
    version = math.max(version + 1, now)
    fields[#fields + 1] = '#'
    fields[#fields + 1] = string.format('%.0f', version)
    redis.call('HSET', set, unpack(fields))
    redis.call('PEXPIRE', set, kept)
  end
  local item = false
  if version > tonumber(redis.call('HGET', view, 'v') or '0') then
    item = { string.format('%.0f', version), promise }
    for id, observation in pairs(held) do item[#item + 1] = given[id] or string.sub(observation, 18) end
  end
  answer[#answer + 1] = item
end
return answer
`;

/**
 * Writes views that are newer than what is there, with all that finds them and what they add to the figures, and announces them in the same
 * breath. Beside a view stands what it is found by (`t`, `a`), when it is due (`d`), what it has added (`f`) and whether it is stuck (`s`), so
 * that lists and counts are touched only when that changes: most events change none of it. What many views of a call touch, as the list of
 * everybody, is trimmed and renewed once, at its end.
 */
const WRITE_LUA = `
${FIGURES_LUA}
local due_list, wanted, changes, stuck_list = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local views, sets, by_transaction, by_address = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local args = cmsgpack.unpack(ARGV[1])
local kept, finders_kept, listed_most, listed_from, channel, now, day = unpack(args, 1, 7)
local anything_wanted = redis.call('EXISTS', wanted) == 1
local listed = {}
for at = 8, #args, 10 do
  local name, version, body, started, due = unpack(args, at, at + 4)
  local transactions, addresses, tally, promise, stuck = unpack(args, at + 5, at + 9)
  local view = views .. name
  local old = redis.call('HMGET', view, 'v', 't', 'a', 'd', 'f', 's')
  if tonumber(old[1] or '0') < tonumber(version) then
    local counted = figures_move(old[5] or '', tally)
    local t, a = day .. ' ' .. transactions, day .. ' ' .. started .. ' ' .. addresses
    redis.call('HSET', view, 'v', version, 'body', body, 't', t, 'a', a, 'd', due, 'f', counted, 's', stuck)
    redis.call('PEXPIRE', view, kept)
    if promise ~= '' then
      local set, of = redis.call('HMGET', sets .. name, '#', '$'), '^[^\\n]*'
      -- What is noted of the same transaction stands: it may have been restored meanwhile.
      if set[1] and string.match(set[2] or '', of) ~= string.match(promise, of) then redis.call('HSET', sets .. name, '$', promise) end
    end
    if old[2] ~= t then
      for transaction in string.gmatch(transactions, '%S+') do
        redis.call('SADD', by_transaction .. transaction, name)
        redis.call('PEXPIRE', by_transaction .. transaction, finders_kept)
        if anything_wanted then redis.call('ZREM', wanted, transaction) end
      end
    end
    if old[3] ~= a then
      for address in string.gmatch(addresses, '%S+') do
        local added = redis.call('ZADD', by_address .. address, started, name)
        listed[address] = (listed[address] or 0) + added
      end
    end
    if old[4] ~= due then
      if due == '' then redis.call('ZREM', due_list, name) else redis.call('ZADD', due_list, due, name) end
    end
    if old[6] ~= stuck then
      if stuck == '1' then redis.call('ZADD', stuck_list, started, name) else redis.call('ZREM', stuck_list, name) end
    end
    redis.call('PUBLISH', channel, body)
  end
end
for address, added in pairs(listed) do
  local list = by_address .. address
  if added > 0 then
    redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(listed_most))
    redis.call('ZREMRANGEBYSCORE', list, '-inf', listed_from)
  end
  redis.call('PEXPIRE', list, finders_kept)
end
figures_moved(tonumber(now), changes)
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
  /** As it was read. */
  readonly event: ChainEvent;
  /** The message as it came. */
  readonly bytes: Buffer;
}

/** A transfer whose view is to be made. */
export interface StaleTransfer {
  readonly transferKey: string;
  readonly version: number;
  /** What was noted of its promise when a view was written last; empty when nothing was. */
  readonly promise: string;
  /** Those of its set that came with this call: nobody needs to read them again. */
  readonly given: readonly Observation[];
  /** The messages of the others. */
  readonly held: readonly Buffer[];
}

export interface TransferView {
  readonly transferKey: string;
  readonly version: number;
  readonly body: Buffer;
  readonly startedAtMs: number;
  readonly dueAtMs: number | null;
  /** What it adds to the figures. */
  readonly tally: FillTally | undefined;
  /** To be noted of its promise; empty leaves what is noted. */
  readonly promise: string;
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
  /** Notes what was promised for deposits, whatever was noted before. The views are to be made again then. */
  notePromises(notes: readonly (readonly [transferKey: string, promise: string])[]): Promise<void>;
  /** Whether all is noted that was ever promised: not any more after a flush, until it is said again. */
  promisesAreKnown(): Promise<boolean>;
  promisesKnown(): Promise<void>;
  /** Next offset by partition of `chain-events`. */
  positions(): Promise<ReadonlyMap<number, number>>;
  /** False when the positions, and so the views, were lost. */
  movePositions(moves: readonly PositionMove[]): Promise<boolean>;
  /** Transfers that time alone changes by now, some of them. */
  due(nowMs: number): Promise<readonly string[]>;
  stuck(nowMs: number): Promise<StuckTransfers>;
}

const STAMP_DIGITS = 16;

const stampOf = ({ observedAtMs, removed }: ChainEvent): string =>
  `${Math.trunc(observedAtMs).toString().padStart(STAMP_DIGITS, '0')}${removed ? '-' : '+'}`;

/** A tally as the script reads it. */
const tallyText = (tally: FillTally | undefined, keys: Keys): string => {
  if (tally === undefined) return '';
  const buckets = (['coarse', 'fine'] as const).map((kind) => bucketAt(kind, tally.atMs));
  const where = buckets.flatMap((bucket) => [keys.figureBucket(bucket.kind, bucket.index), goneAtMs(bucket) + BUCKET_GRACE_MS]);
  return [...where, ...tally.counts.flatMap(([measure, count]) => [`${tally.name}|${measure}`, count])].join('\n');
};

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
    for (const [transferKey, observations] of slice) {
      args.push(transferKey, observations.length === 0 ? -1 : observations.length);
      for (const { event, bytes } of observations) args.push(event.eventId, stampOf(event), bytes);
    }
    const answer = (await joinScript([keys.transferEvents(''), keys.transfer('')], [packArgs(args)])) as (
      | [Buffer, Buffer, ...(Buffer | number)[]]
      | null
    )[];
    return slice.flatMap(([transferKey, observations], index) => {
      const item = answer[index];
      if (item === null || item === undefined) return [];
      const [version, promise, ...parts] = item;
      const given: Observation[] = [];
      const held: Buffer[] = [];
      for (const part of parts) {
        if (typeof part !== 'number') held.push(part);
        else if (observations[part] !== undefined) given.push(observations[part]);
      }
      return [{ transferKey, version: Number(version.toString()), promise: promise.toString(), given, held }];
    });
  };

  const write = async (views: readonly TransferView[]): Promise<void> => {
    if (views.length === 0) return;
    const nowMs = now();
    const args: (string | number | Buffer)[] = [
      ...[TRANSFER_KEPT_MS, FINDERS_KEPT_MS, LISTED_MAX, nowMs - TRANSFER_KEPT_MS],
      ...[keys.transferChannel(), nowMs, Math.floor(nowMs / DAY_MS)],
    ];
    for (const view of views) {
      const { transferKey, version, body, startedAtMs, dueAtMs, tally, promise, stuck, transactions, addresses } = view;
      args.push(transferKey, version, body, startedAtMs, dueAtMs ?? '');
      args.push(transactions.join(' '), addresses.join(' '), tallyText(tally, keys), promise, stuck ? '1' : '0');
    }
    await writeScript(
      [
        ...[keys.transfersDue(), keys.wantedTransactions(), keys.figureChanges(), keys.transfersStuck()],
        ...[keys.transfer(''), keys.transferEvents(''), keys.transfersByTransaction(''), keys.transfersByAddress('')],
      ],
      [packArgs(args)],
    );
  };

  return {
    join,
    write,
    notePromises: async (notes) => {
      await Promise.all(
        notes.map(([transferKey, promise]) =>
          redis
            .multi()
            .hset(keys.transferEvents(transferKey), '$', promise)
            .pexpire(keys.transferEvents(transferKey), TRANSFER_KEPT_MS)
            .exec(),
        ),
      );
    },
    promisesAreKnown: async () => (await redis.exists(keys.promisesKnown())) === 1,
    promisesKnown: async () => {
      await redis.set(keys.promisesKnown(), '1');
    },
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
