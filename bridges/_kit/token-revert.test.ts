import { encodeErrorResult, parseAbi } from 'viem';
import { expect, test } from 'vitest';
import { explainTokenRevert, revertWords } from './token-revert.ts';

const abi = parseAbi([
  'error Error(string reason)',
  'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
  'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
  'error Panic(uint256 code)',
]);
const SOMEBODY = `0x${'12'.repeat(20)}` as const;
const reason = (text: string) => encodeErrorResult({ abi, errorName: 'Error', args: [text] });

test.each([
  ['OpenZeppelin 4', reason('ERC20: transfer amount exceeds balance'), 'INSUFFICIENT_BALANCE'],
  ['OpenZeppelin 4', reason('ERC20: insufficient allowance'), 'INSUFFICIENT_ALLOWANCE'],
  ['Dai', reason('Dai/insufficient-allowance'), 'INSUFFICIENT_ALLOWANCE'],
  ['USDC', reason('Pausable: paused'), 'PAUSED'],
  ['ERC-6093', encodeErrorResult({ abi, errorName: 'ERC20InsufficientBalance', args: [SOMEBODY, 1n, 2n] }), 'INSUFFICIENT_BALANCE'],
  ['ERC-6093', encodeErrorResult({ abi, errorName: 'ERC20InsufficientAllowance', args: [SOMEBODY, 1n, 2n] }), 'INSUFFICIENT_ALLOWANCE'],
])('%s', (_name, data, code) => {
  expect(explainTokenRevert(data)).toMatchObject({ code });
});

test('other words are kept, and what has none has no meaning here', () => {
  expect(explainTokenRevert(reason('Blacklistable: account is blacklisted'))).toBeUndefined();
  expect(revertWords(reason('Blacklistable: account is blacklisted'))).toBe('Blacklistable: account is blacklisted');
  for (const data of ['0x', '0x12345678', encodeErrorResult({ abi, errorName: 'Panic', args: [1n] })]) {
    expect(explainTokenRevert(data)).toBeUndefined();
    expect(revertWords(data)).toBeUndefined();
  }
});
