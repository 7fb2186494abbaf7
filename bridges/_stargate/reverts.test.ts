import { encodeErrorResult } from 'viem';
import { expect, test } from 'vitest';
import { errorsAbi } from './abi.ts';
import { explainRevert } from './reverts.ts';

test.each([
  ['Stargate_Paused', [], 'PAUSED'],
  ['Path_InsufficientCredit', [], 'LIMIT'],
  ['Stargate_SlippageTooHigh', [], 'QUOTE_MOVED'],
  ['LZ_InsufficientFee', [2n, 1n, 0n, 0n], 'QUOTE_EXPIRED'],
  ['Stargate_InsufficientFare', [], 'QUOTE_EXPIRED'],
  ['Bus_InvalidFare', [false], 'UNSUPPORTED_ROUTE'],
  ['Bus_QueueFull', [], 'LIMIT'],
  ['NoPeer', [30_110], 'UNSUPPORTED_ROUTE'],
] as const)('%s means what a signer can act on', (errorName, args, code) => {
  const data = encodeErrorResult({ abi: errorsAbi, errorName, args } as never);
  expect(explainRevert(data)).toMatchObject({ code, detail: expect.stringContaining(errorName) });
});

test.each(['0x', '0x08c379a0', '0xdeadbeef'])('%s is not Stargate’s to explain', (bytes) => {
  expect(explainRevert(bytes)).toBeUndefined();
});
