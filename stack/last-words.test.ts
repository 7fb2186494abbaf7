import { expect, test } from 'vitest';
import { lastWords } from './last-words.ts';

const lines = (...all: readonly (object | string)[]) => all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
const FATAL = {
  level: 'fatal',
  service: 'signals',
  err: { type: 'Error', message: 'ROUTEBOOK_BRIDGES names "nope"', stack: 'at …' },
  msg: 'could not start',
};
const STOPPED = { level: 'info', service: 'signals', msg: 'stopped' };

test('the newest fatal line or error says what ails a process, by its error before its own words', () => {
  expect(lastWords(lines({ level: 'error', msg: 'earlier' }, FATAL, STOPPED))).toBe('it said "ROUTEBOOK_BRIDGES names \\"nope\\""');
  expect(lastWords(lines({ level: 'fatal', msg: 'QUOTE_TIMEOUT_MS=abc: a number' }))).toBe('it said "QUOTE_TIMEOUT_MS=abc: a number"');
});

test('without one it is the last line: the words of a line of ours, anything else as it stands', () => {
  expect(lastWords(lines('{"level":', STOPPED))).toBe('its log ends with "stopped"');
  expect(lastWords(lines(STOPPED, 'the flux capacitor is missing', ''))).toBe('its log ends with "the flux capacitor is missing"');
  expect(lastWords('')).toBe('its log ends with ""');
});
