import type { Redis } from 'ioredis';
import { type Corridor, corridorById, splitBookKey } from '#core/domain/corridor.ts';
import { isFailureCode, type QuoteFailure } from '#core/domain/quote.ts';
import type { Keys } from '#platform/redis/keys.ts';
import { type BookJson, book as bookSchema } from '#schemas/api/book.ts';

/** A ranker takes a route out within milliseconds of its end. One that stands this much longer has nobody who looks after it. */
const OVER_SINCE_MS = 5_000;
/** Keys a round trip of the scan. */
const SCAN_COUNT = 1_000;

/** What is known of a bridge in a book that nobody holds: that its quote is over, or why it had none. */
export interface OrphanedBridge {
  readonly bridge: string;
  readonly failure: QuoteFailure | undefined;
}

export interface OrphanedBook {
  readonly key: string;
  readonly corridor: Corridor;
  readonly amountIn: bigint;
  readonly version: number;
  readonly bridges: readonly OrphanedBridge[];
}

const bridgesOf = ({ routes, excluded }: BookJson): readonly OrphanedBridge[] => [
  ...routes.flatMap(({ legs }) => legs.flatMap(({ kind, venue }) => (kind === 'bridge' ? [{ bridge: venue, failure: undefined }] : []))),
  ...excluded.map(({ bridge, reason, detail }) => ({
    bridge,
    failure: isFailureCode(reason) ? { code: reason, detail, limit: null, retryAfterMs: null } : undefined,
  })),
];

const read = (text: string, overBeforeMs: number): OrphanedBook | undefined => {
  const parsed = bookSchema.safeParse(JSON.parse(text));
  if (!parsed.success || !parsed.data.routes.some(({ validUntil }) => Date.parse(validUntil) < overBeforeMs)) return undefined;
  const { key, version } = parsed.data;
  const { corridor: id, amountIn } = splitBookKey(key);
  const corridor = corridorById(id);
  return corridor && { key, corridor, amountIn, version, bridges: bridgesOf(parsed.data) };
};

/**
 * Books in the view whose routes ended while no ranker ran, and whose quotes are too old to be read again. After an outage of
 * everything they would stand there as if they were good until somebody asks. Rejects when Redis is away.
 */
export const findOrphanedBooks = async (deps: { redis: Redis; keys: Keys; now: () => number }): Promise<readonly OrphanedBook[]> => {
  const { redis, keys, now } = deps;
  const found: OrphanedBook[] = [];
  for await (const page of redis.scanStream({ match: keys.book('*'), count: SCAN_COUNT })) {
    for (const redisKey of page as string[]) {
      const text = await redis.hget(redisKey, 'body');
      const orphan = text === null ? undefined : read(text, now() - OVER_SINCE_MS);
      if (orphan !== undefined) found.push(orphan);
    }
  }
  return found;
};
