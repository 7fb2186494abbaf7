import type { WindowName } from '../domain/fill-times.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Figures are gathered by the time of the fill's block in buckets of two lengths: fine ones for the last hour, coarse ones for the rest. */
export const BUCKET_MS = { fine: 5 * MINUTE_MS, coarse: HOUR_MS } as const;

export type BucketKind = keyof typeof BUCKET_MS;

export interface Bucket {
  readonly kind: BucketKind;
  /** Its number since the epoch. */
  readonly index: number;
}

interface Window {
  readonly kind: BucketKind;
  readonly lengthMs: number;
}

/** What each window is made of. */
export const WINDOW_BUCKETS: Readonly<Record<WindowName, Window>> = {
  '1h': { kind: 'fine', lengthMs: HOUR_MS },
  '24h': { kind: 'coarse', lengthMs: DAY_MS },
  '7d': { kind: 'coarse', lengthMs: 7 * DAY_MS },
};

/** How long a bucket is of use: as long as the longest window that is made of its kind. */
const KEPT_MS: Readonly<Record<BucketKind, number>> = { fine: HOUR_MS, coarse: 7 * DAY_MS };

/** A block may carry a time that is ahead of our clock: so many buckets from now on are looked at. */
const AHEAD = 1;

export const bucketAt = (kind: BucketKind, atMs: number): Bucket => ({ kind, index: Math.floor(atMs / BUCKET_MS[kind]) });

const endMs = ({ kind, index }: Bucket): number => (index + 1) * BUCKET_MS[kind];

/** From then on no window holds the bucket. */
export const goneAtMs = (bucket: Bucket): number => endMs(bucket) + KEPT_MS[bucket.kind];

/** A window holds every bucket that ends after its beginning: so it is longer than its name by up to one bucket, and never shorter. */
export const isWithin = (bucket: Bucket, window: WindowName, nowMs: number): boolean => {
  const { kind, lengthMs } = WINDOW_BUCKETS[window];
  return bucket.kind === kind && endMs(bucket) > nowMs - lengthMs;
};

/** Every bucket that some window holds at `nowMs`, and those that blocks from the near future may fill. */
export const liveBuckets = (nowMs: number): readonly Bucket[] =>
  (['fine', 'coarse'] as const).flatMap((kind) => {
    const last = bucketAt(kind, nowMs).index + AHEAD;
    const first = bucketAt(kind, nowMs - KEPT_MS[kind]).index;
    return Array.from({ length: last - first + 1 }, (_, at): Bucket => ({ kind, index: first + at }));
  });
