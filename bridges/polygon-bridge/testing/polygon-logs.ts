import fc from 'fast-check';
import { encodeAbiParameters, getAddress, type Hex, keccak256, parseAbiParameters, zeroAddress } from 'viem';
import type { BridgeEvent, RawLog } from '../../_kit/port.ts';
import { anyBytes } from '../../_kit/testing/any-bytes.ts';
import { encodeLog } from '../../_kit/testing/encode-log.ts';
import { erc20PredicateAbi, etherPredicateAbi, stateReceiverAbi, stateSenderAbi, tokenAbi } from '../abi.ts';
import { CHILD_CHAIN_MANAGER, ERC20_PREDICATE, ETHER_PREDICATE, STATE_RECEIVER, STATE_SENDER } from '../contracts.ts';
import { PAIRS, type Pair } from '../pairs.ts';
import { exitInput } from './exit-input.ts';

/** Logs of the bridge's transactions, made by the contracts' own encoding, and what the decoder must read from each. */

/** Never the zero address, which no one holds. */
const party = anyBytes(19).map((raw) => getAddress(`0x01${raw.slice(2)}`));

const drawn = fc.record({
  pair: fc.constantFrom(...PAIRS),
  from: party,
  to: party,
  amount: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
  stateId: fc.bigInt({ min: 1n, max: 1n << 64n }),
  blockNumber: fc.integer({ min: 0, max: 2 ** 40 }),
  isReplay: fc.boolean(),
});
export type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

export interface Case {
  readonly log: RawLog;
  readonly following?: readonly RawLog[];
  readonly expected: BridgeEvent;
}

const predicateLog = ({ isEther, rootToken }: Pair, verb: 'Locked' | 'Exited', args: Record<string, unknown>): RawLog =>
  isEther
    ? encodeLog({ chainId: 1, address: ETHER_PREDICATE }, etherPredicateAbi, `${verb}Ether`, args)
    : encodeLog({ chainId: 1, address: ERC20_PREDICATE }, erc20PredicateAbi, `${verb}ERC20`, { ...args, rootToken });

export const transferLog = (token: string, from: string, to: string, value: bigint): RawLog =>
  encodeLog({ chainId: 137, address: token }, tokenAbi, 'Transfer', { from, to, value });

export const syncedLog = (id: bigint, contractAddress: string = CHILD_CHAIN_MANAGER): RawLog =>
  encodeLog({ chainId: 1, address: STATE_SENDER }, stateSenderAbi, 'StateSynced', { id, contractAddress, data: '0x1234' });

export const committedLog = (stateId: bigint, success = true): RawLog =>
  encodeLog({ chainId: 137, address: STATE_RECEIVER }, stateReceiverAbi, 'StateCommitted', { stateId, success });

const replayedLog = (stateId: bigint): RawLog =>
  encodeLog({ chainId: 137, address: STATE_RECEIVER }, stateReceiverAbi, 'StateSyncReplay', { stateId });

const agreedOf = ({ pair, amount }: Drawn, isDeposit: boolean) => ({
  originChainId: isDeposit ? 1n : 137n,
  destinationChainId: isDeposit ? 137n : 1n,
  inputToken: isDeposit ? pair.l1.address : pair.l2.address,
  outputToken: isDeposit ? pair.l2.address : pair.l1.address,
  inputAmount: amount,
  outputAmount: amount,
});

const stateOf = ({ stateId }: Drawn) => ({ stateId, guid: String(stateId) });
const burnKey = ({ pair, from, amount, blockNumber }: Drawn): string =>
  `polygon-bridge:137:${keccak256(
    encodeAbiParameters(parseAbiParameters('uint256, address, address, uint256'), [
      BigInt(blockNumber),
      pair.l2.address as Hex,
      from,
      amount,
    ]),
  )}`;

const depositSent = (one: Drawn): Case => ({
  log: predicateLog(one.pair, 'Locked', { depositor: one.from, depositReceiver: one.to, amount: one.amount }),
  // What another contract tells Polygon in the same transaction is not this one.
  following: [syncedLog(one.stateId + 1n, one.from), syncedLog(one.stateId)],
  expected: {
    kind: 'deposit',
    transferKey: `polygon-bridge:1:${one.stateId}`,
    fields: { ...agreedOf(one, true), depositor: one.from, recipient: one.to, ...stateOf(one) },
  },
});

const depositArrived = (one: Drawn): Case => ({
  log: transferLog(one.pair.l2.address, zeroAddress, one.to, one.amount),
  following: [one.isReplay ? replayedLog(one.stateId) : committedLog(one.stateId), committedLog(one.stateId + 1n)],
  expected: {
    kind: 'fill',
    transferKey: `polygon-bridge:1:${one.stateId}`,
    fields: { ...agreedOf(one, true), recipient: one.to, ...stateOf(one), deliveredTo: one.to, deliveredAmount: one.amount },
  },
});

const burned = (one: Drawn): Case => ({
  log: { ...transferLog(one.pair.l2.address, one.from, zeroAddress, one.amount), blockNumber: one.blockNumber },
  expected: {
    kind: 'deposit',
    transferKey: burnKey(one),
    fields: {
      ...agreedOf(one, false),
      depositor: one.from,
      recipient: one.from,
      burnBlock: BigInt(one.blockNumber),
      userSteps: 'claim@1+1800',
    },
  },
});

const exited = (one: Drawn): Case => ({
  log: {
    ...predicateLog(one.pair, 'Exited', { exitor: one.from, amount: one.amount }),
    input: exitInput({ ...one, blockNumber: BigInt(one.blockNumber), token: one.pair.l2.address }),
  },
  expected: {
    kind: 'fill',
    transferKey: burnKey(one),
    fields: {
      ...agreedOf(one, false),
      depositor: one.from,
      recipient: one.from,
      burnBlock: BigInt(one.blockNumber),
      deliveredTo: one.from,
      deliveredAmount: one.amount,
    },
  },
});

/** What a log tells without those that follow it: the number of a deposit stands in another. */
export const alone = ({ log, following, expected }: Case): Case => {
  if (following === undefined) return { log, expected };
  const { stateId: _, guid: __, ...fields } = expected.fields;
  return { log, expected: { kind: expected.kind, fields } };
};

export const polygonLogs = fc
  .tuple(fc.constantFrom(depositSent, depositArrived, burned, exited), drawn)
  .map(([make, one]): Case => make(one));

/** The same withdrawal from either side. */
export const bothSides = drawn.map((one) => ({ one, burn: burned(one), exit: exited(one) }));
