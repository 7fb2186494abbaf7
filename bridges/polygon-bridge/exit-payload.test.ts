import fc from 'fast-check';
import { encodeFunctionData, parseAbi } from 'viem';
import { describe, expect, test } from 'vitest';
import { brokenHex } from '../_kit/mutations.ts';
import { ROOT_CHAIN_MANAGER } from './contracts.ts';
import { burnsProvenIn, type ProvenBurn } from './exit-payload.ts';
import { exitInput, exitPayload } from './testing/exit-input.ts';
import { dai, ether, recipient, sender } from './testing/polygon-answers.ts';

const burn: ProvenBurn = { blockNumber: 53_973_586n, token: dai.l2.address, from: sender, amount: 1_429_866n };
const another: ProvenBurn = { blockNumber: 0n, token: ether.l2.address, from: recipient, amount: 0n };
const batch = parseAbi(['function aggregate((address target, bytes callData)[] calls) payable']);

describe('what an exit proves is read from its calldata', () => {
  test.each([
    ['a receipt without a type', {}],
    ['one of a typed transaction', { type: 2 }],
    ['a burn behind other logs', { type: 2, logsBefore: 3 }],
  ])('%s', (_name, shape) => {
    expect(burnsProvenIn(exitInput(burn, shape))).toEqual([burn]);
  });

  test('within a batch, in its order', () => {
    const calls = [exitInput(burn), '0x12345678', exitInput(another, { type: 1 })] as const;
    const input = encodeFunctionData({
      abi: batch,
      functionName: 'aggregate',
      args: [calls.map((callData) => ({ target: ROOT_CHAIN_MANAGER, callData }) as const)],
    });
    expect(burnsProvenIn(input)).toEqual([burn, another]);
  });

  test('not a transfer that is no burn, nor what only looks like an exit', () => {
    expect(burnsProvenIn(exitInput(burn, { to: recipient }))).toEqual([]);
    expect(burnsProvenIn(`0x3805550f${exitPayload(burn).slice(2)}`)).toEqual([]);
    expect(burnsProvenIn('0x3805550f')).toEqual([]);
    expect(burnsProvenIn('')).toEqual([]);
  });

  test('and broken calldata never makes it throw', () => {
    fc.assert(
      fc.property(brokenHex(exitInput(burn, { type: 2, logsBefore: 1 })), (damaged) => {
        burnsProvenIn(damaged);
      }),
      { seed: 20_261_126, numRuns: 500 },
    );
  });
});
