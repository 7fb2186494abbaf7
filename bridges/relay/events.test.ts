import fc from 'fast-check';
import { encodeAbiParameters, getAbiItem, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import { describeEvents } from '../_kit/conformance.ts';
import { anyAddress, anyBytes } from '../_kit/testing/any-bytes.ts';
import { depositoryAbi } from './abi.ts';
import { DEPOSITORY } from './contracts.ts';
import { relay } from './relay.ts';

const id = anyBytes(32);
const amount = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const chainId = fc.constantFrom(1, 10, 137, 8453, 42161, 43114);

const topic = (name: 'RelayNativeDeposit' | 'RelayErc20Deposit') => toEventSelector(getAbiItem({ abi: depositoryAbi, name }));

const deposits = fc.record({ chainId, from: anyAddress, token: fc.option(anyAddress, { nil: undefined }), amount, id }).map((one) => ({
  log: {
    chainId: one.chainId,
    address: DEPOSITORY,
    topics: [topic(one.token === undefined ? 'RelayNativeDeposit' : 'RelayErc20Deposit')],
    data:
      one.token === undefined
        ? encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }, { type: 'bytes32' }], [one.from, one.amount, one.id])
        : encodeAbiParameters(
            [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }, { type: 'bytes32' }],
            [one.from, one.token, one.amount, one.id],
          ),
  },
  expected: {
    kind: 'deposit' as const,
    transferKey: `relay:${one.chainId}:${one.id}`,
    fields: {
      inputToken: one.token ?? '0x0000000000000000000000000000000000000000',
      inputAmount: one.amount,
      depositor: one.from,
      depositId: one.id,
      originChainId: BigInt(one.chainId),
    },
  },
}));

describeEvents(relay, deposits);

test('the topics are those of the deployed depository', () => {
  // Computed from the real contract's ABI, relayprotocol/relay-depository at 8c46f72d.
  expect(topic('RelayNativeDeposit')).toBe('0x8032066556caf3967d8fec4ad22a2d9e1e9576556b2903a0fcd5b1fd201e3477');
  expect(topic('RelayErc20Deposit')).toBe('0x49fed1d0b752ce30eee63c7a81133f3363b532fec5d4d7dd1ccfd005de4555e1');
});
