import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { type RankingWorld, startRankingWorld } from '../support/ranking-world.ts';

/** How long an engine is kept away: longer than a quote lives, and than a client's patience. */
const AWAY_MS = 30_000;
let world: RankingWorld;

beforeAll(async () => {
  world = await startRankingWorld();
  // A ranker that has not read its schemas yet does not start without the registry; what is asked here is of one that runs.
  await world.underLoad(() => pause(1_000));
  await world.expectWhole('the start');
});

afterAll(() => world?.close());

test.each([
  ['the schema registry', /registry/i],
  ['Redis', /redis/i],
  ['Kafka', /kafka/i],
])(
  '%s away for 30 s under load, and started again',
  async (name, pattern) => {
    await world.underLoad(async () => {
      await pause(500);
      await world.keepAway(pattern, AWAY_MS);
    });
    await world.underLoad(() => pause(1_000));
    await world.expectWhole(name);
  },
  4 * AWAY_MS,
);
