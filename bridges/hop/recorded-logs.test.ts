import { getAddress } from 'viem';
import { expect, test } from 'vitest';
import { readRecorded } from '../_kit/testing/recorded-logs.ts';
import { hop } from './hop.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(hop, name);

test('ether from Base to Ethereum, with the pool’s log before it', () => {
  expect(read('receipt.base-to-ethereum')).toEqual([
    null,
    {
      kind: 'deposit',
      transferKey: 'hop:0:0x7efae815749ebf62df0e02aff724d75d05138e147f2a1471b0352c28851e55e1',
      fields: expect.objectContaining({
        originChainId: 8453n,
        destinationChainId: 1n,
        inputAmount: 3_200_000_000_000_000_000n,
        hTokenAmount: 3_195_744_355_131_508_403n,
        bonderFee: 3_006_373_083_384_123n,
        outputAmount: 3_195_744_355_131_508_403n - 3_006_373_083_384_123n,
        recipient: getAddress('0x010d004994113122fe3d8c59398b8490f72016cf'),
      }),
    },
  ]);
});

test('both sides of a transfer from Ethereum to Base have one key', () => {
  const [deposit] = read('receipt.ethereum-to-base');
  const [pool, fill] = read('receipt.arrival-on-base');
  expect(deposit).toMatchObject({
    kind: 'deposit',
    fields: { inputAmount: 120_000_000_000_000_000n, amountOutMin: 119_446_310_790_122_374n, swapDeadline: 1_697_739_080n },
  });
  expect(pool).toBeNull();
  expect(fill).toMatchObject({
    kind: 'fill',
    transferKey: deposit?.transferKey,
    // What the source says that the wrapper paid to the recipient.
    fields: {
      destinationChainId: 8453n,
      deliveredAmount: 120_046_587_277_448_256n,
      recipient: getAddress('0xd5590c642aace5d9124639d263c1e2a8e406e899'),
    },
  });
});

test('a withdrawal that a bonder paid on Ethereum', () => {
  expect(read('receipt.bonded-on-ethereum')).toMatchObject([
    {
      kind: 'fill',
      transferKey: 'hop:0:0x4a0a486b1e92630734f1535a68b574763c0f607e225562df04aeb5ef3c25bafa',
      fields: { destinationChainId: 1n, bondedAmount: 170_931_099_195_511_801n, asQuoted: 'true' },
    },
  ]);
});

test('an arrival on Polygon', () => {
  expect(read('log.arrival-on-polygon')).toMatchObject([
    {
      kind: 'fill',
      fields: { originChainId: 1n, destinationChainId: 137n, recipient: getAddress('0xd8abd48bfcc32de3ff0f5cdb67360a2303081605') },
    },
  ]);
});
