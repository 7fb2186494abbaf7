import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { messengerAbi } from './abi.ts';

/** What a messenger says that it sent, and the ether that goes with it. */
export interface SentMessage {
  readonly messageNonce: bigint;
  readonly sender: Hex;
  readonly target: Hex;
  readonly value: bigint;
  readonly gasLimit: bigint;
  readonly message: Hex;
}

/** The hash by which both messengers know a message: it commits to all that the message says (Hashing.hashCrossDomainMessageV1). */
export const messageHash = ({ messageNonce, sender, target, value, gasLimit, message }: SentMessage): Hex =>
  keccak256(
    encodeFunctionData({ abi: messengerAbi, functionName: 'relayMessage', args: [messageNonce, sender, target, value, gasLimit, message] }),
  );
