/** On Ethereum: holds the liquidity that repays relayers, and knows which token is which on each chain. */
export const HUB_POOL = '0xc186fA914353c44b2E33eBE05f21846F1048bEda';

/** On Ethereum: the rate models from which the LP fee follows. */
export const CONFIG_STORE = '0x3B03509645713718B78951126E0A6de6f10043f5';

/** Swaps before it deposits, and deposits native coins; the same on every chain. Source: as above. */
export const SPOKE_POOL_PERIPHERY = '0x97CCDBea4632140639aD5eA9b944aa034eb15fD4';
