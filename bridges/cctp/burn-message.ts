import { encodeAbiParameters, getAddress, type Hex, keccak256, parseAbiParameters, size, slice } from 'viem';

/** What a burn message says besides the header around it. 32-byte addresses stay as they are: not every domain is an EVM chain. */
export interface BurnBody {
  readonly burnToken: Hex;
  readonly mintRecipient: Hex;
  readonly amount: bigint;
  readonly messageSender: Hex;
  readonly maxFee: bigint;
  /** Filled in by the attester: 0 in the message as it was sent. */
  readonly feeExecuted: bigint;
  readonly expirationBlock: bigint;
  readonly hookData: Hex;
}

export interface BurnMessage extends BurnBody {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  /** Filled in by the attester: all zero in the message as it was sent. */
  readonly nonce: Hex;
  /** Who sent it and who is to take it: the messengers of the two chains. */
  readonly sender: Hex;
  readonly recipient: Hex;
  /** Who alone may bring it; zero for anybody. */
  readonly destinationCaller: Hex;
  readonly minFinalityThreshold: number;
  readonly finalityThresholdExecuted: number;
}

/** Version 1 is CCTP V2's; V1 wrote 0. */
const VERSION = 1n;
/** Header: version 4 | source 4 | destination 4 | nonce 32 | sender 32 | recipient 32 | caller 32 | finality asked 4 | executed 4. */
const HEADER_BYTES = 148;
/** Body: version 4, then seven words, then the hook's data. */
const BODY_BYTES = 228;

const word = (bytes: Hex, at: number): Hex => slice(bytes, at, at + 32);
const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

/** Reads the body that MessageReceived carries; undefined when it is no burn message of V2. */
export const readBurnBody = (body: string): BurnBody | undefined => {
  if (!HEX.test(body) || size(body as Hex) < BODY_BYTES) return undefined;
  const bytes = body as Hex;
  if (BigInt(slice(bytes, 0, 4)) !== VERSION) return undefined;
  return {
    burnToken: word(bytes, 4),
    mintRecipient: word(bytes, 36),
    amount: BigInt(word(bytes, 68)),
    messageSender: word(bytes, 100),
    maxFee: BigInt(word(bytes, 132)),
    feeExecuted: BigInt(word(bytes, 164)),
    expirationBlock: BigInt(word(bytes, 196)),
    hookData: size(bytes) === BODY_BYTES ? '0x' : slice(bytes, BODY_BYTES),
  };
};

/** Reads a whole message; undefined when it is none of CCTP V2 that burns. */
export const readBurnMessage = (message: string): BurnMessage | undefined => {
  if (!HEX.test(message) || size(message as Hex) < HEADER_BYTES + BODY_BYTES) return undefined;
  const bytes = message as Hex;
  const body = BigInt(slice(bytes, 0, 4)) === VERSION ? readBurnBody(slice(bytes, HEADER_BYTES)) : undefined;
  return (
    body && {
      ...body,
      sourceDomain: Number(slice(bytes, 4, 8)),
      destinationDomain: Number(slice(bytes, 8, 12)),
      nonce: slice(bytes, 12, 44),
      sender: word(bytes, 44),
      recipient: word(bytes, 76),
      destinationCaller: word(bytes, 108),
      minFinalityThreshold: Number(slice(bytes, 140, 144)),
      finalityThresholdExecuted: Number(slice(bytes, 144, 148)),
    }
  );
};

const FINGERPRINT = parseAbiParameters('uint32, uint32, bytes32, bytes32, uint256, bytes32, uint256, bytes');

/**
 * Names a transfer from either side. The nonce is given off chain, so a burn does not know it; what a burn and its mint both say is where
 * from, where to, of whom, for whom, how much, at most for how much, and the hook's data. Two burns that say all the same have one name:
 * those built here differ, by a number in the hook's data.
 */
export const fingerprintOf = (of: {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly body: Omit<BurnBody, 'feeExecuted' | 'expirationBlock'>;
}): Hex => {
  const { burnToken, mintRecipient, amount, messageSender, maxFee, hookData } = of.body;
  const values = [of.sourceDomain, of.destinationDomain, burnToken, mintRecipient, amount, messageSender, maxFee, hookData] as const;
  return keccak256(encodeAbiParameters(FINGERPRINT, values));
};

/** `bridge:originChainId:id` of a transfer; undefined when it comes from a chain that is not known. */
export const keyOf = (originChainId: number | undefined, fingerprint: Hex): { transferKey?: string } =>
  originChainId === undefined ? {} : { transferKey: `cctp:${originChainId}:${fingerprint}` };

/** An EVM address of 32 bytes, checksummed; what is none stays as it is. */
export const party = (value: Hex): string => (/^0x0{24}/.test(value) ? getAddress(slice(value, 12)) : value);
