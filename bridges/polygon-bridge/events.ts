import { toEventSelector } from 'viem';
import { stepsField } from '#core/domain/user-step.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import type { BridgeEvent, RawLog, WatchedContract } from '../_kit/port.ts';
import { erc20PredicateAbi, etherPredicateAbi, stateReceiverAbi, stateSenderAbi, tokenAbi } from './abi.ts';
import { burnId } from './burn-key.ts';
import { CHECKPOINT_SECONDS } from './checkpoints.ts';
import {
  CHILD_CHAIN_MANAGER,
  ERC20_PREDICATE,
  ETHER_PREDICATE,
  L1_CHAIN_ID,
  L2_CHAIN_ID,
  STATE_RECEIVER,
  STATE_SENDER,
} from './contracts.ts';
import { burnsProvenIn, type ProvenBurn } from './exit-payload.ts';
import { PAIRS, type Pair } from './pairs.ts';

const topicsOf = (abi: readonly { readonly type: string; readonly name: string }[], verb = ''): readonly string[] =>
  abi.flatMap((item) => (item.type === 'event' && item.name.startsWith(verb) ? [toEventSelector(item as never)] : []));

/** Predicates and what numbers their deposits; on Polygon the tokens themselves, as no other log tells of a mint or a burn. */
export const watches = (chainId: number): readonly WatchedContract[] => {
  if (chainId === L1_CHAIN_ID) {
    return [
      { address: ERC20_PREDICATE, topics: topicsOf(erc20PredicateAbi), withInput: topicsOf(erc20PredicateAbi, 'Exited') },
      { address: ETHER_PREDICATE, topics: topicsOf(etherPredicateAbi), withInput: topicsOf(etherPredicateAbi, 'Exited') },
      { address: STATE_SENDER, topics: topicsOf(stateSenderAbi) },
    ];
  }
  if (chainId !== L2_CHAIN_ID) return [];
  return [
    ...PAIRS.map(({ l2 }) => ({ address: l2.address, topics: [TRANSFER] })),
    { address: STATE_RECEIVER, topics: topicsOf(stateReceiverAbi) },
  ];
};

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
const NOBODY = `0x${'0'.repeat(64)}`;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What a withdrawal's user has to send, as the mainnets have it: the log itself does not say. */
const stepsAhead = stepsField([{ kind: 'claim', chainId: L1_CHAIN_ID, afterSeconds: CHECKPOINT_SECONDS }]);

/** One side of a transfer, whichever. */
interface Moved {
  readonly kind: 'deposit' | 'fill';
  readonly originChainId: number;
  readonly pair: Pair;
  readonly depositor?: string;
  readonly recipient: string;
  readonly amount: bigint;
}

/** On Ethereum a predicate says what it locked or paid out. Tokens that the registry does not list are not followed. */
const movedOnEthereum = (log: RawLog): Moved | undefined => {
  const event = same(log.address, ETHER_PREDICATE)
    ? decodeLog(etherPredicateAbi, log)
    : same(log.address, ERC20_PREDICATE)
      ? decodeLog(erc20PredicateAbi, log)
      : undefined;
  if (event === undefined) return undefined;
  const rootToken = 'rootToken' in event.args ? event.args.rootToken : undefined;
  const pair = PAIRS.find((one) => (rootToken === undefined ? one.isEther : same(one.rootToken, rootToken)));
  if (pair === undefined) return undefined;
  const { amount } = event.args;
  if ('exitor' in event.args) {
    const { exitor } = event.args;
    return { kind: 'fill', originChainId: L2_CHAIN_ID, pair, depositor: exitor, recipient: exitor, amount };
  }
  const { depositor, depositReceiver } = event.args;
  return { kind: 'deposit', originChainId: L1_CHAIN_ID, pair, depositor, recipient: depositReceiver, amount };
};

/** On Polygon a token is minted for whom it was deposited for, and burned by whoever withdraws. All its other transfers are nobody's. */
const movedOnPolygon = (log: RawLog): Moved | undefined => {
  const [, sender, receiver] = log.topics;
  if (sender !== NOBODY && receiver !== NOBODY) return undefined;
  const pair = PAIRS.find(({ l2 }) => same(l2.address, log.address));
  const event = pair && decodeLog(tokenAbi, log);
  if (pair === undefined || event === undefined) return undefined;
  const { from, to, value: amount } = event.args;
  return sender === NOBODY
    ? { kind: 'fill', originChainId: L1_CHAIN_ID, pair, recipient: to, amount }
    : { kind: 'deposit', originChainId: L2_CHAIN_ID, pair, depositor: from, recipient: from, amount };
};

/** What Ethereum tells Polygon is numbered by its sender, in the log that follows the lock. */
const stateSentIn = (following: readonly RawLog[]): bigint | undefined => {
  for (const log of following) {
    const event = same(log.address, STATE_SENDER) ? decodeLog(stateSenderAbi, log) : undefined;
    if (event !== undefined && same(event.args.contractAddress, CHILD_CHAIN_MANAGER)) return event.args.id;
  }
  return undefined;
};

/** One system transaction carries out many: what lies before the receiver's log, and after the one before that, is its number's. */
const stateReceivedIn = (following: readonly RawLog[]): bigint | undefined => {
  for (const log of following) {
    const event = same(log.address, STATE_RECEIVER) ? decodeLog(stateReceiverAbi, log) : undefined;
    if (event?.eventName === 'StateCommitted') return event.args.success ? event.args.stateId : undefined;
    if (event !== undefined) return event.args.stateId;
  }
  return undefined;
};

/** Hands out each proof of a transaction once: the first that says what the exit's log does. */
const createProofs = () => {
  const left = new Map<string, ProvenBurn[]>();
  return (input: string, { pair, recipient, amount }: Moved): ProvenBurn | undefined => {
    const burns = left.get(input) ?? [...burnsProvenIn(input)];
    left.set(input, burns);
    const at = burns.findIndex((burn) => same(burn.token, pair.l2.address) && same(burn.from, recipient) && burn.amount === amount);
    return at === -1 ? undefined : burns.splice(at, 1)[0];
  };
};

const read = (log: RawLog, following: readonly RawLog[], proofOf: ReturnType<typeof createProofs>): BridgeEvent | undefined => {
  const isEthereum = log.chainId === L1_CHAIN_ID;
  const moved = isEthereum ? movedOnEthereum(log) : log.chainId === L2_CHAIN_ID ? movedOnPolygon(log) : undefined;
  if (moved === undefined) return undefined;
  const { kind, originChainId, pair, depositor, recipient, amount } = moved;
  const isDeposit = originChainId === L1_CHAIN_ID;
  const numbers = isDeposit
    ? stateFields(isEthereum ? stateSentIn(following) : stateReceivedIn(following))
    : burnFields(isEthereum ? log.input && proofOf(log.input, moved) : burnOf(log, moved));
  const [inputToken, outputToken] = isDeposit ? [pair.l1.address, pair.l2.address] : [pair.l2.address, pair.l1.address];
  const agreed = {
    originChainId: BigInt(originChainId),
    destinationChainId: BigInt(isDeposit ? L2_CHAIN_ID : L1_CHAIN_ID),
    inputToken,
    outputToken,
    inputAmount: amount,
    outputAmount: amount,
    ...(depositor !== undefined && { depositor }),
    recipient,
    ...numbers.fields,
  };
  const steps = kind === 'deposit' && !isDeposit ? { userSteps: stepsAhead } : {};
  return {
    kind,
    ...(numbers.id !== undefined && { transferKey: `polygon-bridge:${originChainId}:${numbers.id}` }),
    fields: kind === 'deposit' ? { ...agreed, ...steps } : { ...agreed, deliveredTo: recipient, deliveredAmount: amount },
  };
};

interface Numbers {
  readonly id?: string;
  readonly fields: BridgeEvent['fields'];
}

const stateFields = (stateId: bigint | undefined): Numbers =>
  stateId === undefined ? { fields: {} } : { id: String(stateId), fields: { stateId, guid: String(stateId) } };

const burnFields = (burn: ProvenBurn | '' | undefined): Numbers =>
  burn ? { id: burnId(burn), fields: { burnBlock: burn.blockNumber } } : { fields: {} };

const burnOf = ({ blockNumber }: RawLog, { pair, recipient, amount }: Moved): ProvenBurn | undefined =>
  blockNumber === undefined ? undefined : { blockNumber: BigInt(blockNumber), token: pair.l2.address, from: recipient, amount };

export const decode = (log: RawLog): BridgeEvent | undefined => read(log, [], createProofs());

/** Logs that are understood and are no transfer: numbers, what others lock here, and a token's everyday transfers and mints of other makers. */
const isNobodys = (log: RawLog): boolean => {
  if (same(log.address, STATE_SENDER)) return decodeLog(stateSenderAbi, log) !== undefined;
  if (same(log.address, STATE_RECEIVER)) return decodeLog(stateReceiverAbi, log) !== undefined;
  if (same(log.address, ETHER_PREDICATE)) return decodeLog(etherPredicateAbi, log) !== undefined;
  if (same(log.address, ERC20_PREDICATE)) return decodeLog(erc20PredicateAbi, log) !== undefined;
  return PAIRS.some(({ l2 }) => same(l2.address, log.address)) && log.topics[0] === TRANSFER;
};

/**
 * Reads a transaction's logs with each other: a deposit's number stands in a later log, on either side. A withdrawal has none; both its sides
 * are known by what the burn was, which the exit's calldata proves.
 */
export const decodeTogether = (logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[] => {
  const proofOf = createProofs();
  return logs.map((log, index) => {
    const event = read(log, logs.slice(index + 1), proofOf);
    const isOthersMint = event !== undefined && log.chainId === L2_CHAIN_ID && event.transferKey === undefined && event.kind === 'fill';
    if (event !== undefined && !isOthersMint) return event;
    return isNobodys(log) ? null : undefined;
  });
};
