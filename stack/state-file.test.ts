import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeLock } from './launcher-lock.ts';
import { createStateKeeper, ownIdentity, readRunningState, readState } from './state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'routebook-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the state of a running launcher is read back, that of a dead one is not', () => {
  const file = join(folder, 'state.json');
  const keeper = createStateKeeper({ file, network: 'simnet', processes: () => [], onFailure: () => undefined });
  keeper.setUrls({ REDIS_URL: 'redis://127.0.0.1:1' });
  expect(readRunningState(file)).toMatchObject({ network: 'simnet', urls: { REDIS_URL: 'redis://127.0.0.1:1' }, processes: [] });
  writeFileSync(file, JSON.stringify({ ...readState(file), launcher: { pid: process.pid, identity: 'another' } }));
  expect(readRunningState(file)).toBeUndefined();
  writeFileSync(file, '{"launcher":');
  expect(readState(file)).toBeUndefined();
});

test('a state that cannot be written is told once and ends nothing', () => {
  const file = join(folder, 'taken');
  mkdirSync(join(file, 'by-a-folder'), { recursive: true });
  const told: string[] = [];
  const keeper = createStateKeeper({ file, network: 'simnet', processes: () => [], onFailure: (sentence) => told.push(sentence) });
  keeper.save();
  keeper.save();
  expect(told).toHaveLength(1);
});

test('a folder has one launcher; a lock whose holder is gone is taken over', async () => {
  const lock = join(folder, 'launcher.lock');
  const unlock = await takeLock(lock);
  await expect(takeLock(lock)).rejects.toThrow(`Routebook already runs on ${folder} (pid ${process.pid}): stop it first`);
  unlock();
  writeFileSync(lock, JSON.stringify({ ...ownIdentity(), identity: 'long gone' }));
  (await takeLock(lock))();
});
