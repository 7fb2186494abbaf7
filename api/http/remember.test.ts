import { expect, test } from 'vitest';
import { err, ok } from '#core/result.ts';
import { remember } from './remember.ts';

const counted = (limits: Parameters<typeof remember>[1]) => {
  const read: string[] = [];
  const reader = remember((text) => {
    read.push(text);
    return text === 'wrong' ? err(text) : ok({ text });
  }, limits);
  return { read, reader };
};

test('a text is read once, an error each time', () => {
  const { read, reader } = counted({ most: 8, longest: 8 });
  expect(reader('a')).toBe(reader('a'));
  expect([reader('wrong'), reader('wrong')]).toEqual([err('wrong'), err('wrong')]);
  expect(read).toEqual(['a', 'wrong', 'wrong']);
});

test('neither long texts nor what may change are kept, and never more than the limit', () => {
  const { read, reader } = counted({ most: 2, longest: 3, lasts: (text) => text !== 'usd' });
  for (const text of ['long', 'long', 'usd', 'usd', 'a', 'b', 'a', 'c', 'a']) expect(reader(text)).toEqual(ok({ text }));
  expect(read).toEqual(['long', 'long', 'usd', 'usd', 'a', 'b', 'c', 'a']);
});
