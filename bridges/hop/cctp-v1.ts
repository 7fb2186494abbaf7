import { type Hex, size, slice } from 'viem';

/** Circle's MessageTransmitter of the first version, which HopCCTP sends through. Source: developers.circle.com, CCTP V1, EVM contracts. */
const TRANSMITTERS: Readonly<Record<number, string>> = {
  1: '0x0a992d191DEeC32aFe36203Ad87D7d289a738F81',
  10: '0x4D41f22c5a0e5c74090899E5a8Fb597a8842b3e8',
  137: '0xF3be9355363857F3e001be68856A2f96b4C39Ba9',
  8453: '0xAD09780d193884d503182aD4588450C416D6F9D4',
  42161: '0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca',
};

export const messageTransmitter = (chainId: number): string | undefined => TRANSMITTERS[chainId];

/** Circle's numbers of the chains. */
const DOMAINS: Readonly<Record<number, number>> = { 1: 0, 10: 2, 137: 7, 8453: 6, 42161: 3 };

export const domainOf = (chainId: number): number | undefined => DOMAINS[chainId];

export const chainIdOfDomain = (domain: number): number | undefined => {
  const found = Object.entries(DOMAINS).find(([, one]) => one === domain);
  return found && Number(found[0]);
};

export interface BurnMessage {
  readonly burnToken: Hex;
  readonly mintRecipient: Hex;
  readonly amount: bigint;
  /** Who burned: HopCCTP's contract on the origin, for its transfers. */
  readonly messageSender: Hex;
}

/** version 4, token 32, recipient 32, amount 32, sender 32 bytes. */
const BURN_MESSAGE_BYTES = 132;

/** Reads a message of the first version's TokenMessenger; undefined for any other. */
export const burnMessage = (body: Hex): BurnMessage | undefined => {
  if (size(body) !== BURN_MESSAGE_BYTES) return undefined;
  const address = (from: number): Hex => slice(body, from + 12, from + 32);
  return { burnToken: address(4), mintRecipient: address(36), amount: BigInt(slice(body, 68, 100)), messageSender: address(100) };
};
