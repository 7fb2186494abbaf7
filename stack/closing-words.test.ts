import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { closingWords } from './closing-words.ts';
import { DEFAULT_DATA_DIR } from './data-dir.ts';

const lastLine = (dataDir: string) => stripVTControlCharacters(closingWords(7400, dataDir)).trim().split('\n').at(-1)?.trim();

test('the commands to go on with name the data folder, where it is not the usual one', () => {
  expect(lastLine(DEFAULT_DATA_DIR)).toMatch(/^npm run status · npm run logs -- ranking -f · Ctrl-C/);
  expect(lastLine('/tmp/mine')).toMatch(
    /^npm run status -- --data-dir \/tmp\/mine · npm run logs -- ranking -f --data-dir \/tmp\/mine · Ctrl-C/,
  );
  expect(lastLine("/tmp/my stack's")).toContain(`--data-dir '/tmp/my stack'\\''s' ·`);
});
