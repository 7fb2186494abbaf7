import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { bookJson, routeJson } from '#test/support/arbitrary-book.ts';
import { openFeedClient } from '#test/support/feed-client.ts';
import { clientFrameBytes, OPCODES, openRawSocket, type RawSocket, textBytes } from '#test/support/raw-socket.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi({ ...testEngines(), prefix: createPrefix() });
});
afterAll(() => api.stop());

const PING = Buffer.from('{"op":"ping","id":"1"}');

describe('frames that no library sends', () => {
  test('a message in fragments, with a ping between them, is one message', async () => {
    const raw = await openRawSocket(api.port);
    raw.write(clientFrameBytes({ opcode: OPCODES.text, payload: PING.subarray(0, 5), fin: false }));
    raw.write(clientFrameBytes({ opcode: OPCODES.ping, payload: Buffer.from('hi') }));
    raw.write(clientFrameBytes({ opcode: OPCODES.continuation, payload: PING.subarray(5) }));
    expect(await raw.frame()).toMatchObject({ opcode: OPCODES.pong, payload: Buffer.from('hi') });
    expect(JSON.parse((await raw.frame()).payload.toString())).toMatchObject({ type: 'pong', id: '1' });
    raw.socket.destroy();
  });

  test('a frame a byte at a time is a frame', async () => {
    const raw = await openRawSocket(api.port);
    raw.socket.setNoDelay(true);
    for (const byte of clientFrameBytes({ opcode: OPCODES.text, payload: PING })) raw.write(Buffer.from([byte]));
    expect(JSON.parse((await raw.frame()).payload.toString())).toMatchObject({ type: 'pong' });
    raw.socket.destroy();
  });

  test.each([
    ['unmasked', clientFrameBytes({ opcode: OPCODES.text, payload: PING, masked: false }), 1002],
    ['compressed, which was not agreed', clientFrameBytes({ opcode: OPCODES.text, payload: PING, rsv1: true }), 1002],
    ['of an unknown kind', clientFrameBytes({ opcode: 5, payload: PING }), 1002],
    ['a continuation of nothing', clientFrameBytes({ opcode: OPCODES.continuation, payload: PING }), 1002],
    ['a ping in fragments', clientFrameBytes({ opcode: OPCODES.ping, payload: PING, fin: false }), 1002],
    ['not UTF-8', clientFrameBytes({ opcode: OPCODES.text, payload: Buffer.from([0x7b, 0xff, 0xfe]) }), 1007],
    ['huge', clientFrameBytes({ opcode: OPCODES.text, payload: Buffer.alloc(70_000, 0x20) }), 1009],
  ])('one that is %s ends the connection with its code', async (_what, bytes, code) => {
    const raw = await openRawSocket(api.port);
    raw.write(bytes);
    expect(await raw.closeCode()).toBe(code);
  });

  test('many fragments of one huge message are stopped at the limit', async () => {
    const raw = await openRawSocket(api.port);
    const piece = Buffer.alloc(1_000, 0x20);
    raw.write(clientFrameBytes({ opcode: OPCODES.text, payload: piece, fin: false }));
    for (let index = 0; index < 100; index += 1) raw.write(clientFrameBytes({ opcode: OPCODES.continuation, payload: piece, fin: false }));
    expect(await raw.closeCode()).toBe(1009);
  });
});

/** Everything that lies in the buffers, to the close frame. */
const readToTheEnd = async (raw: RawSocket) => {
  const types: string[] = [];
  const versions: number[] = [];
  for (;;) {
    const { opcode, payload } = await raw.frame();
    if (opcode === OPCODES.close) return { code: payload.readUInt16BE(0), types, versions };
    if (opcode !== OPCODES.text) continue;
    const frame = JSON.parse(payload.toString()) as { type: string; version?: number };
    types.push(frame.type);
    if (frame.version !== undefined) versions.push(frame.version);
  }
};

describe('a client that never reads', () => {
  const KEY = 'ethereum:USDC>arbitrum:USDC@3000000000';
  const params = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '3000000000', mode: 'full', depth: 20 };
  /** Some 100 KB a book, so that the kernel's buffers fill soon. */
  const bigBook = (version: number) => {
    const routes = Array.from({ length: 20 }, (_, index) => ({
      ...routeJson({ venue: `v${index}`, amountOut: 990_000_000 + index, parts: { cost: index, speed: 0, reliability: 0, liquidity: 0 } }),
      rule: 'x'.repeat(5_000),
    }));
    return bookJson({ routes, excluded: [], pending: [], volatility: 0 }, version, KEY);
  };

  test('is conflated, warned and closed with 4008, while others are served every version', async () => {
    const deaf = await openRawSocket(api.port);
    deaf.write(textBytes({ op: 'subscribe', id: '1', channel: 'routes', params }));
    await deaf.frame();
    deaf.socket.pause();
    const reader = await openFeedClient(api.url);
    reader.send({ op: 'subscribe', id: '1', channel: 'routes', params: { ...params, mode: 'delta' } });
    await reader.next('snapshot');

    const conflated = async () => Number(/^routebook_feed_conflated_versions_total\{.*\} (\d+)$/m.exec(await api.metrics())?.[1] ?? 0);
    let version = 0;
    await expect
      .poll(
        async () => {
          version += 1;
          await api.publish(bigBook(version));
          expect(await reader.next('delta')).toMatchObject({ prevVersion: version - 1, version });
          return conflated();
        },
        { timeout: 60_000, interval: 1 },
      )
      .toBeGreaterThan(20);

    const closed = async () => /routebook_feed_closes_total\{code="4008"[^}]*\} 1/.test(await api.metrics());
    // The server has given up on it once nothing more is held for it; then it reads what lies in the buffers.
    await expect
      .poll(async () => /routebook_feed_subscriptions\{channel="routes"[^}]*\} 1\n/.test(await api.metrics()), { timeout: 60_000 })
      .toBe(true);
    deaf.socket.resume();
    const { code, types, versions } = await readToTheEnd(deaf);
    expect(code).toBe(4008);
    expect(types).toContain('warning');
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.length).toBeLessThan(version);
    deaf.socket.end();
    await expect.poll(closed).toBe(true);
    reader.webSocket.terminate();
  });

  test('that reads again before it is closed is brought up to date by one frame', async () => {
    const slow = await openRawSocket(api.port);
    slow.write(textBytes({ op: 'subscribe', id: '1', channel: 'routes', params: { ...params, mode: 'delta' } }));
    await slow.frame();
    slow.socket.pause();
    const from = 10_000;
    const before = Number(/^routebook_feed_conflated_versions_total\{.*\} (\d+)$/m.exec(await api.metrics())?.[1] ?? 0);
    let version = from;
    await expect
      .poll(
        async () => {
          version += 1;
          const book = bigBook(version);
          await api.publish({ ...book, routes: book.routes.map((route) => ({ ...route, rule: `${version}${route.rule}` })) });
          return Number(/^routebook_feed_conflated_versions_total\{.*\} (\d+)$/m.exec(await api.metrics())?.[1] ?? 0) - before;
        },
        { timeout: 60_000, interval: 1 },
      )
      .toBeGreaterThan(5);
    slow.socket.resume();
    let held = 0;
    while (held < version) {
      const { opcode, payload } = await slow.frame();
      if (opcode !== OPCODES.text) continue;
      const frame = JSON.parse(payload.toString()) as { type: string; version: number; prevVersion?: number };
      if (frame.type === 'delta' && held > 0) expect(frame.prevVersion).toBe(held);
      if (frame.version !== undefined) held = frame.version;
    }
    expect(held).toBe(version);
    slow.socket.destroy();
  });
});
