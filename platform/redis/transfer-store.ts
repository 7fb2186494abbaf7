import type { Redis } from 'ioredis';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { bucketAt, goneAtMs } from '#core/figures/buckets.ts';
import type { FillTally } from '#core/figures/fill-tally.ts';
import type { Keys } from './keys.ts';
import { packArgs } from './pack-args.ts';
import type { RunScript } from './script.ts';
import { JOIN_LUA, WRITE_LUA } from './transfer-lua.ts';

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
  /** From when its user can send the last of the steps that it waits for; null when it waits for none. It is kept a week from then. */
  readonly waitsUntilMs: number | null;
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
      const { transferKey, version, body, startedAtMs, dueAtMs, tally, promise, stuck, waitsUntilMs, transactions, addresses } = view;
      args.push(transferKey, version, body, startedAtMs, dueAtMs ?? '');
      args.push(transactions.join(' '), addresses.join(' '), tallyText(tally, keys), promise, stuck ? '1' : '0');
      args.push(Math.max((waitsUntilMs ?? nowMs) - nowMs, 0));
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
