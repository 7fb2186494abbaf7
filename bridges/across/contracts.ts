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

/** On Ethereum: holds the liquidity that repays relayers, and knows which token is which on each chain. */
export const HUB_POOL = '0xc186fA914353c44b2E33eBE05f21846F1048bEda';

/** On Ethereum: the rate models from which the LP fee follows. */
export const CONFIG_STORE = '0x3B03509645713718B78951126E0A6de6f10043f5';

/** Swaps before it deposits, and deposits native coins; the same on every chain. Source: as above. */
export const SPOKE_POOL_PERIPHERY = '0x97CCDBea4632140639aD5eA9b944aa034eb15fD4';
