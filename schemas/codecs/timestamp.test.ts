import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampOf } from './timestamp.ts';

/** The last moment that a Date can hold. */
const EPOCH_MS_MAX = 8_640_000_000_000_000;

test('a timestamp is what Date makes of it, whatever was asked before', () => {
  const near = fc.integer({ min: 1_700_000_000_000, max: 1_700_200_000_000 });
  const any = fc.oneof(
    near,
    fc.maxSafeNat().map((ms) => ms % (EPOCH_MS_MAX + 1)),
    fc.constantFrom(0, 86_399_999, 86_400_000, EPOCH_MS_MAX),
  );
  fc.assert(
    fc.property(fc.array(any), (moments) => {
      for (const ms of moments) expect(timestampOf(ms)).toBe(new Date(ms).toISOString());
    }),
  );
});
