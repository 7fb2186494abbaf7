import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, inject, vi } from 'vitest';

/** All other files may come first. */
const TURN_MS = 240_000;
const EVERY_MS = 50;

const turns = inject('turnsDir');
/** Held by whoever is alone, and for a moment by whoever comes in. */
const door = join(turns, 'door');
const inside = join(turns, 'inside');

/** A folder can be made by one process alone. */
const enter = (folder: string): boolean => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const until = (look: () => boolean) => vi.waitUntil(look, { timeout: TURN_MS, interval: EVERY_MS });

/**
 * End-to-end files run two at a time on one stack. Call it once, at the top of each: `alone` for one that spoils a bridge or a chain, kills, or
 * sends for every account; `together` for one that counts on nobody doing so.
 */
export const takeTurn = (how: 'alone' | 'together'): void => {
  const place = join(inside, String(process.pid));
  const held: string[] = [];
  beforeAll(async () => {
    await until(() => enter(door));
    held.push(door);
    if (how === 'alone') {
      await until(() => readdirSync(inside).length === 0);
      return;
    }
    enter(place);
    held.push(place);
    rmdirSync(door);
    held.shift();
  }, TURN_MS);
  afterAll(() => {
    for (const one of held) rmdirSync(one);
  });
};
