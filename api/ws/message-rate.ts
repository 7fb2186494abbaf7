/** A token bucket, filled by the time that passes: no timer of its own. */
export interface MessageRate {
  tokens: number;
  atMs: number;
  /** Subscribes that cost nothing: as many as a connection may hold, so that a client may ask for all of them at once. */
  freeSubscribes: number;
}

export interface RateLimits {
  readonly messagesPerSecond: number;
  readonly messagesBurst: number;
}

/** Takes one token for an op; false when there is none. */
export const takeToken = (rate: MessageRate, op: string | undefined, limits: RateLimits & { nowMs: number }): boolean => {
  const earned = (Math.max(0, limits.nowMs - rate.atMs) * limits.messagesPerSecond) / 1_000;
  rate.tokens = Math.min(limits.messagesBurst, rate.tokens + earned);
  rate.atMs = limits.nowMs;
  if (op === 'subscribe' && rate.freeSubscribes > 0) {
    rate.freeSubscribes -= 1;
    return true;
  }
  if (rate.tokens < 1) return false;
  rate.tokens -= 1;
  return true;
};
