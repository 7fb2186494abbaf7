/** What a provider lets us ask: so many a second, and after a silence so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export const fullBucket = ({ burst }: Rate, nowMs: number): Bucket => ({ tokens: burst, atMs: nowMs });

/** The bucket as it stands at a later time. A clock that goes back adds nothing. */
export const refill = (bucket: Bucket, { perSecond, burst }: Rate, nowMs: number): Bucket => {
  const elapsedMs = Math.max(nowMs - bucket.atMs, 0);
  return { tokens: Math.min(bucket.tokens + (elapsedMs * perSecond) / 1_000, burst), atMs: Math.max(nowMs, bucket.atMs) };
};

/** The bucket with one token less; undefined when there is none. */
export const take = (bucket: Bucket): Bucket | undefined => (bucket.tokens >= 1 ? { ...bucket, tokens: bucket.tokens - 1 } : undefined);

/** When the next token is there. */
export const nextTokenAtMs = ({ tokens, atMs }: Bucket, { perSecond }: Rate): number =>
  tokens >= 1 ? atMs : atMs + Math.ceil(((1 - tokens) * 1_000) / perSecond);
