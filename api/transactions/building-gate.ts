import { err, type Result } from '#core/result.ts';
import type { Refusal } from '../http/reply.ts';

/** Transactions of one bridge that are built at the same time: each asks its vendor, and has a node trace what it would do, which is work for us too. */
export const BUILT_AT_ONCE = 3;
/** More than these would wait longer than their quotes live. */
export const WAITING_MAX = 24;
/** Who has waited this long does not wait for a vendor that hangs. */
export const WAIT_MS_MAX = 5_000;

const BUSY: Refusal = {
  code: 'RATE_LIMITED',
  detail: 'as many transactions of this bridge are being built as may; try again in a moment, or take another route',
  retryAfterSeconds: 2,
};

/** Lets so many transactions of a bridge be built at a time, one bridge apart from the other, so that nobody's many keep the process from all else. */
export interface BuildingGate {
  run<T>(bridge: string, build: () => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>>;
}

interface Line {
  built: number;
  readonly waiting: Set<(isFree: boolean) => void>;
}

export const createBuildingGate = (): BuildingGate => {
  // Bounded by the bridges in use.
  const lines = new Map<string, Line>();

  const lineOf = (bridge: string): Line => {
    const known = lines.get(bridge);
    if (known !== undefined) return known;
    const line: Line = { built: 0, waiting: new Set() };
    lines.set(bridge, line);
    return line;
  };

  /** Whether there is a place; it is handed over by who leaves it. */
  const enter = async (line: Line): Promise<boolean> => {
    if (line.built < BUILT_AT_ONCE) {
      line.built += 1;
      return true;
    }
    if (line.waiting.size >= WAITING_MAX) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    line.waiting.add(resolve);
    const timer = setTimeout(() => {
      line.waiting.delete(resolve);
      resolve(false);
    }, WAIT_MS_MAX);
    const isFree = await promise;
    clearTimeout(timer);
    return isFree;
  };

  const leave = (line: Line) => {
    const [next] = line.waiting;
    if (next === undefined) {
      line.built -= 1;
      return;
    }
    line.waiting.delete(next);
    next(true);
  };

  return {
    run: async (bridge, build) => {
      const line = lineOf(bridge);
      if (!(await enter(line))) return err(BUSY);
      try {
        return await build();
      } finally {
        leave(line);
      }
    },
  };
};
