import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { TransferReader } from '#platform/redis/transfer-reader.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { TransferFinder } from '../../transfers/transfer-finder.ts';
import type { TransferFollower } from '../../transfers/transfer-hub.ts';
import type { FeedConnection } from '../connection.ts';
import type { Output } from '../output.ts';
import { createTransfersChannel } from './transfers-channel.ts';

const KEY = 'across:1:7';
/** Of a transfer no more is looked at here. */
const at = (version: number) => ({ transferKey: KEY, version }) as TransferJson;

/** A world of one transfer and one subscriber, in which a read ends when it is told to. */
const createWorld = () => {
  const sent: (number | 'ack')[] = [];
  const reads: { end: (version: number) => void; fail: () => void }[] = [];
  const finder: TransferFinder = {
    byKey: () =>
      new Promise((resolve, reject) => {
        const end = (version: number) => resolve({ value: Buffer.from(JSON.stringify(at(version))), historyAway: false });
        reads.push({ end, fail: () => reject(new Error('Redis is away')) });
      }),
    byTransaction: async () => ({ value: [], historyAway: false }),
    page: async () => ({ value: { transfers: [], next: undefined }, historyAway: false }),
  };
  let follower: TransferFollower | undefined;
  const reader: TransferReader = {
    byKey: async () => undefined,
    byKeys: async () => [],
    byTransaction: async () => [],
    page: async () => ({ transfers: [], next: undefined }),
    want: async () => {},
    watch: async () => {},
    onRestored: () => {},
  };
  const output: Output = {
    send: (_connection, bytes) => {
      sent.push(...Array.from(bytes.toString().matchAll(/"version":(\d+)/g), ([, version]) => Number(version)));
    },
    answer: () => {},
    holdsBack: () => false,
    drained: () => {},
    close: () => {},
  };
  const hub = {
    follow: async (_key: string, one: TransferFollower) => {
      follower = one;
      return () => {};
    },
  };
  const channel = createTransfersChannel({ reader, finder, hub, output, logger: pino({ level: 'silent' }), now: () => 0 });
  return {
    sent,
    start: async () => {
      const wish = channel.parse({ transferKey: KEY });
      if (!wish.ok) throw new Error(wish.error.detail);
      return channel.start({ connection: {} as FeedConnection, wish: wish.value, acknowledge: () => sent.push('ack') });
    },
    hear: (version: number) => follower?.hear(at(version)),
    /** The read that is under way, once there is one. */
    read: async () => {
      await expect.poll(() => reads.length).toBe(1);
      return reads.shift() as (typeof reads)[number];
    },
  };
};

test('what is asked anew several times in one breath is answered each time, in turn', async () => {
  const world = createWorld();
  const started = world.start();
  (await world.read()).end(1);
  const subscription = await started;
  const resynced = [subscription.resync(), subscription.resync(), subscription.resync()];
  (await world.read()).end(1);
  const second = await world.read();
  world.hear(2);
  second.end(1);
  (await world.read()).end(2);
  await Promise.all(resynced);
  world.hear(3);
  expect(world.sent).toEqual(['ack', 1, 1, 1, 2, 2, 3]);
});

test('a read that fails is told to who asked for it, and the next one is not held up by it', async () => {
  const world = createWorld();
  const started = world.start();
  (await world.read()).end(1);
  const subscription = await started;
  const [failing, succeeding] = [subscription.resync(), subscription.resync()];
  (await world.read()).fail();
  await expect(failing).rejects.toThrow('Redis is away');
  (await world.read()).end(2);
  await succeeding;
  expect(world.sent).toEqual(['ack', 1, 2]);
});

test('a key that no transfer can have is refused, also the one that stands for all of them', () => {
  const channel = createTransfersChannel({ hub: { follow: async () => () => {} } } as unknown as Parameters<
    typeof createTransfersChannel
  >[0]);
  for (const transferKey of ['*', 'across', ':1:7', 'across:', `0x${'ab'.repeat(32)}`])
    expect(channel.parse({ transferKey })).toMatchObject({ error: { code: 'INVALID_PARAMETER', pointer: '/params/transferKey' } });
  expect(channel.parse({ transferKey: KEY })).toMatchObject({ value: { key: KEY } });
});
