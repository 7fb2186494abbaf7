/**
 * Across V3 on the six mainnets; the simnet deploys to the same addresses.
 * Source: `@across-protocol/contracts` 5.0.27, dist/broadcast/deployed-addresses.json.
 */
const SPOKE_POOLS: Readonly<Record<number, string>> = {
  1: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5',
  10: '0x6f26Bf09B1C792e3228e5467807a900A503c0281',
  137: '0x9295ee1d8C5b022Be115A2AD3c30C72E34e7F096',
  8453: '0x09aea4b2242abC8bb4BB78D537A67a245A7bEC64',
  42161: '0xe35e9842fceaCA96570B734083f4a58e8F7C5f2A',
  // In the package, but a third party found no code there in 2026-06: what the chain answers decides.
  43114: '0xFE9D541c92E4e90437C7152A00244886dE37a658',
};

/** The SpokePool of a chain: where deposits are made and filled. */
export const spokePool = (chainId: number): string | undefined => SPOKE_POOLS[chainId];
