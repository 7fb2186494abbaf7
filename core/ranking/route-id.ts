/** Two independent multiplicative hashes make 64 bits: among a million routes the chance of any clash is 3 in 10^8. */
const lane = (text: string, seed: number, factor: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), factor);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
};

/**
 * The stable name of a route: the same while the same venues serve the same corridor and amount, whoever computes
 * it and whenever. Reads as its venues and a hash: `across-0fk3q9v1x2m4z`.
 */
export const routeIdOf = (venues: readonly string[], corridor: string, amountIn: bigint): string => {
  const text = `${venues.join('+')}|${corridor}@${amountIn}`;
  const bits = (BigInt(lane(text, 0x811c9dc5, 0x01000193)) << 32n) | BigInt(lane(text, 0x2f0b4a27, 0x85ebca6b));
  return `${venues.join('-')}-${bits.toString(36).padStart(13, '0')}`;
};
