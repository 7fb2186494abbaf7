import { encodeErrorResult, parseAbi } from 'viem';
import { expect, test } from 'vitest';
import { across } from './across.ts';

/** As the contract encodes them. */
const abi = parseAbi(['error DepositsArePaused()', 'error InvalidQuoteTimestamp()', 'error DisabledRoute()', 'error NotEOA()']);
const data = (errorName: (typeof abi)[number]['name']) => encodeErrorResult({ abi, errorName });

test.each([
  ['DepositsArePaused', 'PAUSED'],
  ['InvalidQuoteTimestamp', 'QUOTE_EXPIRED'],
  ['DisabledRoute', 'UNSUPPORTED_ROUTE'],
] as const)('%s means %s', (errorName, code) => {
  expect(across.explainRevert(data(errorName))).toMatchObject({ code, detail: expect.stringContaining(errorName) });
});

test.each(['0x', '0x12', data('NotEOA'), 'nonsense'])('%s is not Across’s to explain', (bytes) => {
  expect(across.explainRevert(bytes)).toBeUndefined();
});
