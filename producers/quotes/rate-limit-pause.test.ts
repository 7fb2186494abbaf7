import { expect, test } from 'vitest';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { createPauses } from './rate-limit-pause.ts';

const limited = (askedAtMs: number, observedAtMs: number, retryAfterMs: number | null = null): QuoteEvent => ({
  quoteId: 'q',
  bridge: 'across',
  corridor: 'ethereum:USDC>arbitrum:USDC',
  amountIn: 1n,
  askedAtMs,
  observedAtMs,
  outcome: { kind: 'failure', failure: { code: 'RATE_LIMITED', detail: '', limit: null, retryAfterMs } },
});

test('without a time the pause doubles with each further refusal, up to half a minute', () => {
  const pauses = createPauses();
  const given = Array.from({ length: 7 }, (_, round) => pauses.after(limited(round * 100_000, round * 100_000 + 10)));
  expect(given).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('questions that were open together count once', () => {
  const pauses = createPauses();
  expect(pauses.after(limited(0, 10))).toBe(1_000);
  expect(pauses.after(limited(1, 11))).toBeNull();
  expect(pauses.after(limited(2_000, 2_010))).toBe(2_000);
});

test('the provider’s own time holds', () => {
  expect(createPauses().after(limited(0, 10, 7_000))).toBe(7_000);
});

test('another failure is no reason to pause', () => {
  const event = limited(0, 10);
  const timedOut = { code: 'UPSTREAM_TIMEOUT', detail: '', limit: null, retryAfterMs: null } as const;
  expect(createPauses().after({ ...event, outcome: { kind: 'failure', failure: timedOut } })).toBeNull();
});
