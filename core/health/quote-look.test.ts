import { expect, test } from 'vitest';
import type { FailureCode, QuoteEvent } from '../domain/quote.ts';
import { quoteLook } from './quote-look.ts';

const AT_MS = 1_700_000_000_000;

const failed = (code: FailureCode, tookMs: number): QuoteEvent => ({
  quoteId: 'q',
  bridge: 'hop',
  corridor: 'ethereum:USDC>base:USDC',
  amountIn: 1n,
  askedAtMs: AT_MS - tookMs,
  observedAtMs: AT_MS,
  outcome: { kind: 'failure', failure: { code, detail: '', limit: null, retryAfterMs: null } },
});

test('what was said in a bridge’s stead says nothing of it; what it said itself does', () => {
  for (const code of ['UNSUPPORTED_ROUTE', 'AMOUNT_TOO_HIGH'] as const) {
    expect(quoteLook(failed(code, 0), AT_MS)).toBeUndefined();
    expect(quoteLook(failed(code, 1), AT_MS)).toMatchObject({ verdict: 'refused', code: null });
  }
  expect(quoteLook(failed('UPSTREAM_ERROR', 0), AT_MS)).toMatchObject({ verdict: 'failed', code: 'UPSTREAM_ERROR' });
});
