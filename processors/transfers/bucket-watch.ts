import { type Bucket, bucketAt, liveBuckets } from '#core/figures/buckets.ts';
import type { FigureTable } from '#core/figures/figure-table.ts';
import type { FigureStore } from '#platform/redis/figure-store.ts';

const nameOf = ({ kind, index }: Bucket): string => `${kind}:${index}`;

/**
 * Keeps a table at what the buckets in Redis say. Asks one question while nothing happens, the marks of some 180 buckets when something
 * did or a bucket has ended, and the contents of those alone that changed.
 */
export const createBucketWatch = (deps: { store: FigureStore; table: FigureTable }) => {
  const { store, table } = deps;
  // Bounded by the live buckets.
  let marks = new Map<string, string>();
  let seenChanges: string | null | undefined;
  let seenBucket = Number.NaN;

  /** True when the figures may be others than before. */
  return async (nowMs: number): Promise<boolean> => {
    // In this order: what changes meanwhile is asked for again the next time.
    const changes = await store.changes();
    const bucket = bucketAt('fine', nowMs).index;
    if (changes === seenChanges && bucket === seenBucket) return false;
    const buckets = liveBuckets(nowMs);
    const found = await store.marks(buckets);
    const moved = buckets.filter((one, at) => (found[at] ?? undefined) !== marks.get(nameOf(one)));
    const contents = await store.contents(moved);
    for (const [at, one] of moved.entries()) table.put(one, contents[at] ?? new Map());
    marks = new Map(buckets.flatMap((one, at) => (typeof found[at] === 'string' ? [[nameOf(one), found[at]] as const] : [])));
    seenChanges = changes;
    seenBucket = bucket;
    return true;
  };
};
