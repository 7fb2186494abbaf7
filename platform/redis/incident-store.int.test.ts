import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { createIncidentStore } from './incident-store.ts';
import { createKeys } from './keys.ts';

const redis = new Redis(testEngines().redisUrl);
const keys = createKeys(createPrefix());
const storeOf = (instance: string) => createIncidentStore({ redis, keys, instance });

afterAll(() => redis.disconnect());

test('one instance leads; it alone can give that up, and another follows at once', async () => {
  const [first, second] = [storeOf('first'), storeOf('second')];
  expect(await first.lead()).toBe(true);
  expect(await second.lead()).toBe(false);
  await second.resign();
  expect(await second.lead()).toBe(false);
  await first.resign();
  expect(await second.lead()).toBe(true);
});

test('who resigns as its lease passes to another leaves that one its lease', async () => {
  const [first, second] = [storeOf('first'), storeOf('second')];
  // Commands of one connection go in order: the lease changes hands between any two that resigning would need.
  for (let round = 0; round < 50; round += 1) {
    await redis.set(keys.alertsLease(), 'first');
    const resigned = first.resign();
    const taken = redis.set(keys.alertsLease(), 'second');
    await Promise.all([resigned, taken]);
    expect(await second.lead()).toBe(true);
    expect(await redis.get(keys.alertsLease())).toBe('second');
  }
});
