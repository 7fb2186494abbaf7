import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStepsField, stepsField, USER_STEP_KINDS } from './user-step.ts';

test('steps come back from a deposit’s field as they were', () => {
  const step = fc.record({
    kind: fc.constantFrom(...USER_STEP_KINDS),
    chainId: fc.integer({ min: 1, max: 2 ** 31 }),
    afterSeconds: fc.integer({ min: 0, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      expect(readStepsField(stepsField(steps))).toEqual(steps);
    }),
  );
  expect(stepsField([{ kind: 'prove', chainId: 1, afterSeconds: 3_600 }])).toBe('prove@1+3600');
});

test.each([
  undefined,
  '',
  'prove',
  'dance@1+3',
  'prove@0+3',
  'prove@1+3,',
  'prove@1+-3',
  'prove@1+3 ',
  Array(5).fill('claim@1+1').join(','),
])('no steps are made of %o', (text) => {
  expect(readStepsField(text)).toEqual([]);
});
