import { expect, test } from 'vitest';
import { statusOfError } from './error-body.ts';

test.each([
  [{ error: 'Insufficient liquidity' }, 400],
  [{ error: 'Message not found' }, 404],
  [{ error: 'DepositNotFoundException', message: 'Deposit not found given the provided constraints' }, 404],
  [{ error: 'Too Many Requests' }, 429],
  [{ errorId: 'ERROR_LOW_GIVE_AMOUNT', errorCode: 12 }, 400],
  [{ message: 'No available quotes for the requested transfer', code: 1002, errors: { failed: [] } }, 400],
  [{ message: 'Unable to find a quote for the requested transfer.', errors: [] }, 400],
  [{ message: 'Invalid request' }, 400],
  [{ message: 'Swap output amount is too small', errorCode: 'AMOUNT_TOO_LOW' }, 400],
  [{ type: 'AcrossApiError', message: 'Route is not enabled.' }, 400],
  [{ error: { message: 'No route for these tokens' } }, 400],
  [{ error: { code: 'NOT_FOUND', message: 'The page could not be found' } }, 404],
  [{ success: false, result: null, message: { error: 'Bad Request' } }, 400],
])('%j is an error', (body, status) => {
  expect(statusOfError(body)).toBe(status);
});

test.each([
  undefined,
  'error',
  [{ error: 'one of many' }],
  {},
  { error: null, quotes: [] },
  { error: '' },
  { error: {} },
  { error: { message: 'of one way' }, quotes: [] },
  { status: 'failure', error: 'DESTINATION_TX_FAILED', inTxHashes: [] },
  { status: 'NOT_FOUND', substatus: 'UNKNOWN_ERROR', message: 'The transaction was not found.', sending: null },
  { status: 'unknown' },
  { success: true, message: null, result: {} },
  { code: 7, amountIn: '1' },
])('%j is none', (body) => {
  expect(statusOfError(body)).toBeUndefined();
});
