import fc from 'fast-check';
import { type Abi, concatHex, type Hex, numberToHex, pad, size } from 'viem';
import type { RawLog, TransactionOutcome } from '../../_kit/port.ts';
import { anyAddress, anyBytes } from '../../_kit/testing/any-bytes.ts';
import { encodeLog } from '../../_kit/testing/encode-log.ts';
import { arbSysAbi, bridgeAbi, inboxAbi, l1GatewayAbi, l2GatewayAbi, outboxAbi, retryableAbi } from '../abi.ts';
import { ARB_RETRYABLE_TX, ARB_SYS, BRIDGE, INBOX, L1_CHAIN_ID, L2_CHAIN_ID, OUTBOX, TOKENS } from '../contracts.ts';
import type { Retryable } from '../ticket.ts';

/** Logs of the bridge's contracts, made by their own encoding from values that a test draws. */

const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });

/** Everything that the logs of a transfer may say. */
export const drawn = fc.record({
  from: anyAddress,
  to: anyAddress,
  amount: fc.bigInt({ min: 1n, max: (1n << 200n) - 1n }),
  number: uint(64n),
  other: uint(64n),
  baseFee: uint(64n),
  paid: uint(128n),
  gas: uint(32n),
  hash: anyBytes(32),
  token: fc.constantFrom(...TOKENS),
  data: anyBytes(36),
});
export type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const l1 = (address: string) => ({ chainId: L1_CHAIN_ID, address });
const l2 = (address: string) => ({ chainId: L2_CHAIN_ID, address });

export const aliased = (address: string): Hex =>
  numberToHex((BigInt(address) + 0x1111000000000000000000000000000000001111n) % (1n << 160n), { size: 20 });

export const retryableOf = (one: Drawn, of: Partial<Retryable> = {}): Retryable => ({
  to: one.to,
  callValue: one.amount,
  deposited: one.paid,
  maxSubmissionCost: one.other,
  excessFeeRefundAddress: one.from,
  callValueRefundAddress: one.from,
  gasLimit: one.gas,
  maxFeePerGas: one.baseFee,
  data: '0x',
  ...of,
});

/** The inbox's packing of a message that creates a ticket. */
const packed = (of: Retryable): Hex =>
  concatHex([
    pad(of.to),
    ...[of.callValue, of.deposited, of.maxSubmissionCost].map((value) => numberToHex(value, { size: 32 })),
    pad(of.excessFeeRefundAddress),
    pad(of.callValueRefundAddress),
    ...[of.gasLimit, of.maxFeePerGas, BigInt(size(of.data))].map((value) => numberToHex(value, { size: 32 })),
    of.data,
  ]);

export const logs = {
  delivered: (one: Drawn, kind = 9, from: string = one.from): RawLog =>
    encodeLog(l1(BRIDGE), bridgeAbi, 'MessageDelivered', {
      messageIndex: one.number,
      beforeInboxAcc: one.hash,
      inbox: INBOX,
      kind,
      sender: aliased(from),
      messageDataHash: one.hash,
      baseFeeL1: one.baseFee,
      timestamp: 1n,
    }),
  shown: (one: Drawn, retryable: Retryable | Hex): RawLog =>
    encodeLog(l1(INBOX), inboxAbi, 'InboxMessageDelivered', {
      messageNum: one.number,
      data: typeof retryable === 'string' ? retryable : packed(retryable),
    }),
  initiated: (one: Drawn): RawLog =>
    encodeLog(l1(one.token.l1Gateway), l1GatewayAbi, 'DepositInitiated', {
      ...one,
      l1Token: one.token.l1Token,
      sequenceNumber: one.number,
    }),
  created: (ticketId: Hex): RawLog => encodeLog(l2(ARB_RETRYABLE_TX), retryableAbi, 'TicketCreated', { ticketId }),
  extended: (one: Drawn, ticketId: Hex): RawLog =>
    encodeLog(l2(ARB_RETRYABLE_TX), retryableAbi, 'LifetimeExtended', { ticketId, newTimeout: one.number }),
  canceled: (ticketId: Hex): RawLog => encodeLog(l2(ARB_RETRYABLE_TX), retryableAbi, 'Canceled', { ticketId }),
  redeemed: (one: Drawn, ticketId: Hex, outcome: TransactionOutcome | undefined): RawLog => ({
    ...(outcome && { outcome }),
    ...encodeLog(l2(ARB_RETRYABLE_TX), retryableAbi, 'RedeemScheduled', {
      ticketId,
      retryTxHash: one.hash,
      sequenceNum: 0n,
      donatedGas: one.gas,
      gasDonor: one.from,
      maxRefund: one.paid,
      submissionFeeRefund: one.other,
    }),
  }),
  left: (one: Drawn, data: Hex, callvalue = one.amount): RawLog =>
    encodeLog(l2(ARB_SYS), arbSysAbi, 'L2ToL1Tx', {
      caller: one.from,
      destination: one.to,
      hash: BigInt(one.hash),
      position: one.number,
      arbBlockNum: 1n,
      ethBlockNum: 2n,
      timestamp: 3n,
      callvalue,
      data,
    }),
  withdrawn: (one: Drawn): RawLog =>
    encodeLog(l2(one.token.l2Gateway), l2GatewayAbi, 'WithdrawalInitiated', {
      ...one,
      l1Token: one.token.l1Token,
      l2ToL1Id: one.number,
      exitNum: one.other,
    }),
  executed: (one: Drawn): RawLog =>
    encodeLog(l1(OUTBOX), outboxAbi, 'OutBoxTransactionExecuted', {
      to: one.to,
      l2Sender: one.from,
      zero: 0n,
      transactionIndex: one.number,
    }),
  called: (one: Drawn, data: Hex, outbox: string = OUTBOX): RawLog =>
    encodeLog(l1(BRIDGE), bridgeAbi, 'BridgeCallTriggered', { outbox, to: one.to, value: one.amount, data }),
  finalized: (one: Drawn): RawLog =>
    encodeLog(l1(one.token.l1Gateway), l1GatewayAbi, 'WithdrawalFinalized', { ...one, l1Token: one.token.l1Token, exitNum: one.other }),
};

/** Topics of the packages' own artifacts: @arbitrum/nitro-contracts 3.2.0, @arbitrum/token-bridge-contracts 1.2.5; of 0x6e, of nitro's generated bindings. */
export const PUBLISHED_TOPICS: Readonly<Record<string, string>> = {
  MessageDelivered: '0x5e3c1311ea442664e8b1611bfabef659120ea7a0a2cfc0667700bebc69cbffe1',
  BridgeCallTriggered: '0x2d9d115ef3e4a606d698913b1eae831a3cdfe20d9a83d48007b0526749c3d466',
  InboxMessageDelivered: '0xff64905f73a67fb594e0f940a8075a860db489ad991e032f48c81123eb52d60b',
  OutBoxTransactionExecuted: '0x20af7f3bbfe38132b8900ae295cd9c8d1914be7052d061a511f3f728dab18964',
  DepositInitiated: '0xb8910b9960c443aac3240b98585384e3a6f109fbf6969e264c3f183d69aba7e1',
  WithdrawalFinalized: '0x891afe029c75c4f8c5855fc3480598bc5a53739344f6ae575bdb7ea2a79f56b3',
  WithdrawalInitiated: '0x3073a74ecb728d10be779fe19a74a1428e20468f5b4d167bf9c73d9067847d73',
  L2ToL1Tx: '0x3e7aafa77dbf186b7fd488006beff893744caa3c4f6f299e8a709fa2087374fc',
  TicketCreated: '0x7c793cced5743dc5f531bbe2bfb5a9fa3f40adef29231e6ab165c08a29e3dd89',
  LifetimeExtended: '0xf4c40a5f930e1469fcc053bf25f045253a7bad2fcc9b88c05ec1fca8e2066b83',
  Canceled: '0x134fdd648feeaf30251f0157f9624ef8608ff9a042aad6d13e73f35d21d3f88d',
  RedeemScheduled: '0x5ccd009502509cf28762c67858994d85b163bb6e451f5e9df7c5e18c9c2e123e',
};

export const ALL_EVENTS: Abi = [
  ...bridgeAbi,
  ...inboxAbi,
  ...outboxAbi,
  ...l1GatewayAbi,
  ...l2GatewayAbi,
  ...arbSysAbi,
  ...retryableAbi,
].filter(({ type }) => type === 'event');

/** What a wallet calls that knows no tickets: pays its sender alone. */
export const depositEthMessage = ({ from, amount }: Drawn): Hex => concatHex([from, numberToHex(amount, { size: 32 })]);
