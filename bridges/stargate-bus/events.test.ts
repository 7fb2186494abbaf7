import fc from 'fast-check';
import { concatHex, encodePacked, getAddress, type Hex, pad, slice } from 'viem';
import { expect, test } from 'vitest';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { anyAddress } from '../_kit/testing/any-bytes.ts';
import { encodeLog } from '../_kit/testing/encode-log.ts';
import { messagingAbi } from '../_stargate/abi.ts';
import { STARGATE_ASSET_IDS, STARGATE_POOLS, type StargatePool, stargateChain } from '../_stargate/contracts.ts';
import { anyChain, anyGuid, anyReceived, anyUint, eidOf, poolLog } from '../_stargate/testing/pool-logs.ts';
import { readPassenger } from './passenger.ts';
import { stargateBus } from './stargate-bus.ts';

const NO_GUID: Hex = `0x${'00'.repeat(32)}`;
const messagingLog = (chainId: number, eventName: 'BusRode' | 'BusDriven', args: Record<string, unknown>): RawLog =>
  encodeLog({ chainId, address: stargateChain(chainId)?.tokenMessaging ?? '' }, messagingAbi, eventName, args);
/** As BusCodec writes it. */
const passengerOf = (assetId: number, recipient: Hex, amountShared: bigint): Hex =>
  encodePacked(['uint16', 'bytes32', 'uint64', 'bool'], [assetId, pad(recipient), amountShared, false]);

interface Drawn {
  readonly log: RawLog;
  readonly expected: BridgeEvent;
}

const rode = fc
  .record({
    from: anyChain,
    to: anyChain,
    ticketId: anyUint(72n),
    fare: anyUint(80n),
    assetId: fc.nat(65_535),
    to20: anyAddress,
    amount: anyUint(64n),
  })
  .map(
    ({ from, to, ticketId, fare, assetId, to20, amount }): Drawn => ({
      log: messagingLog(from, 'BusRode', { dstEid: eidOf(to), ticketId, fare, passenger: passengerOf(assetId, to20 as Hex, amount) }),
      expected: {
        kind: 'queued',
        transferKey: `stargate-bus:${from}:${eidOf(to)}-${ticketId}`,
        fields: {
          originChainId: BigInt(from),
          destinationChainId: BigInt(to),
          destinationEid: BigInt(eidOf(to)),
          ticketId,
          fare,
          recipient: to20,
        },
      },
    }),
  );

const driven = fc.record({ from: anyChain, to: anyChain, start: anyUint(70n), count: fc.integer({ min: 1, max: 255 }), guid: anyGuid }).map(
  ({ from, to, start, count, guid }): Drawn => ({
    log: messagingLog(from, 'BusDriven', { dstEid: eidOf(to), startTicketId: start, numPassengers: count, guid }),
    expected: {
      kind: 'message-sent',
      transferKeys: Array.from({ length: count }, (_, seat) => `stargate-bus:${from}:${eidOf(to)}-${start + BigInt(seat)}`),
      fields: {
        originChainId: BigInt(from),
        destinationChainId: BigInt(to),
        destinationEid: BigInt(eidOf(to)),
        startTicketId: start,
        passengers: BigInt(count),
        guid,
      },
    },
  }),
);

const received = anyReceived.map(
  ({ log, to, fields }): Drawn => ({ log, expected: { kind: 'fill', fields: { ...fields, recipient: to } } }),
);

describeEvents(stargateBus, fc.oneof(rode, driven, received));

const someone = getAddress(`0x${'34'.repeat(20)}`);
const recipient = getAddress(`0x${'56'.repeat(20)}`);
const poolOf = (chainId: number, symbol: string) =>
  STARGATE_POOLS.find((one) => one.chainId === chainId && one.symbol === symbol) as StargatePool;
const usdc = poolOf(1, 'USDC');
const ether = poolOf(1, 'ETH');
const ARBITRUM = eidOf(42161);

/** What boarding logs: the ticket, then what was sent. */
const boarding = (at: StargatePool, ticketId: bigint, amount: bigint, dstEid = ARBITRUM): readonly [RawLog, RawLog] => {
  const unit = at.symbol === 'ETH' ? 10n ** 12n : 1n;
  return [
    messagingLog(1, 'BusRode', { dstEid, ticketId, fare: 9n, passenger: passengerOf(STARGATE_ASSET_IDS[at.symbol], recipient, amount) }),
    poolLog('OFTSent', at, {
      guid: NO_GUID,
      dstEid,
      fromAddress: someone,
      amountSentLD: (amount + 1n) * unit,
      amountReceivedLD: amount * unit,
    }),
  ];
};
const keys = (logs: readonly RawLog[]) => stargateBus.decodeTogether?.(logs).map((event) => event && (event.transferKey ?? event.kind));

test('who boards has a key by his ticket, and says to whom and how much', () => {
  const [ticket, event] = stargateBus.decodeTogether?.(boarding(ether, 7n, 1_000_000n)) ?? [];
  expect(ticket).toBeNull();
  expect(event).toMatchObject({
    kind: 'deposit',
    transferKey: `stargate-bus:1:${ARBITRUM}-7`,
    fields: {
      ticketId: 7n,
      fare: 9n,
      recipient,
      depositor: someone,
      inputAmount: 1_000_001n * 10n ** 12n,
      outputAmount: 10n ** 18n,
      destinationChainId: 42_161n,
    },
  });
  // It waits, and no message carries it yet: with a guid it would count as under way once it is confirmed.
  expect(event?.fields.guid).toBeUndefined();
});

test('several who board in one transaction have each his own ticket, whatever stands between', () => {
  const [ticket1, sent1] = boarding(usdc, 1n, 100n);
  const [ticket2, sent2] = boarding(ether, 2n, 100n);
  const [ticket3, sent3] = boarding(usdc, 3n, 200n);
  const key = (ticketId: number) => `stargate-bus:1:${ARBITRUM}-${ticketId}`;
  expect(keys([ticket1, sent1, ticket2, sent2])).toEqual([null, key(1), null, key(2)]);
  // The fare that is given back calls a contract, which boards as well.
  expect(keys([ticket1, ticket2, sent2, ticket3, sent3, sent1])).toEqual([null, null, key(2), null, key(3), key(1)]);
  // A pool that sends something else than a ticket says has none.
  expect(keys([ticket1, sent3])).toEqual([key(1), 'deposit']);
});

test('what a taxi sends, and what comes from a chain that we do not know, is understood and nobody’s', () => {
  const taxi = poolLog('OFTSent', usdc, {
    guid: pad('0x1'),
    dstEid: ARBITRUM,
    fromAddress: someone,
    amountSentLD: 2n,
    amountReceivedLD: 1n,
  });
  const strange = poolLog('OFTReceived', usdc, { guid: pad('0x1'), srcEid: 30_168, toAddress: someone, amountReceivedLD: 5n });
  expect(stargateBus.decode(taxi)).toBeUndefined();
  expect(stargateBus.decodeTogether?.([taxi, strange])).toEqual([null, null]);
});

test('a passenger is 43 bytes, and nothing else is one', () => {
  const bytes = passengerOf(13, recipient, 12_345n);
  expect(readPassenger(bytes)).toEqual({ assetId: 13, recipient, amountShared: 12_345n });
  expect(readPassenger(slice(bytes, 0, 42))).toBeUndefined();
  expect(readPassenger(concatHex([bytes, '0x00']))).toBeUndefined();
  expect(readPassenger('0x')).toBeUndefined();
});
