import { decodeFunctionData, fromRlp, getAddress, type Hex, hexToBigInt, size, slice, toEventSelector, toFunctionSelector } from 'viem';
import { managerAbi } from './abi.ts';

/** What an exit proves: a burn in a block of Polygon. */
export interface ProvenBurn {
  readonly blockNumber: bigint;
  /** On Polygon. */
  readonly token: string;
  readonly from: string;
  readonly amount: bigint;
}

const EXIT = toFunctionSelector('exit(bytes)').slice(2);
const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
/** A batch of more exits than this fits in no block: each takes some 300 000 gas. */
const EXITS_MAX = 200;

/** Where a payload's parts stand (RootChainManager.exit). */
const BLOCK_NUMBER = 2;
const RECEIPT = 6;
const LOG_INDEX = 9;
const LOGS_OF_RECEIPT = 3;

type Rlp = Hex | readonly Rlp[];

const bytesOf = (item: Rlp | undefined): Hex => {
  if (typeof item !== 'string') throw new Error('no bytes');
  return item;
};
const listOf = (item: Rlp | undefined): readonly Rlp[] => {
  if (item === undefined || typeof item === 'string') throw new Error('no list');
  return item;
};
const numberOf = (item: Rlp | undefined): bigint => {
  const bytes = bytesOf(item);
  return bytes === '0x' ? 0n : hexToBigInt(bytes);
};

/** Receipts of typed transactions have their type's byte before the list. */
const readReceipt = (bytes: Hex): readonly Rlp[] => listOf(fromRlp(hexToBigInt(slice(bytes, 0, 1)) < 0xc0n ? slice(bytes, 1) : bytes));

/** Throws for anything that is no payload, or proves something else than a burn. */
const readPayload = (payload: Hex): ProvenBurn => {
  const parts = listOf(fromRlp(payload));
  const logs = listOf(readReceipt(bytesOf(parts[RECEIPT]))[LOGS_OF_RECEIPT]);
  const [emitter, topics, data] = listOf(logs[Number(numberOf(parts[LOG_INDEX]))]);
  const [event, from, to] = listOf(topics).map(bytesOf);
  if (event !== TRANSFER || from === undefined || to === undefined || hexToBigInt(to) !== 0n) throw new Error('no burn');
  return {
    blockNumber: numberOf(parts[BLOCK_NUMBER]),
    token: getAddress(bytesOf(emitter)),
    from: getAddress(slice(from, size(from) - 20)),
    amount: numberOf(data),
  };
};

const burnAt = (input: string, at: number): ProvenBurn | undefined => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: managerAbi, data: `0x${input.slice(at)}` });
    return functionName === 'exit' ? readPayload(args[0]) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The burns that a transaction's calldata proves: its own `exit(bytes)`, or those within a call that a wallet or a batch makes of it. Whatever
 * looks like one and is none is passed over. Never throws.
 */
export const burnsProvenIn = (input: string): readonly ProvenBurn[] => {
  const burns: ProvenBurn[] = [];
  const text = input.toLowerCase();
  for (let tries = 0, at = text.indexOf(EXIT); at !== -1 && tries < EXITS_MAX; tries += 1, at = text.indexOf(EXIT, at + EXIT.length)) {
    const burn = at % 2 === 0 ? burnAt(text, at) : undefined;
    if (burn !== undefined) burns.push(burn);
  }
  return burns;
};
