import { request } from 'node:http';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { serverFrame } from '#schemas/api/feed.ts';
import { type Frame, openFeed, type RawFeed } from './raw-feed.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('together');

const base = inject('routebookUrl');
const CORRIDOR = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' };
const KEY = 'ethereum:USDC>arbitrum:USDC@1000000000';

const open: RawFeed[] = [];
const feed = async (options?: { origin?: string }): Promise<RawFeed> => {
  const opened = await openFeed(base, options);
  open.push(opened);
  return opened;
};
afterEach(() => {
  for (const opened of open.splice(0)) opened.close();
});

const ofType = (type: string) => (frame: Frame) => frame.type === type;
interface Held {
  routes: { routeId: string; amountOut: string; score: { total: number } }[];
}
const checksum = ({ routes }: Held) =>
  crc32(
    routes
      .slice(0, 10)
      .map(({ routeId, amountOut }) => `${routeId}:${amountOut}`)
      .join('|'),
  );

/** Applies a delta as the protocol's page tells a client to. */
const apply = (held: Held, frame: Frame): Held => {
  const byId = new Map(held.routes.map((route) => [route.routeId, route]));
  for (const { routeId } of frame.remove as { routeId: string }[]) byId.delete(routeId);
  for (const route of frame.upsert as Held['routes']) byId.set(route.routeId, route);
  const routes = (frame.order as string[]).map((routeId) => byId.get(routeId));
  expect(routes, 'order names only routes that are held').not.toContain(undefined);
  return { routes: routes as Held['routes'] };
};

describe('subscribing to a book', () => {
  test('acks with canonical params, sends a snapshot at once, and deltas that keep the checksum', async () => {
    const socket = await feed();
    socket.send({ op: 'subscribe', id: 'a', channel: 'routes', params: { from: '1:usdc', to: '42161:USDC', amountIn: CORRIDOR.amountIn } });
    const ack = await socket.next(() => true);
    expect(ack).toEqual({
      type: 'subscribed',
      id: 'a',
      channel: 'routes',
      key: KEY,
      params: { ...CORRIDOR, depth: 5, minIntervalMs: 0, mode: 'delta', preset: 'best' },
    });
    const snapshot = await socket.next(() => true);
    expect(snapshot).toMatchObject({ type: 'snapshot', channel: 'routes', key: KEY });
    let held: Held = { routes: snapshot.routes as Held['routes'] };
    let version = snapshot.version as number;
    expect(snapshot.checksum).toBe(checksum(held));
    for (let deltas = 0; deltas < 3; deltas += 1) {
      const delta = await socket.next(ofType('delta'));
      expect(delta.prevVersion).toBe(version);
      expect(delta.version).toBeGreaterThan(version);
      version = delta.version as number;
      held = apply(held, delta);
      expect(delta.checksum).toBe(checksum(held));
    }
    for (const frame of socket.frames) expect(serverFrame.safeParse(frame).error?.issues ?? []).toEqual([]);
  });

  test('an unknown amount is answered with the empty book, version 0, and then with routes', async () => {
    const socket = await feed();
    const amountIn = String(7_000_000 + Math.floor(Math.random() * 1_000_000));
    socket.send({ op: 'subscribe', id: 'b', channel: 'routes', params: { ...CORRIDOR, amountIn, mode: 'full' } });
    const first = await socket.next(ofType('snapshot'));
    expect(first).toMatchObject({ version: 0, routes: [], checksum: 0 });
    expect(first.pending).toEqual(expect.arrayContaining(['across', 'stargate']));
    const filled = await socket.next((frame) => frame.type === 'snapshot' && (frame.routes as unknown[]).length > 0);
    expect(filled.version).toBeGreaterThan(0);
  });

  test.each(['best', 'cheapest', 'fastest', 'safest'])('totals never increase down the list under %s', async (preset) => {
    const socket = await feed();
    socket.send({ op: 'subscribe', id: 'c', channel: 'routes', params: { ...CORRIDOR, preset, depth: 20 } });
    const snapshot = await socket.next((frame) => frame.type === 'snapshot');
    const totals = (snapshot.routes as Held['routes']).map(({ score }) => score.total);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  });

  test('depth 1 holds one route', async () => {
    const socket = await feed();
    socket.send({ op: 'subscribe', id: 'd', channel: 'routes', params: { ...CORRIDOR, depth: 1 } });
    const snapshot = await socket.next(ofType('snapshot'));
    expect((snapshot.routes as unknown[]).length).toBeLessThanOrEqual(1);
  });
});

describe('every op is answered', () => {
  test('list, ping, resync, unsubscribe', async () => {
    const socket = await feed();
    socket.send({ op: 'subscribe', id: '1', channel: 'routes', params: CORRIDOR });
    await socket.next(ofType('snapshot'));
    socket.send({ op: 'list', id: '2' });
    expect(await socket.next(ofType('subscriptions'))).toMatchObject({
      id: '2',
      subscriptions: [{ channel: 'routes', key: KEY, params: CORRIDOR }],
    });
    socket.send({ op: 'ping', id: '3' });
    expect(await socket.next(ofType('pong'))).toMatchObject({ id: '3' });
    socket.send({ op: 'resync', id: '4', channel: 'routes', key: KEY });
    expect(await socket.next(ofType('snapshot'))).toMatchObject({ key: KEY });
    socket.send({ op: 'unsubscribe', id: '5', channel: 'routes', key: KEY });
    expect(await socket.next(ofType('unsubscribed'))).toEqual({ type: 'unsubscribed', id: '5', key: KEY });
    socket.send({ op: 'unsubscribe', id: '6', channel: 'routes', key: KEY });
    expect(await socket.next(ofType('error'))).toMatchObject({ id: '6', pointer: '/key' });
  });

  test('resume carries on from the version that the client holds', async () => {
    const before = await feed();
    before.send({ op: 'subscribe', id: '1', channel: 'routes', params: CORRIDOR });
    const snapshot = await before.next(ofType('snapshot'));
    before.close();
    let held: Held = { routes: snapshot.routes as Held['routes'] };
    const after = await feed();
    after.send({ op: 'resume', id: '2', channel: 'routes', versions: { [KEY]: snapshot.version } });
    expect(await after.next(ofType('subscribed'))).toMatchObject({ id: '2', key: KEY });
    const frame = await after.next(({ type }) => type === 'delta' || type === 'snapshot');
    if (frame.type === 'delta') {
      expect(frame.prevVersion).toBe(snapshot.version);
      held = apply(held, frame);
    } else {
      held = { routes: frame.routes as Held['routes'] };
    }
    expect(frame.checksum).toBe(checksum(held));
  });

  test('a version that is no longer known is answered with a snapshot', async () => {
    const socket = await feed();
    socket.send({ op: 'resume', id: '1', channel: 'routes', versions: { [KEY]: 12 } });
    await socket.next(ofType('subscribed'));
    expect((await socket.next(({ type }) => type === 'delta' || type === 'snapshot')).type).toBe('snapshot');
  });
});

describe('bad input names the field', () => {
  test.each([
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, from: 'ethereum:NOPE' } }, 'UNKNOWN_ASSET', '/params/from'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, to: 'mars:USDC' } }, 'UNKNOWN_CHAIN', '/params/to'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, to: '1:USDC' } }, 'SAME_ASSET', '/params/to'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, amountIn: '-1' } }, 'INVALID_AMOUNT', '/params/amountIn'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, amountUsd: '5' } }, undefined, undefined],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, depth: 21 } }, undefined, '/params/depth'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, minIntervalMs: 60_001 } }, undefined, '/params/minIntervalMs'],
    [{ op: 'subscribe', id: 'x', channel: 'routes', params: { ...CORRIDOR, shiny: true } }, 'UNKNOWN_FIELD', '/params/shiny'],
    [{ op: 'subscribe', id: 'x', channel: 'shoes', params: CORRIDOR }, 'UNKNOWN_CHANNEL', '/channel'],
    [{ op: 'dance', id: 'x' }, 'UNKNOWN_OPERATION', '/op'],
  ])('%#', async (frame, code, pointer) => {
    const socket = await feed();
    socket.send(frame);
    const error = await socket.next(ofType('error'));
    expect(error.id).toBe('x');
    expect(String(error.detail).length).toBeGreaterThan(10);
    if (code !== undefined) expect(error.code).toBe(code);
    if (pointer !== undefined) expect(error.pointer).toBe(pointer);
    socket.send({ op: 'ping', id: 'still here' });
    await socket.next(ofType('pong'));
  });

  test('malformed JSON is an error, and 1008 when it goes on', async () => {
    const socket = await feed();
    socket.sendRaw('{"op":');
    expect(await socket.next(ofType('error'))).toMatchObject({ code: 'INVALID_JSON' });
    for (let tries = 0; tries < 30; tries += 1) socket.sendRaw('{"op":');
    expect((await socket.closed).code).toBe(1008);
  });

  test('binary frames are an error, and 1003 when they go on', async () => {
    const socket = await feed();
    socket.sendRaw(Buffer.from([1, 2, 3]));
    await socket.next(ofType('error'));
    for (let tries = 0; tries < 30; tries += 1) socket.sendRaw(Buffer.from([1, 2, 3]));
    expect((await socket.closed).code).toBe(1003);
  });

  test('a frame above the published size closes with 1009, too many messages with 1008', async () => {
    const limits = (await (await fetch(`${base}/api/v1/limits`)).json()) as { feed: { frameBytes: number; messagesPerSecond: number } };
    const large = await feed();
    large.send({ op: 'ping', id: 'x'.repeat(limits.feed.frameBytes) });
    expect((await large.closed).code).toBe(1009);
    const hasty = await feed();
    for (let sent = 0; sent < limits.feed.messagesPerSecond * 4; sent += 1) hasty.send({ op: 'ping', id: String(sent) });
    expect((await hasty.closed).code).toBe(1008);
  });

  test('nobody is served on a page of an unknown origin', async () => {
    await expect(feed({ origin: 'https://evil.example' })).rejects.toThrow('403');
    await feed({ origin: base });
  });
});

test('a plain GET of the feed is told to upgrade', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request(`${base}/ws/v1`, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect([400, 404, 426]).toContain(status);
});

test('prices come as they are, then as they change', async () => {
  const socket = await feed();
  socket.send({ op: 'subscribe', id: 'p', channel: 'prices', params: { asset: 'ethereum:ETH' } });
  expect(await socket.next(ofType('subscribed'))).toMatchObject({ channel: 'prices' });
  expect(await socket.next(ofType('update'))).toMatchObject({ channel: 'prices' });
  await socket.next(ofType('update'));
});

test('raw answers of the bridges stream on the channel quotes', async () => {
  const socket = await feed();
  socket.send({ op: 'subscribe', id: 'q', channel: 'quotes', params: CORRIDOR });
  expect(await socket.next(ofType('subscribed'))).toMatchObject({ channel: 'quotes', key: KEY });
  expect(await socket.next(ofType('update'))).toMatchObject({ channel: 'quotes', key: KEY });
});
