import { expect, test } from 'vitest';
import type { BookView } from './book-view.ts';
import { SAMPLE_BRIDGES, sampleBook, sampleRoute } from './testing/sample-book.ts';
import { renderChange, renderTable } from './watch-text.ts';

const key = 'ethereum:USDC>arbitrum:USDC@1000000000';
const question = { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: 10n ** 9n, nowMs: 0, priceUsd: 1, decimals: 6 };
const routes = SAMPLE_BRIDGES.slice(0, 2).map((bridge) => sampleRoute({ ...question, bridge, random: () => 0.5 }));
const excluded = [{ bridge: 'hop', reason: 'LIMIT', detail: 'takes at most 5' }];
const view: BookView = { ...sampleBook({ key, version: 7, nowMs: 0, routes, excluded }), status: 'live', reranked: false };
const decimalsOf = () => 6;

test('a change is one line that says everything of it', () => {
  expect(renderChange(view, decimalsOf)).toBe(
    '1970-01-01T00:00:00.000Z  v7  live  1. across 999.580000  2. stargate 999.400000  hop out: LIMIT',
  );
});

test('the table lines its columns up, and names who is out', () => {
  const text = renderTable(view, { phase: 'reconnecting', attempt: 1, retryAtMs: 9_500, reason: 'cut' }, { nowMs: 5_000, decimalsOf });
  const [state = '', , ...rest] = text.split('\n');
  expect(state).toContain('reconnecting in 5 s (cut)');
  expect(new Set(rest.slice(0, 3).map((line) => line.length)).size).toBe(1);
  expect(text).toContain('hop: LIMIT, takes at most 5');
});
