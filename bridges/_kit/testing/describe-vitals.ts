import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bridge } from '../port.ts';
import { anyBytes } from './any-bytes.ts';
import { RUNS, SEED } from './property-runs.ts';

/** Answers that a view call might give, and many that it might not. */
const anyAnswer = fc.oneof(fc.constantFrom('0x', `0x${'0'.repeat(64)}`, `0x${'0'.repeat(63)}1`, `0x${'f'.repeat(64)}`), anyBytes(0, 256));

export const describeVitals = (bridge: Bridge): void => {
  const vitals = bridge.manifest.chains.flatMap((chainId) => bridge.vitals?.(chainId) ?? []);
  test(`${bridge.manifest.id} reads what its contracts say of themselves, whatever they answer`, () => {
    for (const { name, call } of vitals) {
      expect(name).not.toBe('');
      expect(call).toEqual({ to: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/), data: expect.stringMatching(/^0x[0-9a-f]{8}/) });
    }
    fc.assert(
      fc.property(anyAnswer, (data) => {
        for (const vital of vitals) {
          const reading = vital.read(data);
          if (reading?.kind === 'liquidity') expect(reading.amount).toBeGreaterThanOrEqual(0n);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
};
