import { expect, test } from 'vitest';
import { lifi } from '../lifi/lifi.ts';
import { budgetOf, offReason, probePauseMs, quotesBudget } from './budget-shares.ts';

const { manifest } = lifi;
const required = { ...manifest, apiKey: { variable: 'VENDOR_KEY', required: true, about: '' } };

test('a key that is configured brings its own budget', () => {
  expect(budgetOf(manifest, {})).toBe(manifest.budget);
  expect(budgetOf(manifest, { LIFI_API_KEY: 'secret' })).toBe(manifest.budgetWithKey);
});

test('a vendor that demands a key is off without it, and says which', () => {
  expect(offReason(manifest, {})).toBeUndefined();
  expect(offReason(required, {})).toContain('VENDOR_KEY');
  expect(offReason(required, { VENDOR_KEY: 'secret' })).toBeUndefined();
});

test('quotes, probes and transactions together stay within a quota', () => {
  const { budget } = manifest;
  const quotes = quotesBudget(budget).quota?.questions ?? 0;
  const probes = Math.ceil((budget.quota?.perMs ?? 0) / probePauseMs(budget));
  expect(quotes).toBe(63);
  expect(quotes + probes).toBeLessThan(budget.quota?.questions ?? 0);
});
