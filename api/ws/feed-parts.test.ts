import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAddressCount } from './address-count.ts';
import { createDueQueue } from './due-queue.ts';
import { choreFor } from './housekeeping.ts';
import { takeToken } from './message-rate.ts';
import { originAllowed } from './origin.ts';
import { readMessage } from './read-message.ts';
import { textFrame } from './text-frame.ts';

/** ws frames with this function; its types do not name it. */
const { Sender } = createRequire(import.meta.url)('ws') as { Sender: { frame(data: Buffer, options: object): Buffer[] } };

test('a frame is what ws itself would have written, at every length', () => {
  for (const length of [0, 50, 51, 52, 200, 65_400, 65_480, 65_500, 70_000]) {
    const frame = { type: 'error', code: 'INVALID_JSON', detail: 'é'.repeat(length) } as const;
    const expected = Sender.frame(Buffer.from(JSON.stringify(frame)), { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false });
    expect(textFrame(frame).equals(Buffer.concat(expected))).toBe(true);
  }
});

test('reading a message never throws, and refuses what is no op', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.record({ op: fc.string(), id: fc.anything() }).map((value) => JSON.stringify(value)),
      ),
      (text) => {
        const message = readMessage(text);
        if (!message.ok) expect(message.error.detail.length).toBeGreaterThan(10);
      },
    ),
  );
  expect(readMessage('{"op":"dance","id":"7"}')).toMatchObject({ error: { code: 'UNKNOWN_OPERATION', id: '7' } });
  const hidden = [
    '{"op":"subscribe","channel":"routes","params":{"__proto__":1}',
    '{"op":"resume","channel":"routes","versions":{"__proto__":1}',
  ];
  for (const [at, text] of hidden.entries())
    expect(readMessage(`${text},"id":"7"}`)).toMatchObject({
      error: { code: 'UNKNOWN_FIELD', id: '7', pointer: `/${['params', 'versions'][at]}/__proto__` },
    });
  expect(readMessage('{"op":"toString","id":"7"}')).toMatchObject({ error: { code: 'UNKNOWN_OPERATION' } });
  expect(readMessage(JSON.stringify({ op: 'ping', id: 'x'.repeat(65) }))).toMatchObject({ error: { pointer: '/id', id: undefined } });
});

describe('the rate of messages', () => {
  const limits = { messagesPerSecond: 10, messagesBurst: 20 };

  test('allows the burst, then what the time earns', () => {
    const rate = { tokens: 20, atMs: 0, freeSubscribes: 0 };
    const taken = (nowMs: number, tries: number) =>
      Array.from({ length: tries }, () => takeToken(rate, 'ping', { ...limits, nowMs })).filter(Boolean).length;
    expect(taken(0, 30)).toBe(20);
    expect(taken(500, 30)).toBe(5);
    expect(taken(60_000, 30)).toBe(20);
  });

  test('gives the first subscribes for nothing, and no other op', () => {
    const rate = { tokens: 0, atMs: 0, freeSubscribes: 2 };
    const ops = ['ping', 'subscribe', 'subscribe', 'subscribe', undefined];
    expect(ops.map((op) => takeToken(rate, op, { ...limits, nowMs: 0 }))).toEqual([false, true, true, false, false]);
  });
});

test.each([
  [undefined, '127.0.0.1:7400', true],
  ['http://127.0.0.1:7400', '127.0.0.1:7400', true],
  ['https://book.example', 'Book.example', true],
  ['https://wallet.example', 'book.example', true],
  ['http://wallet.example', 'book.example', false],
  ['https://book.example.evil.example', 'book.example', false],
  ['null', 'book.example', false],
  ['nonsense', undefined, false],
])('origin %s at host %s: %s', (origin, host, allowed) => {
  expect(originAllowed(origin, host, ['https://wallet.example'])).toBe(allowed);
});

describe('the chores of a connection', () => {
  const fine = {
    hasSubscribed: true,
    openedAtMs: 0,
    slowSinceMs: undefined,
    warned: false,
    lastHeardMs: 100_000,
    lastPingMs: 100_000,
    lastSentMs: 100_000,
  };
  test.each([
    ['nothing', {}, undefined],
    ['a heartbeat after 5 s of silence', { lastSentMs: 95_000 }, 'heartbeat'],
    ['a ping after 20 s', { lastPingMs: 80_000 }, 'ping'],
    ['its end when nothing was heard for a minute', { lastHeardMs: 40_000 }, 'terminate'],
    ['its end when it never subscribed', { hasSubscribed: false, openedAtMs: 90_000 }, 'close-unused'],
    ['patience before it subscribes', { hasSubscribed: false, openedAtMs: 90_001 }, undefined],
    ['a warning when it has been slow', { slowSinceMs: 98_000 }, 'warn-slow'],
    ['one warning, not two', { slowSinceMs: 98_000, warned: true }, undefined],
    ['its end when it stays slow', { slowSinceMs: 85_000, warned: true }, 'close-slow'],
    ['no heartbeat while it is slow', { slowSinceMs: 99_000, lastSentMs: 0 }, undefined],
  ])('%s', (_what, change, chore) => {
    expect(choreFor({ ...fine, ...change }, 100_000)).toBe(chore);
  });
});

test('what is due is handed over in order, once, and not early', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 }),
      fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 10 }),
      (times, looks) => {
        const delivered: number[] = [];
        const queue = createDueQueue<number>(
          (at) => delivered.push(at),
          () => 0,
        );
        for (const at of times) queue.add(at, at);
        for (const nowMs of looks.sort((a, b) => a - b)) {
          queue.run(nowMs);
          expect(delivered.every((at) => at <= nowMs)).toBe(true);
        }
        queue.run(2_000);
        queue.close();
        expect(delivered.toSorted((a, b) => a - b)).toEqual(times.toSorted((a, b) => a - b));
      },
    ),
  );
});

test('addresses are counted, and forgotten with their last connection', () => {
  const addresses = createAddressCount();
  addresses.enter('a');
  addresses.enter('a');
  addresses.leave('a');
  expect([addresses.count('a'), addresses.count('b')]).toEqual([1, 0]);
  addresses.leave('a');
  expect(addresses.count('a')).toBe(0);
});
