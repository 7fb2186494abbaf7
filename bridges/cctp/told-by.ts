import { type Hex, pad, size } from 'viem';
import { type BurnBody, readBurnMessage } from './burn-message.ts';
import type { IrisMessage } from './schemas.ts';

/** What a message says of its burn, from its own bytes or, before there are any, from what the API decoded. */
export interface Told {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly body: BurnBody;
}

const word = (value: string): Hex | undefined => (size(value as Hex) <= 32 ? pad(value as Hex) : undefined);

/** Reads what a message says; a sentence when its two forms contradict each other, undefined when it says nothing yet. */
export const toldBy = ({ message, decodedMessage }: IrisMessage): Told | string | undefined => {
  const bytes = message == null || message === '0x' ? undefined : readBurnMessage(message);
  if (message != null && message !== '0x' && bytes === undefined) return 'no burn message of CCTP V2';
  const decoded = decodedMessage?.decodedMessageBody;
  if (bytes === undefined && (decodedMessage == null || decoded == null)) return undefined;
  if (decodedMessage == null || decoded == null) return bytes && { ...bytes, body: bytes };
  const said = {
    sourceDomain: Number(decodedMessage.sourceDomain),
    destinationDomain: Number(decodedMessage.destinationDomain),
    amount: BigInt(decoded.amount),
  };
  if (bytes !== undefined) {
    for (const name of ['sourceDomain', 'destinationDomain', 'amount'] as const) {
      if (bytes[name] !== said[name]) return `${name} is ${bytes[name]} in the message and ${said[name]} as decoded`;
    }
    return { ...bytes, body: bytes };
  }
  const [burnToken, mintRecipient, messageSender] = [decoded.burnToken, decoded.mintRecipient, decoded.messageSender].map(word);
  if (burnToken === undefined || mintRecipient === undefined || messageSender === undefined) return 'an address of more than 32 bytes';
  const body = {
    burnToken,
    mintRecipient,
    messageSender,
    amount: said.amount,
    maxFee: BigInt(decoded.maxFee ?? 0),
    feeExecuted: BigInt(decoded.feeExecuted ?? 0),
    expirationBlock: 0n,
    hookData: (decoded.hookData ?? '0x') as Hex,
  };
  return { ...said, body };
};
