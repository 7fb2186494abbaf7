import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { feed } from './feed.ts';

const FROM_MS = 1_763_640_000_000;
const SPAN_MS = 10_000;
const SPEED = 50;

const quoteAt = (observedAtMs: number) => ({ observedAtMs }) as QuoteEvent;

/** One stretch of a quote a second, which is read from the history within `readMs`, to a ranker that takes at once what it is sent. */
const fedWith = async (readMs: number) => {
  let taken = 0;
  const fed = await feed({
    recorded: {
      quotes: async () => {
        await sleep(readMs);
        return Array.from({ length: SPAN_MS / 1_000 }, (_, second) => quoteAt(FROM_MS + second * 1_000));
      },
    },
    stretches: [{ fromMs: FROM_MS, toMs: FROM_MS + SPAN_MS, quotes: SPAN_MS / 1_000 }],
    globals: [],
    ranker: { setClock: () => undefined, taken: async () => taken, stop: async () => undefined },
    sendQuotes: async (events) => {
      taken += events.length;
    },
    sendGlobals: async () => undefined,
    fromMs: FROM_MS,
    toMs: FROM_MS + SPAN_MS,
    speed: SPEED,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(fed.quotes).toBe(SPAN_MS / 1_000);
  return fed.behindMs;
};

test('a quote that goes out after its time counts as late, though the ranker takes it at once', async () => {
  expect(await fedWith(100)).toBeGreaterThanOrEqual(90 * SPEED);
});
