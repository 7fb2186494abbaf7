import fc from 'fast-check';
import { getAddress, type Hex } from 'viem';

/** Random bytes, so many or between two lengths. */
export const anyBytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength, maxLength }).map((raw): Hex => `0x${Buffer.from(raw).toString('hex')}`);

/** A random address, checksummed. */
export const anyAddress = anyBytes(20).map((raw) => getAddress(raw));
