import type { InterestWriter } from '#platform/redis/interest-writer.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { INTEREST_RENEW_MS, INTEREST_TTL_MS, INTERESTS_MAX } from './limits.ts';

/** Which books this process looks at, for all its callers together. */
export interface Interest {
  /** Looks until the returned function is called. */
  hold(key: string): () => void;
  /** Looks for a little while: a single question. */
  touch(key: string): void;
  count(): number;
  close(): void;
}

interface Look {
  holders: number;
  /** Looked at until then without a holder. */
  untilMs: number;
}

/** One write to Redis renews all; a new look is announced at once. A write that fails is made up for by the next renewal. */
export const createInterest = (deps: { writer: InterestWriter; now: () => number; logger: Logger }): Interest => {
  const { writer, now, logger } = deps;
  const looks = new Map<string, Look>();

  const failed = (error: unknown) => logger.debug({ error: String(error) }, 'interest could not be written; the next renewal tries again');

  const lookAt = (key: string): Look | undefined => {
    const known = looks.get(key);
    if (known !== undefined) return known;
    if (looks.size >= INTERESTS_MAX) return undefined;
    const look: Look = { holders: 0, untilMs: 0 };
    looks.set(key, look);
    writer.begin(key, now() + INTEREST_TTL_MS).catch(failed);
    return look;
  };

  const renew = () => {
    const at = now();
    for (const [key, look] of looks) if (look.holders === 0 && look.untilMs <= at) looks.delete(key);
    writer.renew([...looks.keys()], at + INTEREST_TTL_MS).catch(failed);
  };
  const timer = setInterval(renew, INTEREST_RENEW_MS);

  return {
    hold: (key) => {
      const look = lookAt(key);
      if (look === undefined) return () => {};
      look.holders += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        look.holders -= 1;
      };
    },
    touch: (key) => {
      const look = lookAt(key);
      if (look !== undefined) look.untilMs = now() + INTEREST_TTL_MS;
    },
    count: () => looks.size,
    close: () => clearInterval(timer),
  };
};
