import type { Hex } from 'viem';
import { expect, test } from 'vitest';
import { readRetryable, ticketIdOf, unaliased } from './ticket.ts';

const words = (...values: readonly (bigint | string)[]): Hex =>
  `0x${values.map((value) => BigInt(value).toString(16).padStart(64, '0')).join('')}`;

const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const gateway = '0x6c411aD3E74De3E7Bd422b94A27770f5B86C623B';

/** Messages as the inbox packs them, and the ids that @arbitrum/sdk 4.1.0 (calculateSubmitRetryableId) gives for them. */
const tickets = [
  {
    name: 'ether',
    message: words(
      recipient,
      1_234_567_890_123_456_789n,
      1_234_601_234_567_890_123n,
      6_913_580_184_000n,
      sender,
      sender,
      100_000n,
      60_000_000n,
      0n,
    ),
    delivered: { messageNumber: 2_031_457n, sender: '0x25ee79dc7d51Ada28bC33b4D3Ddc43A7326DAA66', baseFee: 1_234_567_890n },
    id: '0xc6c7bdab8f25094328ed616528f5a89e1eb00c3f4f7981b69b938f98cec461f2',
  },
  {
    name: 'calldata, and many zeros',
    message: `${words(gateway, 0n, 1_000_000_000_000n, 7n, sender, recipient, 300_000n, 0n, 6n)}2e567b3600ff` as Hex,
    delivered: { messageNumber: 0n, sender: '0xea3123E9d9911199a6711321D1277285e6d4F3ec', baseFee: 0n },
    id: '0x2ffb3bc3b8027f3da0775a16a0f3e6118e721f0726e4051dcf094f26d04f927e',
  },
] as const;

test.each(tickets)('the id of a ticket is what Arbitrum’s own library makes of it: $name', ({ message, delivered, id }) => {
  const retryable = readRetryable(message);
  if (retryable === undefined) throw new Error('not read');
  expect(ticketIdOf(retryable, delivered)).toBe(id);
});

test('every field of a message has its place', () => {
  expect(readRetryable(tickets[1].message)).toEqual({
    to: gateway,
    callValue: 0n,
    deposited: 1_000_000_000_000n,
    maxSubmissionCost: 7n,
    excessFeeRefundAddress: sender,
    callValueRefundAddress: recipient,
    gasLimit: 300_000n,
    maxFeePerGas: 0n,
    data: '0x2e567b3600ff',
  });
});

test.each<[string, Hex]>([
  ['nothing', '0x'],
  ['what depositEth sends: an address and an amount', `0x${recipient.slice(2)}${'0'.repeat(63)}1`],
  ['less data than it says', tickets[1].message.slice(0, -2) as Hex],
  ['more data than it says', `${tickets[0].message}00`],
])('no ticket is read from %s', (_name, message) => {
  expect(readRetryable(message)).toBeUndefined();
});

test.each([
  // The gateway of wrapped ether.
  ['0xea3123E9d9911199a6711321D1277285e6d4F3ec', '0xd92023E9d9911199a6711321D1277285e6d4e2db'],
  ['0x1111000000000000000000000000000000001110', '0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF'],
] as const)('%s stands for %s', (alias, address) => {
  expect(unaliased(alias)).toBe(address);
});
