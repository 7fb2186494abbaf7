import type { Redis } from 'ioredis';
import { bookKey } from '#core/domain/corridor.ts';
import type { Standing } from '#core/health/health-event.ts';
import type { Keys } from '#platform/redis/keys.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { CorridorJson } from '#schemas/api/lists.ts';

/** Base books looked at in one round; at some 10 KiB each this is 5 MiB a minute. */
const BOOKS_MAX = 500;
/** A book that was ranked longer ago says nothing of now. */
const FRESH_MS = 60_000;

/** Where each bridge's direct route stands in one book. */
const standingsOf = (book: BookJson, nowMs: number): readonly (readonly [string, Standing])[] =>
  Date.parse(book.asOf) < nowMs - FRESH_MS
    ? []
    : book.routes.flatMap(({ legs, score, rank }) => {
        const [leg] = legs;
        if (leg === undefined || legs.length > 1) return [];
        const id = `standing ${book.key} ${book.version} ${leg.venue}`;
        return [[leg.venue, { kind: 'standing', id, atMs: nowMs, costScore: score.cost, first: rank === 1 }] as const];
      });

/** Looks at the base books as they are ranked now, and gives where each bridge stands. Rejects when Redis is away. */
export const createStandings =
  (deps: { redis: Redis; keys: Keys; readCorridors: () => Promise<readonly CorridorJson[]> }) =>
  async (nowMs: number): Promise<ReadonlyMap<string, readonly Standing[]>> => {
    const { redis, keys, readCorridors } = deps;
    const corridors = await readCorridors();
    const books = corridors.flatMap(({ corridor, amounts }) => amounts.map((amount) => bookKey(corridor, BigInt(amount))));
    const found = new Map<string, Standing[]>();
    const texts = await Promise.all(books.slice(0, BOOKS_MAX).map((key) => redis.hget(keys.book(key), 'body')));
    for (const text of texts) {
      if (text === null) continue;
      for (const [bridge, standing] of standingsOf(JSON.parse(text) as BookJson, nowMs)) {
        const list = found.get(bridge);
        if (list === undefined) found.set(bridge, [standing]);
        else list.push(standing);
      }
    }
    return found;
  };
