import { type Address, getAddress, type Hex, hexToBigInt, keccak256, numberToHex, size, slice, toHex, toRlp } from 'viem';
import { L2_CHAIN_ID } from './contracts.ts';

/** A message that creates a retryable ticket, as the inbox's log has it. */
export interface Retryable {
  readonly to: Address;
  readonly callValue: bigint;
  /** Ether that came with it, all in all. */
  readonly deposited: bigint;
  readonly maxSubmissionCost: bigint;
  readonly excessFeeRefundAddress: Address;
  readonly callValueRefundAddress: Address;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly data: Hex;
}

/** What the bridge's log says of the message beside that. */
export interface Delivered {
  readonly messageNumber: bigint;
  /** Who sent it, as an alias. */
  readonly sender: Address;
  readonly baseFee: bigint;
}

/** The bridge's kind of a message that creates a ticket. Source: nitro-contracts 3.2.0, MessageTypes.sol. */
export const SUBMIT_RETRYABLE = 9;

const WORDS = 9;

/** Reads the inbox's packed words: to, call value, deposit, submission cost, two refund addresses, gas limit, gas price, length; then the data. */
export const readRetryable = (message: Hex): Retryable | undefined => {
  if (size(message) < WORDS * 32) return undefined;
  const word = (at: number): Hex => slice(message, at * 32, (at + 1) * 32);
  const number = (at: number): bigint => hexToBigInt(word(at));
  const address = (at: number): Address => getAddress(slice(word(at), 12));
  const data: Hex = size(message) === WORDS * 32 ? '0x' : slice(message, WORDS * 32);
  if (number(8) !== BigInt(size(data))) return undefined;
  return {
    to: address(0),
    callValue: number(1),
    deposited: number(2),
    maxSubmissionCost: number(3),
    excessFeeRefundAddress: address(4),
    callValueRefundAddress: address(5),
    gasLimit: number(6),
    maxFeePerGas: number(7),
    data,
  };
};

const rlpNumber = (value: bigint): Hex => (value === 0n ? '0x' : toHex(value));

const NOBODY = '0x0000000000000000000000000000000000000000';

/**
 * The ticket's id, by which Arbitrum names it: the hash of the transaction (type 0x69) that the message becomes there. All of it stands in
 * the logs on Ethereum. Source: @arbitrum/sdk 4.1.0, ParentToChildMessage.
 */
export const ticketIdOf = (retryable: Retryable, { messageNumber, sender, baseFee }: Delivered): Hex => {
  const { to, callValue, deposited, maxSubmissionCost, excessFeeRefundAddress, callValueRefundAddress, gasLimit, maxFeePerGas, data } =
    retryable;
  const fields: Hex[] = [
    rlpNumber(BigInt(L2_CHAIN_ID)),
    numberToHex(messageNumber, { size: 32 }),
    sender,
    rlpNumber(baseFee),
    rlpNumber(deposited),
    rlpNumber(maxFeePerGas),
    rlpNumber(gasLimit),
    to === NOBODY ? '0x' : to,
    rlpNumber(callValue),
    callValueRefundAddress,
    rlpNumber(maxSubmissionCost),
    excessFeeRefundAddress,
    data,
  ];
  return keccak256(`0x69${toRlp(fields).slice(2)}`);
};

const ALIAS_OFFSET = 0x1111000000000000000000000000000000001111n;
const ADDRESSES = 1n << 160n;

/** Who an alias stands for: everybody who sends a message has one, so that contracts on the two sides are not taken for each other. */
export const unaliased = (alias: Address): Address =>
  getAddress(numberToHex((hexToBigInt(alias) - ALIAS_OFFSET + ADDRESSES) % ADDRESSES, { size: 20 }));
