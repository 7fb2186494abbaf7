import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForemost } from './foremost.ts';

test('the kept are the first of all in order, and the others are counted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(12), (items, most) => {
      const foremost = createForemost<number>(most, (a, b) => a - b);
      for (const item of items) foremost.add(item);
      expect(foremost.kept).toEqual(items.toSorted((a, b) => a - b).slice(0, most));
      expect(foremost.refused).toBe(Math.max(items.length - most, 0));
    }),
  );
});
