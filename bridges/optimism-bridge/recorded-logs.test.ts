import { encodeAbiParameters, encodeFunctionData, getAddress, keccak256, parseAbi, parseAbiParameters } from 'viem';
import { expect, test } from 'vitest';
import { decodeLog } from '../_kit/decode-log.ts';
import { readRecorded, recordedLogs } from '../_kit/testing/recorded-logs.ts';
import { passerAbi } from '../_opstack/abi.ts';
import { messageHash } from '../_opstack/message-hash.ts';
import { optimismBridge } from './optimism-bridge.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(optimismBridge, name);

test('a deposit of ether is numbered by its message', () => {
  const user = getAddress('0x31e7b932c655628fda6f22f063d550d990dba726');
  expect(read('receipt.deposit-ether')).toMatchObject([
    {
      kind: 'deposit',
      transferKey: expect.stringMatching(/^optimism-bridge:1:0x[0-9a-f]{64}$/),
      fields: { originChainId: 1n, destinationChainId: 10n, inputAmount: 100_857_001_000_000_000_000n, depositor: user, recipient: user },
    },
    null,
  ]);
});

test('the hash by which ether arrives is the one of the message with its value', () => {
  const guid = '0x5b32c7fee67ae15a689d3e1bde466af0ba19cff78d6f2bc48d708e14800042f3';
  const user = getAddress('0xdc548196ba87b19e55d2570d1dc8d4a1dc86238c');
  const value = 12_000_000_000_000_000_000n;
  expect(read('receipt.arrival-ether')).toMatchObject([
    { kind: 'fill', transferKey: `optimism-bridge:1:${guid}`, fields: { guid, deliveredTo: user, deliveredAmount: value } },
    null,
  ]);
  // As the calldata of that transaction says it: the one by which the portal's deposit became a call on OP Mainnet.
  const message = encodeFunctionData({
    abi: parseAbi(['function finalizeBridgeETH(address from, address to, uint256 amount, bytes extraData)']),
    args: [user, user, value, '0x'],
  });
  const sides = { sender: '0x99C9fc46f92E8a1c0deC1b1747d010903E884bE1', target: '0x4200000000000000000000000000000000000010' } as const;
  expect(messageHash({ ...sides, messageNonce: (1n << 240n) + 0x14726n, value, gasLimit: 200_000n, message })).toBe(guid);
});

test('a withdrawal is known by the hash that the message passer gives it', () => {
  const withdrawalHash = '0x13024c405de395803bc147a0d88b2c6b256b649490653fe397dc5cccd79d5a91';
  expect(read('receipt.withdrawal-ether')).toMatchObject([
    {
      kind: 'deposit',
      transferKey: `optimism-bridge:10:${withdrawalHash}`,
      fields: { withdrawalHash, originChainId: 10n, destinationChainId: 1n, inputAmount: 393_114_520_000_000_000_000n },
    },
    null,
    null,
  ]);
  // The portal hashes the withdrawal that is brought to it by the same rule.
  const [, passed] = recordedLogs('optimism-bridge', 'receipt.withdrawal-ether').map((log) => decodeLog(passerAbi, log));
  if (passed === undefined) throw new Error('not read');
  const { nonce, sender, target, value, gasLimit, data } = passed.args;
  const words = parseAbiParameters('uint256, address, address, uint256, uint256, bytes');
  expect(keccak256(encodeAbiParameters(words, [nonce, sender, target, value, gasLimit, data]))).toBe(withdrawalHash);
});

test('a claim pays, and names the withdrawal', () => {
  const withdrawalHash = '0x2e0509242efb8908112741decc6e7112fc2699e3308f66fe7150589b0b35cb0c';
  const transferKey = `optimism-bridge:10:${withdrawalHash}`;
  expect(read('receipt.claim-usdt')).toMatchObject([
    {
      kind: 'fill',
      transferKey,
      fields: {
        originChainId: 10n,
        destinationChainId: 1n,
        inputToken: getAddress('0x94b008aa00579c1307b0ef2c499ad98a8ce58e58'),
        outputToken: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
        deliveredTo: getAddress('0x2ce910fbba65b454bbaf6a18c952a70f3bcd8299'),
        deliveredAmount: 1_941_255_260_000n,
      },
    },
    null,
    { kind: 'claimed', transferKey, fields: { withdrawalHash } },
  ]);
});
