import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/**
 * A vendor that limited one of our processes limits all of them: they share its address and key. Whoever is told to wait announces it,
 * and all wait, within a second. While Redis is away each heeds what it was told itself and what it last read.
 */
export interface VendorPauses {
  /** Until when a vendor wants to be left alone, epoch ms; 0 when it may be asked. */
  untilMs(bridge: string): number;
  /** We were told to wait. Never rejects. */
  announce(bridge: string, untilMs: number): void;
}

const READ_MS = 1_000;

const readTime = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

export const watchVendorPauses = (deps: {
  redis: Redis;
  keys: Keys;
  now: () => number;
  signal: AbortSignal;
  /** Hears of every pause, once. */
  onPause?: (bridge: string, untilMs: number) => void;
  onError: (error: unknown) => void;
}): VendorPauses => {
  const { redis, keys, now, signal, onPause, onError } = deps;
  // Bounded by the bridges in use, whose processes alone announce.
  const known = new Map<string, number>();
  const hear = (bridge: string, untilMs: number) => {
    if (untilMs <= Math.max(known.get(bridge) ?? 0, now())) return;
    known.set(bridge, untilMs);
    onPause?.(bridge, untilMs);
  };
  let timer: NodeJS.Timeout | undefined;
  const read = async () => {
    try {
      for (const [bridge, untilMs] of Object.entries(await redis.hgetall(keys.vendorPauses()))) hear(bridge, readTime(untilMs));
    } catch (error) {
      onError(error);
    }
    if (!signal.aborted) timer = setTimeout(() => void read(), READ_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void read();
  return {
    untilMs: (bridge) => {
      const untilMs = known.get(bridge) ?? 0;
      return untilMs > now() ? untilMs : 0;
    },
    announce: (bridge, untilMs) => {
      if (untilMs <= (known.get(bridge) ?? 0)) return;
      hear(bridge, untilMs);
      redis.hset(keys.vendorPauses(), bridge, String(untilMs)).catch(onError);
    },
  };
};
