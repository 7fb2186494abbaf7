import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bookKey } from '#core/domain/corridor.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { type ClockSetting, timeOf } from '#platform/clock.ts';
import { feed } from './feed.ts';
import { createLateness } from './lateness.ts';

const FROM_MS = 1_763_640_000_000;
const SPAN_MS = 10_000;
const SPEED = 50;
const BRIDGE = 'across';
const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';

const quoteAt = (observedAtMs: number) =>
  ({ observedAtMs, bridge: BRIDGE, corridor: CORRIDOR, amountIn: 1n, outcome: { kind: 'answer' } }) as QuoteEvent;

/**
 * One stretch of a quote a second, which is read from the history within `readMs`, to a ranker that takes at once what it is sent and writes one
 * book for all that it took within `writeMs`, and hears `hearMs` later how its clock is set. Gives how late the books are.
 */
const fedWith = async ({ readMs = 0, writeMs = 0, hearMs = 0, speed = SPEED, gone = undefined as Error | undefined }) => {
  const lateness = createLateness();
  let clock: ClockSetting = { atMs: FROM_MS, wallMs: Date.now(), speed: 0, untilMs: FROM_MS };
  let writing = Promise.resolve();
  let newest: QuoteEvent | undefined;
  const write = () => {
    if (newest === undefined) return;
    const held = [{ bridge: BRIDGE, observedAtMs: newest.observedAtMs }];
    lateness.written({ key: bookKey(CORRIDOR, 1n), asOfMs: timeOf(clock, Date.now()), held, excluded: [] });
    newest = undefined;
  };
  const quotes = await feed({
    recorded: {
      quotes: async () => {
        await sleep(readMs);
        return Array.from({ length: SPAN_MS / 1_000 }, (_, second) => quoteAt(FROM_MS + second * 1_000));
      },
    },
    stretches: [{ fromMs: FROM_MS, toMs: FROM_MS + SPAN_MS, quotes: SPAN_MS / 1_000 }],
    globals: [],
    ranker: {
      setClock: async (setting) => {
        if (hearMs > 0) await sleep(hearMs);
        clock = setting;
      },
      written: () => (gone === undefined ? writing : Promise.reject(gone)),
    },
    sendQuotes: async (events) => {
      lateness.sent(events);
      if (newest === undefined) writing = writing.then(() => sleep(writeMs)).then(write);
      newest = events.at(-1);
    },
    sendGlobals: async () => undefined,
    fromMs: FROM_MS,
    toMs: FROM_MS + SPAN_MS,
    speed,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await writing;
  expect(quotes).toBe(SPAN_MS / 1_000);
  return lateness.mostMs;
};

test('a quote that goes out after its time counts as late, though the ranker takes it at once', async () => {
  expect(await fedWith({ readMs: 100 })).toBeGreaterThanOrEqual(90 * SPEED);
});

test('so does one that is taken at once and waits for its book', async () => {
  expect(await fedWith({ writeMs: 100 })).toBeGreaterThanOrEqual(90 * SPEED);
});

test('at a speed that the ranker cannot keep, however late it hears of its clock, the clock waits, and no book is later than a quote can bear', async () => {
  const lateMs = await fedWith({ writeMs: 100, hearMs: 50, speed: 500 });
  expect(lateMs).toBeGreaterThan(1_000);
  expect(lateMs).toBeLessThanOrEqual(5_000);
});

test('a ranker that is gone ends the feeding', async () => {
  const gone = new Error('the ranker ended by itself');
  await expect(fedWith({ gone })).rejects.toBe(gone);
});
