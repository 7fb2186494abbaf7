import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from 'viem';
import { L1_CHAIN_ID } from './contracts.ts';

/**
 * A transfer from a layer-2 has an id of its own, on both chains. The log of its payment does not say where it comes from, so the place of
 * the origin in the key holds 0.
 */
export const bondedKey = (transferId: Hex): string => `hop:0:${transferId.toLowerCase()}`;

export interface FromL1 {
  readonly token: string;
  readonly destinationChainId: bigint;
  readonly recipient: Hex;
  readonly amount: bigint;
  readonly amountOutMin: bigint;
  readonly deadline: bigint;
  readonly relayer: Hex;
  readonly relayerFee: bigint;
}

const FROM_L1 = parseAbiParameters('string, uint256, address, uint256, uint256, uint256, address, uint256');

/**
 * A transfer from Ethereum has no id on chain; what both logs repeat of it names it. Two that are alike to the second of their deadlines
 * have one key.
 */
export const fromL1Key = (of: FromL1): string => {
  const { token, destinationChainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee } = of;
  const parts = [token, destinationChainId, recipient, amount, amountOutMin, deadline, relayer, relayerFee] as const;
  return `hop:${L1_CHAIN_ID}:${keccak256(encodeAbiParameters(FROM_L1, parts))}`;
};

/** Circle numbers its messages by origin. */
export const cctpKey = (originChainId: number, nonce: bigint): string => `hop:${originChainId}:cctp-${nonce}`;
