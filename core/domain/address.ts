import { getAddress, isAddress } from 'viem/utils';

/** Stands for a chain's native coin where an address is asked for. */
export const NATIVE_ADDRESS = '0x0000000000000000000000000000000000000000';

/** ERC-7528: what many APIs write for the native coin. */
const ERC_7528_NATIVE = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';

/** The address with its EIP-55 checksum; undefined when it is none or its checksum is wrong. All lower case is accepted. */
export const checksumAddress = (text: string): string | undefined => {
  if (text.toLowerCase() === ERC_7528_NATIVE) return NATIVE_ADDRESS;
  return isAddress(text, { strict: true }) ? getAddress(text) : undefined;
};
