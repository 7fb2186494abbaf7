import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ok } from '#core/result.ts';
import type { ServerFrame } from '#schemas/api/feed.ts';
import type { FeedChannel } from './channels/channel.ts';
import { type FeedConnection, type Subscription, subscriptionId } from './connection.ts';
import { type Channels, createOperations } from './operations.ts';

const KEY = '*';
const limits = { subscriptionsPerConnection: 1, messagesPerSecond: 1, messagesBurst: 1, frameBytes: 1, connectionsPerAddress: 1 };

/** A connection that holds one subscription, whose present state comes as told. */
const createWorld = (resync: Subscription['resync'], start?: FeedChannel['start']) => {
  const answers: ServerFrame[] = [];
  const subscription: Subscription = { channel: 'transfers', key: KEY, params: {}, catchUp: () => {}, resync, close: () => {} };
  const connection = { subscriptions: new Map([[subscriptionId('transfers', KEY), subscription]]) } as unknown as FeedConnection;
  const channel = {
    parse: () => ok({ key: KEY, params: {} }),
    canonicalKey: (key: string) => key,
    start: start ?? (async () => subscription),
  };
  const operations = createOperations({
    channels: { transfers: channel } as unknown as Channels,
    limits,
    output: {
      answer: (_connection, frame) => answers.push(frame),
      send: () => {},
      holdsBack: () => false,
      drained: () => {},
      close: () => {},
    },
    metrics: { connections: () => {}, subscribed: () => {}, sent: () => {}, conflated: () => {}, closed: () => {} },
    logger: pino({ level: 'silent' }),
    now: () => 0,
  });
  return {
    answers,
    connection,
    run: () => operations.run(connection, { op: 'resync', id: '7', channel: 'transfers', key: KEY }),
    subscribe: () => operations.run(connection, { op: 'subscribe', id: '8', channel: 'transfers', params: {} }),
  };
};

test('a resync is worked off only once the present state was sent, so that no later answer overtakes it', async () => {
  const read = Promise.withResolvers<void>();
  let over = false;
  const running = createWorld(() => read.promise)
    .run()
    .then(() => {
      over = true;
    });
  await new Promise(setImmediate);
  expect(over).toBe(false);
  read.resolve();
  await running;
});

test('a resync whose state is out of reach is answered with that', async () => {
  const world = createWorld(() => Promise.reject(new Error('Redis is away')));
  await world.run();
  expect(world.answers).toMatchObject([{ type: 'error', id: '7', code: 'NOT_READY', pointer: '/key' }]);
});

test('a socket that closes while what it holds is asked for anew ends that once, and what came of it too', async () => {
  const ends: string[] = [];
  const ended = (name: string): Subscription => ({
    channel: 'transfers',
    key: KEY,
    params: {},
    catchUp: () => {},
    resync: () => {},
    close: () => ends.push(name),
  });
  const gone = Promise.withResolvers<void>();
  const world = createWorld(
    () => {},
    async ({ acknowledge }) => {
      await gone.promise;
      acknowledge();
      return ended('new');
    },
  );
  const { connection } = world;
  const before = ended('before');
  connection.subscriptions.set(subscriptionId('transfers', KEY), before);
  const running = world.subscribe();
  connection.closed = true;
  before.close();
  connection.subscriptions.clear();
  gone.resolve();
  await running;
  expect(ends).toEqual(['before', 'new']);
  expect(connection.subscriptions.size).toBe(0);
});
