import { getAddress } from 'viem';
import { expect, test } from 'vitest';
import { readRecorded } from '../_kit/testing/recorded-logs.ts';
import { readBurnMessage } from './burn-message.ts';
import { cctp } from './cctp.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(cctp, name);

test('a fast burn that asks Circle’s forwarder to mint on a domain that is not in the registry', () => {
  expect(read('receipt.burn')).toEqual([
    {
      kind: 'deposit',
      transferKey: expect.stringMatching(/^cctp:42161:0x[0-9a-f]{64}$/),
      // As nothing is left to do for its user, there are no steps.
      fields: {
        guid: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        originChainId: 42161n,
        destinationDomain: 19n,
        inputToken: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
        inputAmount: 16_590_000n,
        outputAmount: 16_390_000n,
        maxFee: 200_000n,
        depositor: getAddress('0xb6db1b4dc6244f86e482d834739d949d799e4da5'),
        recipient: getAddress('0xb21d281dedb17ae5b501f6aa8256fe38c4e45757'),
        minFinalityThreshold: 1_000n,
        hookData: expect.stringMatching(/^0x636374702d666f7277617264.{88}$/),
      },
    },
  ]);
});

test('a mint on Arbitrum of what was burnt in full finality', () => {
  expect(read('receipt.mint')).toEqual([
    {
      kind: 'fill',
      fields: {
        nonce: '0x4ffec20f05e67d8d5e5ec283b7c080514c31b666e9178737d400b522810342e1',
        originDomain: 19n,
        destinationChainId: 42161n,
        inputToken: getAddress('0xb88339cb7199b77e23db6e890353e22632ba630f'),
        outputToken: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
        inputAmount: 267_951_382n,
        depositor: getAddress('0x15b2810232ec96ff083ca6d8b785cb930d241d83'),
        recipient: getAddress('0x928e8b34e4585f259cd645c5b7e45cec5addb845'),
        deliveredTo: getAddress('0x928e8b34e4585f259cd645c5b7e45cec5addb845'),
        deliveredAmount: 267_951_382n,
        feeExecuted: 0n,
        finalityThresholdExecuted: 2_000n,
        relayer: '0x99f5A2E5d81F22DDB130f4A194584532A3dc3C2E',
      },
    },
  ]);
});

test('a message as Circle attested it, from OP Mainnet to Arbitrum', () => {
  // Of the burn 0x4f6823919f3cb6dce10f1422e6ea892b60000418044dd0b09b7676c5923c0f78 (AnasShaikh/openwork-contract-v0.2 on GitHub, notes of 2025-01-27).
  const words = [
    '0x00000001000000020000000355be18dcd80a40fc62d53a9f96f1dabfc4349fa6d62b933b791318677c854bc0',
    '00000000000000000000000028b5a0e9c621a5badaa536219b3a228c8168cf5d',
    '00000000000000000000000028b5a0e9c621a5badaa536219b3a228c8168cf5d',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '000003e8000003e800000001',
    '0000000000000000000000000b2c639c533813f4aa9d7837caf62653d097ff85',
    '000000000000000000000000fd08836eee6242092a9c869237a8d122275b024a',
    '0000000000000000000000000000000000000000000000000000000000000064',
    '0000000000000000000000003c9d9a5f571f040ed7863a0c727f34d5ee3ce7f6',
    '0000000000000000000000000000000000000000000000000000000000000032',
    '0000000000000000000000000000000000000000000000000000000000000032',
    '0000000000000000000000000000000000000000000000000000000001629ac7',
  ];
  expect(readBurnMessage(words.join(''))).toMatchObject({
    sourceDomain: 2,
    destinationDomain: 3,
    nonce: '0x55be18dcd80a40fc62d53a9f96f1dabfc4349fa6d62b933b791318677c854bc0',
    burnToken: '0x0000000000000000000000000b2c639c533813f4aa9d7837caf62653d097ff85',
    amount: 100n,
    maxFee: 50n,
    feeExecuted: 50n,
    minFinalityThreshold: 1_000,
    finalityThresholdExecuted: 1_000,
    expirationBlock: 0x1629ac7n,
    hookData: '0x',
  });
});
