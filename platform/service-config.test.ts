import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('a wrong variable ends a service with one line that names it, without a stack', () => {
  const env = { ...process.env, QUOTE_TIMEOUT_MS: 'abc' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['producers/quotes/main.ts'], { env, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).not.toMatch(/ at |Node\.js v/);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([expect.objectContaining({ level: 'fatal', service: 'quotes', msg: expect.stringMatching(/^QUOTE_TIMEOUT_MS=abc: /) })]);
});
