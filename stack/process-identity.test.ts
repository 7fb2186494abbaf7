import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identityOf, isRunning } from './process-identity.ts';

test('a process is known by its start and its command line, and gone when it is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'a-mark']);
  const pid = child.pid ?? 0;
  const identity = identityOf(pid) ?? '';
  expect(identity).toContain('a-mark');
  expect(isRunning({ pid, identity })).toBe(true);
  expect(isRunning({ pid: process.pid, identity })).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning({ pid, identity })).toBe(false);
});
