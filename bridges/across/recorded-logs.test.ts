import type { Hex } from 'viem';
import { keccak256 } from 'viem';
import { expect, test } from 'vitest';
import { decodeLog } from '../_kit/decode-log.ts';
import { readRecorded, recordedLogs } from '../_kit/testing/recorded-logs.ts';
import { spokePoolAbi } from './abi.ts';
import { across } from './across.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(across, name);

const acrossPairs = [
  [
    'weth-v3',
    42161,
    1,
    1_398_554n,
    '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
    '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
    0x04c13c6eb2b28989n,
  ],
  [
    'weth',
    137,
    1,
    2_006_218n,
    '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619',
    '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
    0x51d2778b06137fn,
  ],
  ['usdc', 137, 1, 2_006_207n, '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 2_978_833n],
  [
    'usdt-with-message',
    1,
    137,
    3_472_735n,
    '0xdAC17F958D2ee523a2206206994597C13D831ec7',
    '0xc2132D05D31c914a87C6611C10748AEb04B58e8F',
    198_562_330n,
  ],
] as const;

test.each(acrossPairs)('both sides of the deposit %s', (name, origin, destination, depositId, inputToken, outputToken, outputAmount) => {
  const [deposit] = read(`log.deposit-${name}`);
  const [fill] = read(`log.fill-${name}`);
  const transferKey = `across:${origin}:${depositId}`;
  const chains = { originChainId: BigInt(origin), destinationChainId: BigInt(destination) };
  expect(deposit).toMatchObject({ kind: 'deposit', transferKey, fields: { ...chains, inputToken, outputAmount, depositId } });
  expect(fill).toMatchObject({
    kind: 'fill',
    transferKey,
    fields: { ...chains, inputToken, outputToken, outputAmount, depositId, deliveredAmount: outputAmount, fillType: 'fast' },
  });
  // What the two must say alike, word for word.
  for (const field of ['inputAmount', 'fillDeadline', 'exclusivityDeadline', 'exclusiveRelayer', 'depositor', 'recipient']) {
    expect(fill?.fields[field]).toBe(deposit?.fields[field]);
  }
  expect(fill?.fields.deliveredTo).toBe(deposit?.fields.recipient);
});

test('the message of a deposit is the one of whose hash its fill tells', () => {
  const [deposit] = read('log.deposit-usdt-with-message');
  const [fill] = recordedLogs('across', 'log.fill-usdt-with-message').map((log) => decodeLog(spokePoolAbi, log));
  if (fill?.eventName !== 'FilledRelay') throw new Error('not read');
  expect(keccak256(deposit?.fields.message as Hex)).toBe(fill.args.messageHash);
});
