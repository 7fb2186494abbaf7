import { expect, test } from 'vitest';
import { LaunchError } from './launch-error.ts';
import { sentenceFor } from './sentence-for.ts';

test('a full disk and a folder that may not be written are told with the way out', () => {
  expect(sentenceFor(Object.assign(new Error(), { code: 'ENOSPC' }))).toMatch(/^The disk is full: make room/);
  expect(sentenceFor(Object.assign(new Error(), { code: 'EACCES', path: '/data' }))).toMatch(/--data-dir\. \(\/data\)$/);
  expect(sentenceFor(new LaunchError('Do this.'))).toBe('Do this.');
});

test('a bug has no sentence', () => {
  expect(sentenceFor(new TypeError('x is not a function'))).toBeUndefined();
});
