import { getAddress } from 'viem';
import { expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { readRecorded } from '../_kit/testing/recorded-logs.ts';
import { relay } from './relay.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(relay, name);

test('an order’s deposit', () => {
  expect(read('receipt.deposit-usdc')).toEqual([
    {
      kind: 'deposit',
      transferKey: 'relay:8453:0x13811abf6ee1c93181fc66206440faee0395a9da8959ad1642f9f1b4f050d802',
      fields: {
        inputToken: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
        inputAmount: 500_189_520n,
        depositor: getAddress('0xc66e270e81dec54063a74958776c93b48c90c033'),
        depositId: '0x13811abf6ee1c93181fc66206440faee0395a9da8959ad1642f9f1b4f050d802',
        originChainId: 8453n,
      },
    },
  ]);
});

test('a deposit of native coin', () => {
  const depositId = '0x6d41018fe6cf0ba77781e5e7996f6660b93b714023ffaefa730072be644ee3fd';
  expect(read('log.deposit-native')).toEqual([
    {
      kind: 'deposit',
      transferKey: `relay:1:${depositId}`,
      fields: {
        inputToken: NATIVE_ADDRESS,
        inputAmount: 0x609d0df9f4c9n,
        depositor: getAddress('0x79a5d62122b8026760167bb5a077774bf49e72bd'),
        depositId,
        originChainId: 1n,
      },
    },
  ]);
});
