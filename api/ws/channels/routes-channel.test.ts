import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { InputError } from '#core/errors.ts';
import type { Result } from '#core/result.ts';
import type { DeltaFrame, ServerFrame, SnapshotFrame } from '#schemas/api/feed.ts';
import { PRESETS } from '#schemas/api/primitives.ts';
import { applyDelta, bookFromSnapshot, type HeldBook as ClientBook } from '#sdk/held-book.ts';
import { BOOK_KEY, type BookContent, bookContent, bookJson } from '#test/support/arbitrary-book.ts';
import { createBookCache } from '../../books/book-cache.ts';
import { emptyBookFor } from '../../books/empty-book.ts';
import { createInterest } from '../../books/interest.ts';
import type { FeedConnection, Subscription } from '../connection.ts';
import type { Output } from '../output.ts';
import { snapshotOf, viewOf } from '../view/view.ts';
import type { Wish } from './channel.ts';
import { createRoutesBooks } from './routes-books.ts';
import { createRoutesChannel } from './routes-channel.ts';
import type { RoutesWish } from './routes-wish.ts';

/** A world of one book and one subscriber: versions are announced, the socket clogs and clears, time passes by command. */
const createWorld = () => {
  let nowMs = 1_000;
  let clogged = false;
  let version = 0;
  let announce: (bytes: Buffer) => void = () => {};
  let stored: Buffer | undefined;
  const behind = new Set<Subscription>();
  const sent: ServerFrame[] = [];
  const contents = new Map<number, BookContent>();

  const books = createBookCache({
    reader: {
      read: async () => stored,
      watch: async (_key, listener) => {
        announce = listener;
      },
      unwatch: () => {
        announce = () => {};
      },
      onRestored: () => {},
    },
    emptyBook: emptyBookFor(['across'], () => 0),
    now: () => nowMs,
    logger: pino({ level: 'silent' }),
  });
  const interest = createInterest({
    writer: { begin: async () => {}, renew: async () => {} },
    now: () => nowMs,
    logger: pino({ level: 'silent' }),
  });
  // The wire: a frame stands after a header of 2, 4 or 10 bytes.
  const payloadOf = (bytes: Buffer) => bytes.subarray((bytes[1] ?? 0) < 126 ? 2 : bytes[1] === 126 ? 4 : 10).toString();
  const output: Output = {
    send: (_connection, bytes) => sent.push(JSON.parse(payloadOf(bytes))),
    answer: (_connection, frame) => sent.push(frame),
    holdsBack: (_connection, subscription) => {
      if (clogged) behind.add(subscription);
      return clogged;
    },
    drained: () => {},
    close: () => {},
  };
  const metrics = { connections: () => {}, subscribed: () => {}, sent: () => {}, conflated: () => {}, closed: () => {} };
  const channel = createRoutesChannel({
    routesBooks: createRoutesBooks({ books, interest, traces: { heard: () => undefined, framesOf: () => undefined } }),
    output,
    metrics,
    priceOf: () => undefined,
    elapsed: () => nowMs,
  });

  return {
    sent,
    contents,
    start: (wish: RoutesWish) => channel.start({ connection: {} as FeedConnection, wish, acknowledge: () => {} }),
    parse: channel.parse,
    parseResume: channel.parseResume,
    publish: (content: BookContent, announced: boolean) => {
      version += 1;
      contents.set(version, content);
      stored = Buffer.from(JSON.stringify(bookJson(content, version)));
      if (announced) announce(stored);
    },
    announceAgain: () => stored !== undefined && announce(stored),
    clog: () => {
      clogged = true;
    },
    clear: () => {
      clogged = false;
      const waiting = [...behind];
      behind.clear();
      for (const subscription of waiting) subscription.catchUp();
    },
    pass: (ms: number) => {
      nowMs += ms;
      channel.runDue();
    },
    version: () => version,
    close: () => {
      channel.close();
      books.close();
      interest.close();
    },
  };
};

/** A wish that was understood, as it must be here. */
const understood = (parsed: Result<Wish, InputError>): RoutesWish => {
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value as RoutesWish;
};

type Step =
  | { kind: 'book'; content: BookContent }
  | { kind: 'pass'; ms: number }
  | { kind: 'clog' | 'clear' | 'resync' | 'again' | 'reconnect' | 'subscribe-anew' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: bookContent.map((content) => ({ kind: 'book' as const, content })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 400 }).map((ms) => ({ kind: 'pass' as const, ms })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('clog' as const, 'clear' as const, 'resync' as const, 'again' as const, 'reconnect' as const, 'subscribe-anew' as const)
      .map((kind) => ({ kind })),
  },
);

const wanted = fc.record({
  preset: fc.constantFrom(...PRESETS),
  depth: fc.integer({ min: 1, max: 13 }),
  mode: fc.constantFrom('delta' as const, 'full' as const),
  minIntervalMs: fc.constantFrom(0, 0, 100, 250),
});

describe('a subscriber that applies snapshots and deltas', () => {
  test('holds the server’s view, whatever is conflated, repeated, resynced or resumed', async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.array(step, { maxLength: 40 }), async (shape, steps) => {
        const world = createWorld();
        let client: ClientBook | undefined;
        let read = 0;

        /** Takes what was sent, each frame checked against the view of its version. */
        const listen = () => {
          for (; read < world.sent.length; read += 1) {
            const frame = world.sent[read] as SnapshotFrame | DeltaFrame;
            if (shape.mode === 'full') expect(frame.type).toBe('snapshot');
            const next = frame.type === 'snapshot' ? bookFromSnapshot(frame) : client && applyDelta(client, frame);
            expect(next).toMatchObject({ ok: true });
            if (next?.ok !== true) return;
            client = next.value;
            const content = world.contents.get(client.version);
            if (content === undefined) {
              expect(client).toMatchObject({ version: 0, routes: [], pending: ['across'] });
              continue;
            }
            const { type: _, channel: __, ...expected } = snapshotOf(viewOf(bookJson(content, client.version), shape));
            expect(client).toEqual(expected);
          }
        };
        const wish = (): RoutesWish =>
          understood(world.parse({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000', ...shape }));
        let subscription = await world.start(wish());
        listen();

        for (const { kind, ...details } of steps) {
          if (kind === 'book') world.publish((details as { content: BookContent }).content, true);
          else if (kind === 'pass') world.pass((details as { ms: number }).ms);
          else if (kind === 'clog') world.clog();
          else if (kind === 'clear') world.clear();
          else if (kind === 'resync') subscription.resync();
          else if (kind === 'again') world.announceAgain();
          else {
            subscription.close();
            world.clear();
            const resumed = understood(world.parseResume(BOOK_KEY, client?.version ?? 0, shape));
            subscription = await world.start(kind === 'reconnect' ? resumed : wish());
          }
          listen();
        }
        world.clear();
        world.pass(1_000);
        listen();
        expect(client?.version).toBe(world.version());
        expect(subscription.sentVersion?.()).toBe(world.version());
        subscription.close();
        world.close();
      }),
      { numRuns: 300 },
    );
  });

  test('gets deltas on resume while the version is known, and a snapshot when it is not', async () => {
    const world = createWorld();
    const content = fc.sample(bookContent, { numRuns: 40, seed: 7 });
    const parsed = world.parse({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000' });
    const first = await world.start(understood(parsed));
    for (const one of content.slice(0, 5)) world.publish(one, true);
    const resume = async (version: number) => {
      const wish = world.parseResume(BOOK_KEY, version, {});
      const before = world.sent.length;
      const subscription = await world.start(understood(wish));
      const frames = world.sent.slice(before);
      subscription.close();
      return frames;
    };
    expect(await resume(2)).toMatchObject([{ type: 'delta', prevVersion: 2, version: 5 }]);
    expect(await resume(5)).toEqual([]);
    expect(await resume(99)).toMatchObject([{ type: 'snapshot', version: 5 }]);
    for (const one of content) world.publish(one, true);
    expect(await resume(2)).toMatchObject([{ type: 'snapshot', version: 45 }]);
    first.close();
    world.close();
  });

  test('is sent no more often than it asked for, and the last version in the end', async () => {
    const world = createWorld();
    const contents = fc.sample(bookContent, { numRuns: 15, seed: 3 });
    const parsed = world.parse({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: '1000000000', minIntervalMs: 1_000 });
    const subscription = await world.start(understood(parsed));
    for (const content of contents) {
      world.publish(content, true);
      world.pass(100);
    }
    world.pass(1_000);
    world.pass(1_000);
    expect(world.sent.map((frame) => (frame as SnapshotFrame).version)).toEqual([0, 10, 15]);
    subscription.close();
    world.close();
  });
});
