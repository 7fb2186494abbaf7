import { type BackoffLimits, backoffMs } from './backoff.ts';

/** One pending retry a key, each further one after a longer wait. */
export interface KeyedRetries<K> {
  schedule(key: K, action: () => void): void;
  /** It worked, or nobody wants it any more. */
  forget(key: K): void;
  clear(): void;
}

export const createKeyedRetries = <K>(limits: BackoffLimits, random: () => number): KeyedRetries<K> => {
  const pending = new Map<K, { failures: number; timer: ReturnType<typeof setTimeout> }>();
  return {
    schedule: (key, action) => {
      const before = pending.get(key);
      clearTimeout(before?.timer);
      const failures = before?.failures ?? 0;
      pending.set(key, { failures: failures + 1, timer: setTimeout(action, backoffMs(failures, limits, random)) });
    },
    forget: (key) => {
      clearTimeout(pending.get(key)?.timer);
      pending.delete(key);
    },
    clear: () => {
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
};
