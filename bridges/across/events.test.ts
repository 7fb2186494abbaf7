import fc from 'fast-check';
import { getAbiItem, type Hex, pad, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import { spokePool } from '../_across/spoke-pool.ts';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { anyAddress, anyBytes } from '../_kit/testing/any-bytes.ts';
import { encodeLog } from '../_kit/testing/encode-log.ts';
import { spokePoolAbi } from './abi.ts';
import { across } from './across.ts';

const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytes = anyBytes(0, 100);
const chainId = fc.constantFrom(1, 10, 137, 8453, 42161);

type EventName = Extract<(typeof spokePoolAbi)[number], { type: 'event' }>['name'];

/** A log as the contract would write it. `wide` says that this event writes addresses as 32 bytes. */
const logOf = (eventName: EventName, chain: number, args: Record<string, unknown>, wide: boolean): RawLog => {
  const written: Record<string, unknown> = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      wide && typeof value === 'string' && value.length === 42 ? pad(value as Hex) : value,
    ]),
  );
  return encodeLog({ chainId: chain, address: spokePool(chain) ?? '' }, spokePoolAbi, eventName, written);
};

const relay = fc.record({
  inputToken: anyAddress,
  outputToken: anyAddress,
  inputAmount: uint256,
  outputAmount: uint256,
  fillDeadline: uint32,
  exclusivityDeadline: uint32,
  exclusiveRelayer: anyAddress,
  depositor: anyAddress,
  recipient: anyAddress,
});

const relayFields = (args: Record<string, unknown>, depositId: bigint) =>
  Object.fromEntries(
    [...Object.entries(args), ['depositId', depositId] as const].map(([name, value]) => [
      name,
      typeof value === 'number' ? BigInt(value) : (value as string | bigint),
    ]),
  );

const deposits = fc
  .record({
    relay,
    chain: chainId,
    destinationChainId: uint256,
    depositId: uint256,
    quoteTimestamp: uint32,
    message: bytes,
    wide: fc.boolean(),
  })
  .map(({ relay, chain, destinationChainId, depositId, quoteTimestamp, message, wide }): { log: RawLog; expected: BridgeEvent } => {
    const id = wide ? depositId : depositId % 2n ** 32n;
    const args = { ...relay, destinationChainId, depositId: wide ? id : Number(id), quoteTimestamp, message };
    return {
      log: logOf(wide ? 'FundsDeposited' : 'V3FundsDeposited', chain, args, wide),
      expected: {
        kind: 'deposit',
        transferKey: `across:${chain}:${id}`,
        fields: {
          ...relayFields(relay, id),
          originChainId: BigInt(chain),
          destinationChainId,
          quoteTimestamp: BigInt(quoteTimestamp),
          message,
        },
      },
    };
  });

const fills = fc
  .record({
    relay,
    chain: chainId,
    originChainId: uint256,
    repaymentChainId: uint256,
    depositId: uint256,
    relayer: anyAddress,
    deliveredTo: anyAddress,
    deliveredAmount: uint256,
    fillType: fc.constantFrom(0, 1, 2),
    wide: fc.boolean(),
  })
  .map((given): { log: RawLog; expected: BridgeEvent } => {
    const { relay, chain, originChainId, repaymentChainId, relayer, deliveredTo, deliveredAmount, fillType, wide } = given;
    const id = wide ? given.depositId : given.depositId % 2n ** 32n;
    const hash = `0x${'ab'.repeat(32)}`;
    const args = {
      ...relay,
      originChainId,
      repaymentChainId,
      depositId: wide ? id : Number(id),
      relayer,
      ...(wide ? { messageHash: hash } : { message: '0x' }),
      relayExecutionInfo: {
        updatedRecipient: wide ? pad(deliveredTo) : deliveredTo,
        ...(wide ? { updatedMessageHash: hash } : { updatedMessage: '0x' }),
        updatedOutputAmount: deliveredAmount,
        fillType,
      },
    };
    return {
      log: logOf(wide ? 'FilledRelay' : 'FilledV3Relay', chain, args, wide),
      expected: {
        kind: 'fill',
        transferKey: `across:${originChainId}:${id}`,
        fields: {
          ...relayFields(relay, id),
          originChainId,
          destinationChainId: BigInt(chain),
          repaymentChainId,
          relayer,
          deliveredAmount,
          deliveredTo,
          fillType: ['fast', 'replaced-slow', 'slow'][fillType] ?? '',
        },
      },
    };
  });

const slowFills = fc
  .record({ relay, chain: chainId, originChainId: uint256, depositId: uint256, wide: fc.boolean() })
  .map(({ relay, chain, originChainId, depositId, wide }): { log: RawLog; expected: BridgeEvent } => {
    const id = wide ? depositId : depositId % 2n ** 32n;
    const tail = wide ? { messageHash: `0x${'cd'.repeat(32)}` } : { message: '0x1234' };
    const args = { ...relay, originChainId, depositId: wide ? id : Number(id), ...tail };
    return {
      log: logOf(wide ? 'RequestedSlowFill' : 'RequestedV3SlowFill', chain, args, wide),
      expected: {
        kind: 'slow-fill-requested',
        transferKey: `across:${originChainId}:${id}`,
        fields: { ...relayFields(relay, id), originChainId, destinationChainId: BigInt(chain) },
      },
    };
  });

const speedUps = fc
  .record({ chain: chainId, depositId: uint256, depositor: anyAddress, recipient: anyAddress, amount: uint256, wide: fc.boolean() })
  .map(({ chain, depositId, depositor, recipient, amount, wide }): { log: RawLog; expected: BridgeEvent } => {
    const id = wide ? depositId : depositId % 2n ** 32n;
    const args = {
      updatedOutputAmount: amount,
      depositId: wide ? id : Number(id),
      depositor,
      updatedRecipient: recipient,
      updatedMessage: '0x',
      depositorSignature: '0xabcd',
    };
    return {
      log: logOf(wide ? 'RequestedSpeedUpDeposit' : 'RequestedSpeedUpV3Deposit', chain, args, wide),
      expected: {
        kind: 'speed-up',
        transferKey: `across:${chain}:${id}`,
        fields: { depositId: id, depositor, updatedOutputAmount: amount, updatedRecipient: recipient, originChainId: BigInt(chain) },
      },
    };
  });

describeEvents(across, fc.oneof(deposits, fills, slowFills, speedUps));

test.each([
  // Seen on the mainnets by indexers of others; the first two also by the SpokePool of the package, which the simnet runs.
  ['FundsDeposited', '0x32ed1a409ef04c7b0227189c3a103dc5ac10e775a15b785dcc510201f7c25ad3'],
  ['FilledRelay', '0x44b559f101f8fbcc8a0ea43fa91a05a729a5ea6e14a7c75aa750374690137208'],
  ['V3FundsDeposited', '0xa123dc29aebf7d0c3322c8eeb5b999e859f39937950ed31056532713d0de396f'],
  ['FilledV3Relay', '0x571749edf1d5c9599318cdbc4e28a6475d65e87fd3b2ddbe1e9a8d5e7a0f0ff7'],
] as const)('the topic of %s is the deployed one', (name, topic) => {
  expect(toEventSelector(getAbiItem({ abi: spokePoolAbi, name }))).toBe(topic);
});
