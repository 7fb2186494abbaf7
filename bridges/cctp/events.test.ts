import fc from 'fast-check';
import { concatHex, encodeAbiParameters, encodeEventTopics, type Hex, pad, toHex } from 'viem';
import { expect, test } from 'vitest';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { anyAddress, anyBytes } from '../_kit/testing/any-bytes.ts';
import { messengerAbi, transmitterAbi } from './abi.ts';
import { fingerprintOf } from './burn-message.ts';
import { cctp } from './cctp.ts';
import { domainOf, MESSAGE_TRANSMITTER, TOKEN_MESSENGER, usdcOn } from './contracts.ts';
import { hookDataOf, isForwarded } from './forward-hook.ts';

const word = anyBytes(32);
const uint128 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const hook = fc.oneof(
  anyBytes(0, 80),
  fc.nat().map((builtAtMs) => hookDataOf({ forwarded: true, builtAtMs })),
);
/** Circle's attestation times. */
const secondsFrom = (chainId: number, finality: number): number =>
  chainId === 137 || chainId === 43114 ? 8 : finality === 2_000 ? 900 : chainId === 1 ? 20 : 8;
const chain = fc.constantFrom(1, 10, 137, 8453, 42161, 43114);

interface Burn {
  readonly from: number;
  readonly to: number;
  readonly token: Hex;
  readonly sender: Hex;
  readonly recipient: Hex;
  readonly amount: bigint;
  readonly maxFee: bigint;
  readonly feeExecuted: bigint;
  readonly nonce: Hex;
  readonly finality: number;
  readonly hookData: Hex;
}
const burn: fc.Arbitrary<Burn> = fc
  .record({
    from: chain,
    to: chain,
    token: anyAddress,
    sender: anyAddress,
    recipient: anyAddress,
    nonce: word,
    finality: fc.constantFrom(1_000, 2_000),
    hookData: hook,
  })
  .chain((told) =>
    fc.tuple(uint128, uint128, uint128).map(([a, b, c]) => {
      const amount = a + 1n;
      const maxFee = b % amount;
      return { ...told, amount, maxFee, feeExecuted: c % (maxFee + 1n) };
    }),
  );

const keyOf = ({ from, to, token, recipient, amount, sender, maxFee, hookData }: Burn): Hex =>
  fingerprintOf({
    sourceDomain: domainOf(from) ?? -1,
    destinationDomain: domainOf(to) ?? -1,
    body: { burnToken: pad(token), mintRecipient: pad(recipient), amount, messageSender: pad(sender), maxFee, hookData },
  });

const burnt = (told: Burn): { log: RawLog; expected: BridgeEvent } => {
  const { from, to, token, sender, recipient, amount, maxFee, finality, hookData } = told;
  const topics = encodeEventTopics({
    abi: messengerAbi,
    eventName: 'DepositForBurn',
    args: { burnToken: token, depositor: sender, minFinalityThreshold: finality },
  });
  const data = encodeAbiParameters(
    [
      { type: 'uint256' },
      { type: 'bytes32' },
      { type: 'uint32' },
      { type: 'bytes32' },
      { type: 'bytes32' },
      { type: 'uint256' },
      { type: 'bytes' },
    ],
    [amount, pad(recipient), domainOf(to) ?? -1, pad(TOKEN_MESSENGER as Hex), pad('0x'), maxFee, hookData],
  );
  const guid = keyOf(told);
  return {
    log: { chainId: from, address: TOKEN_MESSENGER, topics: topics as string[], data },
    expected: {
      kind: 'deposit',
      transferKey: `cctp:${from}:${guid}`,
      fields: {
        guid,
        originChainId: BigInt(from),
        destinationChainId: BigInt(to),
        destinationDomain: BigInt(domainOf(to) ?? -1),
        inputToken: token,
        outputToken: usdcOn(to)?.address ?? '',
        inputAmount: amount,
        outputAmount: amount - maxFee,
        maxFee,
        depositor: sender,
        recipient,
        minFinalityThreshold: BigInt(finality),
        hookData,
        ...(isForwarded(hookData) ? {} : { userSteps: `claim@${to}+${secondsFrom(from, finality)}` }),
      },
    },
  };
};

const bodyOf = ({ token, recipient, amount, sender, maxFee, feeExecuted, hookData }: Burn): Hex =>
  concatHex([
    toHex(1, { size: 4 }),
    ...[
      pad(token),
      pad(recipient),
      toHex(amount, { size: 32 }),
      pad(sender),
      toHex(maxFee, { size: 32 }),
      toHex(feeExecuted, { size: 32 }),
      toHex(9, { size: 32 }),
    ],
    hookData,
  ]);

const minted = (told: Burn): { log: RawLog; expected: BridgeEvent } => {
  const { from, to, token, sender, recipient, amount, feeExecuted, nonce, finality } = told;
  const topics = encodeEventTopics({
    abi: transmitterAbi,
    eventName: 'MessageReceived',
    args: { caller: recipient, nonce, finalityThresholdExecuted: finality },
  });
  const data = encodeAbiParameters(
    [{ type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes' }],
    [domainOf(from) ?? -1, pad(TOKEN_MESSENGER as Hex), bodyOf(told)],
  );
  return {
    log: { chainId: to, address: MESSAGE_TRANSMITTER, topics: topics as string[], data },
    expected: {
      kind: 'fill',
      transferKey: `cctp:${from}:${keyOf(told)}`,
      fields: {
        nonce,
        originChainId: BigInt(from),
        originDomain: BigInt(domainOf(from) ?? -1),
        destinationChainId: BigInt(to),
        inputToken: token,
        outputToken: usdcOn(to)?.address ?? '',
        inputAmount: amount,
        depositor: sender,
        recipient,
        deliveredTo: recipient,
        deliveredAmount: amount - feeExecuted,
        feeExecuted,
        finalityThresholdExecuted: BigInt(finality),
        relayer: recipient,
      },
    },
  };
};

describeEvents(cctp, fc.oneof(burn.map(burnt), burn.map(minted)));

test('a burn and its mint have one key, and another burn another', () => {
  fc.assert(
    fc.property(burn, burn, (one, other) => {
      expect(cctp.decode(burnt(one).log)?.transferKey).toBe(cctp.decode(minted(one).log)?.transferKey);
      if (one.sender !== other.sender)
        expect(cctp.decode(burnt(one).log)?.transferKey).not.toBe(cctp.decode(minted(other).log)?.transferKey);
    }),
  );
});

test('a message of somebody else is no transfer', () => {
  for (const { log } of fc.sample(burn.map(minted), 10)) {
    const data = log.data.replace(new RegExp(TOKEN_MESSENGER.slice(2), 'i'), '12'.repeat(20));
    expect(cctp.decode({ ...log, data })).toBeUndefined();
  }
});
