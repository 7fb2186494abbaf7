import { expect, test } from 'vitest';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createLateness } from './lateness.ts';

const AT_MS = 1_763_640_000_000;
const QUESTION = { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: 1_000n };
const KEY = 'ethereum:USDC>arbitrum:USDC@1000';

const quote = (afterMs: number, bridge = 'across', kind = 'answer') =>
  ({ ...QUESTION, bridge, observedAtMs: AT_MS + afterMs, outcome: { kind } }) as QuoteEvent;

const book = (asOfMs: number, held: Readonly<Record<string, number>>, excluded: Readonly<Record<string, string>> = {}) => ({
  key: KEY,
  asOfMs: AT_MS + asOfMs,
  held: Object.entries(held).map(([bridge, observedMs]) => ({ bridge, observedAtMs: AT_MS + observedMs })),
  excluded: Object.entries(excluded).map(([bridge, reason]) => ({ bridge, reason })),
});

test('a quote is as late as the first book that has it', () => {
  const lateness = createLateness();
  lateness.sent([quote(0), quote(100, 'stargate')]);
  lateness.written(book(250, { across: 0 }));
  expect(lateness.mostMs).toBe(250);
  lateness.written(book(900, { across: 0, stargate: 100 }));
  lateness.written(book(5_000, { across: 0, stargate: 100 }));
  expect(lateness.mostMs).toBe(800);
});

test('one book for all that came while the ranker stood still is late by the oldest of them, not the newest', () => {
  const lateness = createLateness();
  lateness.sent([quote(0), quote(1_000), quote(2_000)]);
  lateness.sent([quote(3_000)]);
  lateness.written(book(2_100, { across: 2_000 }));
  expect(lateness.mostMs).toBe(2_100);
});

test('a quote that a rule kept out is not late when the bridge comes back; one that is late for its expiry is', () => {
  const lateness = createLateness();
  lateness.sent([quote(0), quote(0, 'stargate'), quote(500, 'stargate', 'failure')]);
  lateness.written(book(50, {}, { across: 'BREAKER_OPEN', stargate: 'EXPIRED' }));
  lateness.sent([quote(9_900)]);
  lateness.written(book(10_000, { across: 9_900 }));
  expect(lateness.mostMs).toBe(100);
  lateness.written(book(12_000, { across: 9_900, stargate: 0 }));
  expect(lateness.mostMs).toBe(12_000);
});

test('what was forgotten, outlived or of another book tells nothing', () => {
  const lateness = createLateness();
  lateness.sent(Array.from({ length: 1_500 }, (_, at) => quote(at)));
  lateness.written({ ...book(1_600, { across: 1_499 }), key: 'ethereum:USDC>base:USDC@1000' });
  lateness.written(book(1_600, { stargate: 1_499 }));
  expect(lateness.mostMs).toBe(0);
  // Of the 1 500 the last 1 000 are kept, the oldest of them from 500 on.
  lateness.written(book(1_600, { across: 1_499 }));
  expect(lateness.mostMs).toBe(1_100);
  lateness.sent([quote(2_000), quote(60_000)]);
  lateness.written(book(60_010, { across: 60_000 }));
  expect(lateness.mostMs).toBe(1_100);
});

test('books that are empty because all of their quotes ran out before they were in one are as late as the oldest of them', () => {
  const lateness = createLateness();
  lateness.sent([quote(0), quote(10_000), quote(20_000)]);
  lateness.written(book(31_000, {}, { across: 'EXPIRED' }));
  expect(lateness.mostMs).toBe(31_000);
  lateness.written(book(62_000, {}, { across: 'EXPIRED' }));
  expect(lateness.mostMs).toBe(62_000);
});

test('a quote that was in a book in time and ran out since is not late', () => {
  const lateness = createLateness();
  lateness.sent([quote(0)]);
  lateness.written(book(100, { across: 0 }));
  lateness.written(book(30_000, {}, { across: 'EXPIRED' }));
  expect(lateness.mostMs).toBe(100);
});
