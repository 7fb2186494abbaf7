import { encodeAbiParameters, getAddress, type Hex, keccak256, parseAbiParameters } from 'viem';
import { L2_CHAIN_ID } from './contracts.ts';
import type { ProvenBurn } from './exit-payload.ts';

const BURN = parseAbiParameters('uint256 blockNumber, address token, address from, uint256 amount');

/** A burn has no number. Its block, its token, its owner and its amount are what an exit's proof says of it too. */
export const burnId = ({ blockNumber, token, from, amount }: ProvenBurn): Hex =>
  keccak256(encodeAbiParameters(BURN, [blockNumber, getAddress(token), getAddress(from), amount]));

/** The key of a withdrawal, by its burn. */
export const burnKey = (burn: ProvenBurn): string => `polygon-bridge:${L2_CHAIN_ID}:${burnId(burn)}`;
