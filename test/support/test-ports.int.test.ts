import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { isPortFree } from '#stack/ports.ts';
import { claimPorts } from './test-ports.ts';

const TIMES = 40;
const ROOM = 7;

/** Claims, tells what it was given, and lives on: with a process its claims end. */
const CLAIMS = `const { claimPorts } = await import('#test/support/test-ports.ts');
  console.log(JSON.stringify(await Promise.all(Array.from({ length: ${TIMES} }, () => claimPorts(${ROOM})))));
  process.stdin.resume();`;

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

const inAnotherProcess = async (): Promise<readonly number[]> => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', CLAIMS], { stdio: ['pipe', 'pipe', 'inherit'] });
  ends.push(() => child.kill());
  const [line] = await once(child.stdout, 'data');
  return JSON.parse(String(line)) as number[];
};

test('ports that are claimed side by side, within a process and in several, are nobody else’s', async () => {
  const others = Promise.all([inAnotherProcess(), inAnotherProcess(), inAnotherProcess()]);
  const own = await Promise.all(Array.from({ length: TIMES }, () => claimPorts(ROOM)));
  const claimed = [own, ...(await others)].flat().flatMap((first) => Array.from({ length: ROOM }, (_, at) => first + at));
  expect(claimed).toHaveLength(4 * TIMES * ROOM);
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(await isPortFree(await claimPorts(1))).toBe(true);
});
