import { describe, expect, test } from 'vitest';
import { startApi } from '#test/support/api-service.ts';
import { openFeedClient } from '#test/support/feed-client.ts';
import { feedFixture } from '#test/support/feed-fixture.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

const { api, open, fresh, bookOf } = feedFixture();

describe('limits', () => {
  test('a page of another origin gets 403; the own, a configured one and a program get in', async () => {
    await expect(open({ origin: 'https://evil.example' })).rejects.toThrow('403');
    await expect(open({ origin: 'null' })).rejects.toThrow('403');
    await open({ origin: api().url });
    await open({ origin: 'https://wallet.example' });
  });

  test('the subprotocol is negotiated, and compression is not', async () => {
    const { webSocket } = await open();
    expect([webSocket.protocol, webSocket.extensions]).toEqual(['routebook.v1.json', '']);
  });

  test('all subscriptions may be asked for at once; one more is an error and the socket stays', async () => {
    const client = await open();
    for (let index = 0; index <= 200; index += 1)
      client.send({ op: 'subscribe', id: String(index), channel: 'routes', params: fresh().params });
    expect(await client.next('error')).toMatchObject({ id: '200', code: 'TOO_MANY_SUBSCRIPTIONS' });
    client.send({ op: 'list', id: 'l' });
    const { subscriptions } = await client.next('subscriptions');
    expect(subscriptions).toHaveLength(200);
  });

  test('ten thousand subscriptions on one socket end it with 1008, and nobody else is disturbed', async () => {
    const { params, key } = fresh();
    const quiet = await open();
    quiet.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    await quiet.next('snapshot');
    const flood = await open();
    for (let index = 0; index < 10_000; index += 1)
      flood.send({ op: 'subscribe', id: String(index), channel: 'routes', params: fresh().params });
    expect(await flood.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('RATE_LIMITED') });
    expect(flood.frames.filter(({ type, code }) => type === 'error' && code === 'TOO_MANY_SUBSCRIPTIONS').length).toBeGreaterThan(0);
    await api().publish(bookOf(key, 1));
    expect(await quiet.next('delta')).toMatchObject({ version: 1 });
  });

  test('malformed JSON and binary frames are errors, and 1008 and 1003 when they go on', async () => {
    const malformed = await open();
    malformed.sendRaw('{"op":');
    expect(await malformed.next('error')).toMatchObject({ code: 'INVALID_JSON' });
    for (let tries = 0; tries < 10; tries += 1) malformed.sendRaw('nonsense');
    expect((await malformed.closed).code).toBe(1008);
    const binary = await open();
    for (let tries = 0; tries < 10; tries += 1) binary.sendRaw(Buffer.from([1, 2, 3]));
    expect(await binary.next('error')).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect((await binary.closed).code).toBe(1003);
  });

  test('a frame too large closes with 1009, too many messages with 1008', async () => {
    const large = await open();
    large.send({ op: 'ping', id: 'x'.repeat(65_536) });
    expect((await large.closed).code).toBe(1009);
    const hasty = await open();
    for (let sent = 0; sent < 200; sent += 1) hasty.send({ op: 'ping', id: String(sent) });
    expect((await hasty.closed).code).toBe(1008);
  });

  test('an address may hold so many connections and no more; one that closes makes room', async () => {
    const tight = await startApi({ ...testEngines(), prefix: createPrefix(), feed: { connectionsPerAddress: 1 } });
    const first = await openFeedClient(tight.url);
    await expect(openFeedClient(tight.url)).rejects.toThrow('429');
    first.webSocket.terminate();
    await expect
      .poll(() =>
        openFeedClient(tight.url).then(
          ({ webSocket }) => webSocket.terminate(),
          () => 'refused',
        ),
      )
      .toBeUndefined();
    await tight.stop();
  });
});

describe('over time', () => {
  test('a heartbeat with the versions when nothing else was sent, and 4000 for who never subscribes', async () => {
    const idle = await open();
    const { params, key } = fresh();
    await api().publish(bookOf(key, 3));
    const client = await open();
    client.send({ op: 'subscribe', id: '1', channel: 'routes', params });
    expect(await client.next('heartbeat')).toMatchObject({ versions: { [key]: 3 }, ts: expect.any(String) });
    expect((await idle.closed).code).toBe(4000);
  });

  test('shutdown says goaway, closes with 1012, and lets a quote under way finish', async () => {
    const leaving = await startApi({ ...testEngines(), prefix: createPrefix() });
    const client = await openFeedClient(leaving.url);
    client.send({ op: 'subscribe', id: '1', channel: 'prices' });
    await client.next('update');
    const quote = fetch(`${leaving.url}/api/v1/routes/quote`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fresh().params, maxWaitMs: 1_500 }),
    });
    await expect.poll(() => leaving.redis.zcard(leaving.keys.demand())).toBeGreaterThan(0);
    const stopped = leaving.stop();
    expect(await client.next('goaway')).toMatchObject({ reconnectInMs: expect.any(Number) });
    expect((await client.closed).code).toBe(1012);
    expect((await quote).status).toBe(200);
    await stopped;
  });
});
