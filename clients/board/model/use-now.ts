import { useSyncExternalStore } from 'react';

/** Fast enough for an age in tenths of a second to read as ticking, slow enough to cost nothing. */
const TICK_MS = 200;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = Date.now();

const tick = () => {
  nowMs = Date.now();
  for (const listener of listeners) listener();
};

const listen = (listener: () => void) => {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The time, ticking, for the few parts that show an age. One timer serves all of them. */
export const useNow = (): number => useSyncExternalStore(listen, () => nowMs);
