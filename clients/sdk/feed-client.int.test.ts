import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { FEED_PATH, FEED_SUBPROTOCOL } from '#schemas/api/feed.ts';
import { createFeedClient, type FeedClient } from './feed-client.ts';
import { createModelFeed, type ModelConnection } from './testing/model-feed.ts';
import { SAMPLE_BRIDGES, sampleBook, sampleRoute } from './testing/sample-book.ts';

/** Over real sockets: what the unit tests schedule by hand happens here by TCP, close codes and a server that goes away. */
const FROM = 'ethereum:USDC';
const TO = 'arbitrum:USDC';
const KEY = `${FROM}>${TO}@1000000000`;

const bookAt = (version: number) =>
  sampleBook({
    key: KEY,
    version,
    nowMs: version,
    routes: SAMPLE_BRIDGES.map((bridge) =>
      sampleRoute({
        bridge,
        from: FROM,
        to: TO,
        amountIn: 10n ** 9n,
        nowMs: version,
        random: () => (version % 7) / 7,
        priceUsd: 1,
        decimals: 6,
      }),
    ),
  });

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

const serve = async (port = 0) => {
  const feed = createModelFeed();
  const heard: string[] = [];
  const open = new Map<ServerSocket, ModelConnection>();
  const server = new WebSocketServer({ host: '127.0.0.1', port, path: FEED_PATH, handleProtocols: () => FEED_SUBPROTOCOL });
  server.on('connection', (socket) => {
    const connection = feed.connect((frame) => socket.send(JSON.stringify(frame)));
    open.set(socket, connection);
    socket.on('message', (data) => {
      heard.push((JSON.parse(String(data)) as { op: string }).op);
      connection.receive(String(data));
    });
    socket.on('close', () => open.delete(socket));
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const stop = (code?: number) => {
    for (const socket of open.keys()) code === undefined ? socket.terminate() : socket.close(code);
    server.close();
  };
  ends.push(stop);
  const put = (version: number) => {
    feed.put(bookAt(version));
    for (const connection of open.values()) connection.flush(KEY);
  };
  return { heard, open, put, stop, port: (server.address() as AddressInfo).port };
};

const connect = (port: number): FeedClient => {
  const client = createFeedClient({ url: `ws://127.0.0.1:${port}${FEED_PATH}`, backoff: { baseMs: 20, maxMs: 100 } });
  ends.push(client.close);
  return client;
};

test('a book is followed, resumed with deltas after the socket was cut, and whole again after the server was', async () => {
  const first = await serve();
  first.put(1);
  const client = connect(first.port);
  const subscription = client.subscribe({ from: FROM, to: TO, amountIn: '1000000000', depth: 20 });
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version: 1 });
  first.put(2);
  await expect.poll(() => subscription.view().version).toBe(2);

  for (const socket of first.open.keys()) socket.terminate();
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'stale', version: 2 });
  first.put(3);
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version: 3 });
  expect(first.heard).toContain('resume');

  first.stop(1012);
  await expect.poll(() => client.connection().phase).toBe('reconnecting');
  const second = await serve(first.port);
  second.put(9);
  await expect.poll(() => subscription.view()).toMatchObject({ status: 'live', version: 9 });
  expect(subscription.view().routes).toEqual(bookAt(9).routes);
});

test('many subscriptions share one socket, and more than the server takes in one breath arrive all the same', async () => {
  const server = await serve();
  const client = connect(server.port);
  const subscriptions = Array.from({ length: 80 }, (_, index) => client.subscribe({ from: FROM, to: TO, amountIn: String(index + 1) }));
  await expect.poll(() => subscriptions.every((subscription) => subscription.view().status === 'live')).toBe(true);
  expect(server.open.size).toBe(1);
});
