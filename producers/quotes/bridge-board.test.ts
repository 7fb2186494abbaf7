import { expect, test } from 'vitest';
import { lifi } from '#bridges/lifi/lifi.ts';
import { createBridgeBoard } from './bridge-board.ts';
import { bridgesInUse } from './bridges-in-use.ts';
import { createPlanner } from './planner.ts';

const demanding = { ...lifi, manifest: { ...lifi.manifest, apiKey: { variable: 'VENDOR_KEY', required: true, about: '' } } };
const nowMs = 1_800_000_000_000;

/** As the quotes producer puts it together. */
const entryOf = (keys: Readonly<Record<string, string>>) => {
  const inUse = bridgesInUse([demanding], keys);
  const asked = inUse.filter(({ off }) => off === undefined);
  const planner = createPlanner({
    bridges: asked.map(({ manifest: { id }, budget }) => ({ id, budget })),
    intervalMs: 10_000,
    demandIntervalMs: 3_000,
    nowMs,
  });
  planner.want('ethereum:USDC>base:USDC@1', nowMs + 60_000);
  const spent = planner.plan(nowMs).ask.length;
  return { spent, entry: createBridgeBoard(inUse, planner).entries(nowMs)[0] };
};

test('without the key that its vendor demands a bridge is off, says why, and is not asked', () => {
  const { spent, entry } = entryOf({});
  expect(spent).toBe(0);
  expect(entry).toMatchObject({
    status: 'off',
    off: expect.stringContaining('VENDOR_KEY'),
    apiKey: { variable: 'VENDOR_KEY', required: true, set: false },
    budgetLeft: null,
  });
});

test('with it the bridge has the key’s budget, and tells what is left of it', () => {
  const { spent, entry } = entryOf({ VENDOR_KEY: 'secret' });
  expect(spent).toBe(1);
  expect(entry).toMatchObject({
    status: 'unknown',
    apiKey: { set: true },
    budget: { quota: { questions: 12_000 } },
    budgetLeft: { tokens: 19, open: 1, quota: { left: 11_999, resetsAt: expect.stringMatching(/^2027-/) } },
    polling: { demandMs: 8_000, baseMs: null },
  });
  expect(JSON.stringify(entry)).not.toContain('secret');
});
