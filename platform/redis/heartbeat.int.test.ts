import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { missingServices } from '../../api/directory/health-watch.ts';
import { createHealthReader } from './health-reader.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createKeys } from './keys.ts';

const redis = new Redis(testEngines().redisUrl);
const keys = createKeys(createPrefix());
const reader = createHealthReader({ redis, keys });

afterAll(async () => {
  await redis.del(keys.services());
  redis.disconnect();
});

const beat = (missing: readonly string[], atMs = Date.now()) =>
  startHeartbeat({ redis, keys, service: 'ranking', missing: () => missing, now: () => atMs });

const missingOfRanking = async () => missingServices(await reader.services(), Date.now()).filter((what) => what.startsWith('ranking'));

test('of several instances one that works is enough, and the end of another changes nothing', async () => {
  const starting = beat(['quotes read up to now']);
  await expect.poll(missingOfRanking).toEqual(['ranking: quotes read up to now']);
  const working = beat([]);
  await expect.poll(missingOfRanking).toEqual([]);
  await starting.stop();
  expect(await reader.services()).toMatchObject([{ service: 'ranking', ready: true }]);
  expect(await missingOfRanking()).toEqual([]);
  await working.stop();
  expect(await missingOfRanking()).toEqual(['ranking: not running']);
});

test('one that was killed counts as gone', async () => {
  const killed = beat([], Date.now() - 10_000);
  await expect.poll(missingOfRanking).toEqual(['ranking: no longer heard of']);
  await killed.stop();
});
