import { expect, test } from 'vitest';
import { statusOfPage } from './page-status.ts';

test.each([
  ['<html><head><title>429 Too Many Requests</title></head></html>', 429],
  ['<!DOCTYPE html><title>api.example | 502: Bad gateway</title>', 502],
  ['<title>Access denied</title><h1>no status</h1>', undefined],
  ['<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>', 503],
  ['<html><body>429 slow down</body></html>', 429],
  ['<p>all is well</p>', undefined],
  ['error code: 522', 522],
  ['error code: 1015', 429],
  ['Too Many Requests', 429],
  ['Amount exceeds max. deposit limit: 502.5 USDC', 400],
  ['{"amountIn":"1', undefined],
  ['', undefined],
])('%s', (body, status) => {
  expect(statusOfPage(body)).toBe(status);
});
