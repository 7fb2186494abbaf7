import { hexToBytes, keccak256 } from 'viem';

/** Something in the header's own filter that our logs would have set. */
export interface Mark {
  readonly address: string;
  readonly topic: string;
  /** The six bits: three of the address, three of the topic. */
  readonly bits: readonly number[];
}

const BLOOM_BYTES = 256;
/**
 * Beyond this share of set bits the filter says "perhaps" too often: at 0.3 a pair that is absent seems present once in 1 400 times.
 * Full blocks of Ethereum lie above; those of the other chains mostly below.
 */
const SATURATION_MAX = 0.3;

const bitsOf = (hex: string): readonly number[] => {
  const hash = hexToBytes(keccak256(hex as `0x${string}`));
  return [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047);
};

/** The marks of the contracts watched on a chain. Computed once. */
export const createMarks = (contracts: readonly { readonly address: string; readonly topics: readonly string[] }[]): readonly Mark[] =>
  contracts.flatMap(({ address, topics }) =>
    topics.map((topic) => ({ address: address.toLowerCase(), topic, bits: [...bitsOf(address), ...bitsOf(topic)] })),
  );

const has = (bloom: Uint8Array, bit: number): boolean => ((bloom[BLOOM_BYTES - 1 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0;

const saturation = (bloom: Uint8Array): number => {
  let set = 0;
  for (const byte of bloom) for (let rest = byte; rest !== 0; rest &= rest - 1) set += 1;
  return set / (BLOOM_BYTES * 8);
};

/**
 * Whether a header's bloom filter speaks of logs of ours that the node did not give. Never true for a node that gives all of them, save
 * for the filter's own rare mistakes; silent where the filter is too full to tell, or the node gives none.
 */
export const bloomMisses = (
  logsBloom: string | undefined,
  marks: readonly Mark[],
  logs: readonly { readonly address: string; readonly topics: readonly string[] }[],
): boolean => {
  if (logsBloom === undefined || logsBloom.length !== 2 + BLOOM_BYTES * 2 || /^0x0+$/.test(logsBloom)) return false;
  const bloom = Buffer.from(logsBloom.slice(2), 'hex');
  const spokenOf = marks.filter(({ bits }) => bits.every((bit) => has(bloom, bit)));
  if (spokenOf.length === 0 || saturation(bloom) > SATURATION_MAX) return false;
  const given = new Set(logs.map(({ address, topics }) => `${address.toLowerCase()}/${topics[0]}`));
  // One address and another's topic both present look like a pair that is there; the shared topic must then have come from somewhere.
  return spokenOf.some(({ address, topic }) => !given.has(`${address}/${topic}`) && !explained(spokenOf, given, address, topic));
};

/** A pair seems present when its address and its topic each are, in logs that were given. */
const explained = (spokenOf: readonly Mark[], given: ReadonlySet<string>, address: string, topic: string): boolean =>
  spokenOf.some((mark) => mark.address === address && given.has(`${mark.address}/${mark.topic}`)) &&
  spokenOf.some((mark) => mark.topic === topic && given.has(`${mark.address}/${mark.topic}`));
