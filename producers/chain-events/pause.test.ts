import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPause, LOOKS_APART_MS } from './pause.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const started = (signal = new AbortController().signal) => {
  const pause = createPause({ ms: 5_000, signal });
  const state = { over: false };
  const wait = () =>
    void pause.wait().then(() => {
      state.over = true;
    });
  wait();
  return { pause, state };
};

test('it is cut short, but however often, not to less than the time between two looks', async () => {
  const { pause, state } = started();
  for (let times = 0; times < 100; times += 1) pause.cutShort();
  await vi.advanceTimersByTimeAsync(LOOKS_APART_MS - 1);
  expect(state.over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(state.over).toBe(true);
});

test('later it is cut short at once, else it lasts its time, and it ends with the signal', async () => {
  const late = started();
  await vi.advanceTimersByTimeAsync(LOOKS_APART_MS + 1);
  late.pause.cutShort();
  const whole = started();
  const stop = new AbortController();
  const stopped = started(stop.signal);
  stop.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect([late.state.over, whole.state.over, stopped.state.over]).toEqual([true, false, true]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(whole.state.over).toBe(true);
});
