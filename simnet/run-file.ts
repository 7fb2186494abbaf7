import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { commandLineOf } from './chains/process-table.ts';

const shape = z.object({ pid: z.int().positive(), port: z.int().positive() });

/** Where a running simnet is found: its process and its port, in its data folder. */
export type RunFile = z.infer<typeof shape>;

const pathOf = (dataDir: string): string => join(dataDir, 'simnet.json');

/** The simnet that runs on a data folder; undefined when none does. */
export const findRunning = async (dataDir: string): Promise<RunFile | undefined> => {
  try {
    const run = shape.parse(JSON.parse(await readFile(pathOf(dataDir), 'utf8')));
    return (await commandLineOf(run.pid)).includes('simnet/main') ? run : undefined;
  } catch {
    return undefined;
  }
};

export const writeRunFile = (dataDir: string, run: RunFile): Promise<void> => writeFile(pathOf(dataDir), JSON.stringify(run));

export const removeRunFile = (dataDir: string): Promise<void> => rm(pathOf(dataDir), { force: true });
