import { setTimeout as pause } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupName } from '#platform/kafka/names.ts';
import { eventually } from '../support/eventually.ts';
import { type RankingWorld, startRankingWorld } from '../support/ranking-world.ts';

const { AssignerProtocol } = kafkajs;
/** How long an engine is kept away: longer than a quote lives, and than a client's patience. */
const AWAY_MS = 30_000;
let world: RankingWorld;

beforeAll(async () => {
  world = await startRankingWorld();
});

afterAll(() => world?.close());

test('undisturbed, the stored books are the pure fold of the quotes', async () => {
  await world.underLoad(() => pause(2_000));
  await world.expectWhole('nothing');
});

test('the ranker killed with -9 under load', async () => {
  await world.underLoad(async () => {
    for (let round = 0; round < 2; round += 1) {
      await world.killRanker();
      await pause(2_500);
    }
  });
  await world.expectWhole('kill -9');
});

test('Redis flushed under load, and prices moved meanwhile', async () => {
  const before = await world.versions();
  await world.underLoad(async () => {
    await pause(500);
    await world.redis.flushall();
    await world.sendMarket({ kind: 'price', priceId: 'ethereum', usd: 3_090, observedAtMs: Date.now() });
    await pause(1_000);
  });
  await world.expectWhole('a flush');
  const after = await world.versions();
  for (const [key, version] of before) expect(after.get(key)).toBeGreaterThan(version);
});

test('two rankers share the work, and one goes on when the other is killed', async () => {
  const { prefix, source } = world;
  const second = world.spawnRanker();
  const admin = source.kafka.admin();
  await admin.connect();
  await world.underLoad(async () => {
    await eventually('two members with partitions of quotes', async () => {
      const [group] = (await admin.describeGroups([groupName(prefix, 'ranking')])).groups;
      const shares = group?.members.map(({ memberAssignment }) => {
        const assignment = AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {};
        return assignment[source.topic('quotes')]?.length ?? 0;
      });
      return group?.state === 'Stable' && shares?.join() === '3,3' ? true : undefined;
    });
    await pause(1_000);
  });
  await admin.disconnect();
  await world.expectWhole('a second ranker');
  await second.end('SIGKILL');
  await world.underLoad(() => pause(2_000));
  await world.expectWhole('the loss of a ranker');
});

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
