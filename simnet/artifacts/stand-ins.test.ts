import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loadStandIns } from './stand-ins.ts';

test('stand-ins are compiled once, and an unknown one is named', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'routebook-stand-ins-'));
  try {
    const said: string[] = [];
    const logger = pino({}, { write: (line: string) => void said.push(line) });
    const first = await loadStandIns(cacheDir, logger);
    await loadStandIns(cacheDir, logger);
    expect(said.filter((line) => line.includes('compiled stand-ins'))).toHaveLength(1);
    expect(await readdir(cacheDir)).toHaveLength(1);
    expect(() => first('Nobody')).toThrow('no stand-in is called Nobody');
  } finally {
    await rm(cacheDir, { recursive: true, force: true });
  }
}, 60_000);
