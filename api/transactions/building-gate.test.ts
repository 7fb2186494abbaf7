import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '#core/result.ts';
import { BUILT_AT_ONCE, createBuildingGate, WAIT_MS_MAX, WAITING_MAX } from './building-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const createWorld = () => {
  const gate = createBuildingGate();
  const ends: (() => void)[] = [];
  let most = 0;
  let open = 0;
  const build = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise<void>((resolve) => ends.push(resolve));
    open -= 1;
    return ok('built');
  };
  return { gate, ends, run: (bridge: string) => gate.run(bridge, build), most: () => most };
};

test('so many of a bridge are built at a time, so many wait their turn, and more are refused; another bridge is not concerned', async () => {
  const { run, ends, most } = createWorld();
  const asked = Array.from({ length: BUILT_AT_ONCE + WAITING_MAX }, () => run('a'));
  expect(await run('a')).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', retryAfterSeconds: 2 } });
  expect([ends.length, most()]).toEqual([BUILT_AT_ONCE, BUILT_AT_ONCE]);
  const other = run('b');
  await vi.advanceTimersByTimeAsync(0);
  expect(ends.length).toBe(BUILT_AT_ONCE + 1);
  for (let at = 0; at < asked.length + 1; at += 1) {
    ends[at]?.();
    await vi.advanceTimersByTimeAsync(0);
  }
  expect((await Promise.all([...asked, other])).every((answer) => answer.ok)).toBe(true);
  expect(most()).toBe(BUILT_AT_ONCE + 1);
});

test('who has waited too long for a vendor that hangs is refused, and the place goes to who comes later; a build that throws frees its own', async () => {
  const { gate, run, ends } = createWorld();
  const hung = Array.from({ length: BUILT_AT_ONCE }, () => run('a'));
  const late = run('a');
  await vi.advanceTimersByTimeAsync(WAIT_MS_MAX);
  expect(await late).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  for (const end of ends) end();
  await Promise.all(hung);
  for (let times = 0; times < 2 * BUILT_AT_ONCE; times += 1)
    await expect(gate.run('a', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect(await gate.run('a', async () => ok(1))).toEqual(ok(1));
});
