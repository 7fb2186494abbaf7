import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQuotaWindow } from './quota-window.ts';

const quota = { questions: 5, perMs: 7_200_000 };

test('never more than the quota within any window, whatever the rhythm and wherever it is restarted', () => {
  const history = fc.array(fc.record({ passMs: fc.nat(900_000), restart: fc.boolean() }), { maxLength: 120 });
  fc.assert(
    fc.property(history, (steps) => {
      let window = createQuotaWindow(quota);
      const spentAtMs: number[] = [];
      let nowMs = 1_000_000_000;
      for (const { passMs, restart } of steps) {
        nowMs += passMs;
        if (restart) window = createQuotaWindow(quota, window.slices(nowMs));
        if (window.spend(nowMs)) spentAtMs.push(nowMs);
        expect(spentAtMs.filter((atMs) => atMs > nowMs - quota.perMs).length).toBeLessThanOrEqual(quota.questions);
      }
    }),
    { seed: 21 },
  );
});

test('what was asked counts for its window and at most one slice more, and says when it leaves', () => {
  const window = createQuotaWindow(quota);
  expect(window.resetsAtMs(0)).toBeNull();
  for (let asked = 0; asked < quota.questions; asked += 1) expect(window.spend(0)).toBe(true);
  expect(window.spend(quota.perMs - 1)).toBe(false);
  const resetsAtMs = window.resetsAtMs(quota.perMs - 1) ?? 0;
  expect(resetsAtMs).toBeGreaterThanOrEqual(quota.perMs);
  expect(resetsAtMs).toBeLessThanOrEqual(quota.perMs + quota.perMs / 120);
  expect(window.left(resetsAtMs)).toBe(quota.questions);
});
