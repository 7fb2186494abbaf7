import { DUE_STEP_MS } from './limits.ts';

/** What waits for its time: the next frame of subscriptions with a minIntervalMs. */
export interface DueQueue<T> {
  /** Hands `item` over at the first step at or after `atMs`. */
  add(item: T, atMs: number): void;
  /** Hands over all whose time has come. */
  run(nowMs: number): void;
  close(): void;
}

/** A wheel of short steps, so that waiting costs no timer each. Bounded: a subscription waits in it once. */
export const createDueQueue = <T>(deliver: (item: T) => void, elapsed: () => number): DueQueue<T> => {
  const steps = new Map<number, T[]>();
  let timer: NodeJS.Timeout | undefined;

  const run = (nowMs: number) => {
    const step = Math.floor(nowMs / DUE_STEP_MS);
    const due = [...steps.keys()].filter((at) => at <= step).sort((a, b) => a - b);
    for (const at of due) {
      const items = steps.get(at) ?? [];
      steps.delete(at);
      for (const item of items) deliver(item);
    }
    if (steps.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    add: (item, atMs) => {
      const at = Math.ceil(atMs / DUE_STEP_MS);
      const items = steps.get(at);
      if (items === undefined) steps.set(at, [item]);
      else items.push(item);
      timer ??= setInterval(() => run(elapsed()), DUE_STEP_MS);
    },
    run,
    close: () => clearInterval(timer),
  };
};
