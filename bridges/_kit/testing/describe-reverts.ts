import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bridge } from '../port.ts';
import { anyBytes } from './any-bytes.ts';
import { RUNS, SEED } from './property-runs.ts';

export const describeReverts = (bridge: Bridge): void => {
  test(`${bridge.manifest.id} explains no revert that is not its own, and never throws`, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyBytes(0, 100)), (data) => {
        expect(bridge.explainRevert(data)).toBeUndefined();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
};
