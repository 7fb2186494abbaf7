import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteEvents } from '#test/support/arbitrary-quotes.ts';
import { quoteEventFromRecord, quoteEventToRecord } from './quote-event.ts';

test('every quote event comes back from its record as it was', () => {
  fc.assert(
    fc.property(quoteEvents({ minLength: 1, maxLength: 3 }), (events) => {
      for (const event of events) expect(quoteEventFromRecord(quoteEventToRecord(event))).toEqual({ ok: true, value: event });
    }),
  );
});

const record = quoteEventToRecord(fc.sample(quoteEvents({ minLength: 1, maxLength: 1 }), { numRuns: 1, seed: 7 })[0]![0]!);

test('a record that cannot be meant is refused in words', () => {
  expect(quoteEventFromRecord({ ...record, amountIn: '-1' })).toEqual({ ok: false, error: 'amountIn is no amount: -1' });
  expect(quoteEventFromRecord({ ...record, answer: null, failure: null }).ok).toBe(false);
  expect(quoteEventFromRecord({ ...record, observedAtMs: 2 ** 53 }).ok).toBe(false);
});

test('kinds and codes from a newer writer are read as the nearest that we know', () => {
  const failure = { code: 'NOVEL', detail: '', limit: null, retryAfterMs: null };
  const read = quoteEventFromRecord({ ...record, answer: null, failure });
  expect(read.ok && read.value.outcome).toMatchObject({ failure: { code: 'UPSTREAM_ERROR' } });
});
