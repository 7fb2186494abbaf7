import { setTimeout } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Waits for what is measured. Throws what it waited for when it does not come: a benchmark that waits for ever tells nobody why. */
export const until = async (what: string, holds: () => boolean, everyMs: number): Promise<void> => {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await setTimeout(everyMs);
  }
};
