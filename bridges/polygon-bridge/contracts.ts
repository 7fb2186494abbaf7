/**
 * Polygon PoS's own bridge (pos-portal). Source: @maticnetwork/meta 2.4.59, network/mainnet/v1/index.json (`POSContracts`, `Contracts`,
 * `GenesisContracts`); the proxies where there are any. It stands on these two chains alone.
 */
export const L1_CHAIN_ID = 1;
export const L2_CHAIN_ID = 137;

/** On Ethereum: takes deposits, proves exits, and knows which token stands for which. */
export const ROOT_CHAIN_MANAGER = '0xA0c68C638235ee32657e8f720a23ceC1bFc77C77';
/** Hold what was deposited. A token's allowance is the predicate's, and not the manager's. */
export const ERC20_PREDICATE = '0x40ec5B33f54e0E8A33A975908C5BA1c14e5BbbDf';
export const ETHER_PREDICATE = '0x8484Ef722627bf18ca5Ae6BcF031c23E6e922B30';
/** Numbers everything that Ethereum tells Polygon. */
export const STATE_SENDER = '0x28e4F3a7f651294B9564800b2D01f35189A5bFbE';
/** Keeps the checkpoints: what Polygon's validators say of its blocks. */
export const ROOT_CHAIN = '0x86E4Dc95c7FBdBf52e33D563BbDB00823894C287';

/** On Polygon: mints what was deposited, told by the receiver of what Ethereum says. */
export const CHILD_CHAIN_MANAGER = '0xA6FA4fB5f76172d178d61B04b0ecd319C5d1C0aa';
export const STATE_RECEIVER = '0x0000000000000000000000000000000000001001';

/** How the manager writes ether (RootChainManager.ETHER_ADDRESS). */
export const ETHER_TOKEN = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';
