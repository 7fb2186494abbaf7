import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandLinesWith } from '#test/support/command-lines.ts';
import { claimPorts } from '#test/support/test-ports.ts';
import { endLeftovers } from './leftovers.ts';
import { httpReady } from './probe.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { ProcessEvent } from './supervised-process.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const FIXTURE = join(import.meta.dirname, 'testing/fixture-service.mjs');
const SOON = { timeout: 60_000, interval: 20 };

let logsDir: string;
let events: ProcessEvent[];
let supervisor: Supervisor;
beforeEach(() => {
  logsDir = mkdtempSync(join(tmpdir(), 'routebook-supervisor-'));
  events = [];
  supervisor = createSupervisor({ logsDir, onEvent: (event) => events.push(event) });
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(logsDir, { recursive: true });
});

const fixture = async (name: string, behaviour = 'plain'): Promise<ProcessSpec> => {
  const port = await claimPorts(1);
  return {
    name,
    file: process.execPath,
    args: [FIXTURE, String(port), behaviour],
    address: `http://127.0.0.1:${port}`,
    ready: () => httpReady(`http://127.0.0.1:${port}`),
    startDeadlineMs: 30_000,
    stopDeadlineMs: behaviour === 'stubborn' ? 200 : 10_000,
  };
};

const happened = (kind: ProcessEvent['kind']) => events.filter((event) => event.kind === kind).map(({ name }) => name);

test('a start is over when the process answers', async () => {
  const spec = await fixture('one');
  await supervisor.start(spec);
  expect(await spec.ready()).toBe(true);
  expect(supervisor.list()).toMatchObject([{ name: 'one', state: 'ready', restarts: 0 }]);
});

test('a process that is killed is named, started again, and works again', async () => {
  await supervisor.start(await fixture('one'));
  const before = supervisor.list()[0]?.pid ?? 0;
  process.kill(before, 'SIGKILL');
  await vi.waitUntil(() => happened('ready').length === 2, SOON);
  expect(events.find(({ kind }) => kind === 'died')).toMatchObject({ name: 'one', how: 'by SIGKILL', restartInMs: 500 });
  expect(supervisor.list()).toMatchObject([{ state: 'ready', restarts: 1 }]);
  expect(supervisor.list()[0]?.pid).not.toBe(before);
});

test('what never works is given up with the last line of its log', async () => {
  await expect(supervisor.start(await fixture('one', 'broken'))).rejects.toThrow(
    /^one ended with code 3 before it worked; its log ends with "the flux capacitor is missing"/,
  );
  expect(readFileSync(join(logsDir, 'one.log'), 'utf8').trim().split('\n')).toHaveLength(3);
});

test('a program that is not there is given up with its name', async () => {
  await expect(supervisor.start({ ...(await fixture('one')), file: '/no/such/program' })).rejects.toThrow(/no\/such\/program/);
});

test('everything stops in reverse order, whoever ignores SIGTERM too', async () => {
  for (const spec of [await fixture('one'), await fixture('two', 'stubborn'), await fixture('three')]) await supervisor.start(spec);
  const pids = supervisor.list().map(({ pid = 0 }) => pid);
  await supervisor.stopAll();
  expect(happened('stopped')).toEqual(['three', 'two', 'one']);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('the offspring of a killed process does not outlive it', async () => {
  const spec = await fixture('one', 'parent');
  await supervisor.start(spec);
  const mark = `child-of-${spec.args[1]}`;
  await vi.waitUntil(() => commandLinesWith(mark).length === 1, SOON);
  process.kill(supervisor.list()[0]?.pid ?? 0, 'SIGKILL');
  await vi.waitUntil(() => happened('ready').length === 2, SOON);
  await supervisor.stopAll();
  await vi.waitUntil(() => commandLinesWith(mark).length === 0, SOON);
});

test('a stop during the wait for a restart leaves nothing behind', async () => {
  await supervisor.start(await fixture('one'));
  process.kill(supervisor.list()[0]?.pid ?? 0, 'SIGKILL');
  await vi.waitUntil(() => happened('died').length === 1, SOON);
  await supervisor.stopAll();
  expect(supervisor.list()).toMatchObject([{ state: 'stopped' }]);
});

test('leftovers are ended only when they are still the processes that were written down', async () => {
  await supervisor.start(await fixture('one'));
  await supervisor.start(await fixture('two'));
  const state = { launcher: { pid: 1, identity: '' }, network: 'simnet' as const, urls: {}, processes: supervisor.list() };
  const stranger = state.processes.map((status) => ({ ...status, identity: 'somebody else' }));
  expect(await endLeftovers({ ...state, processes: stranger })).toEqual([]);
  expect(happened('died')).toEqual([]);
  expect(await endLeftovers(state)).toEqual(['two', 'one']);
});
