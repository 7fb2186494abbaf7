import { type Address, getAddress, keccak256, stringToHex } from 'viem';

/** Multicall3, the same address on every chain. Source: viem/chains. */
export const MULTICALL3: Address = '0xcA11bde05977b3631167028862bE2a173976CA11';

/** Permit2, the same address on every chain. Source: contracts-bedrock 0.17.3, Preinstalls.sol. */
export const PERMIT2: Address = '0x000000000022D473030F116dDEE9F6B43aC78BA3';

/** The ERC-20 of a chain's native coin. WETH's stand in the registry too; WMATIC and WAVAX are only what the spoke pools wrap. */
const WRAPPED_COINS: Readonly<Record<number, Address>> = {
  1: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
  10: '0x4200000000000000000000000000000000000006',
  137: '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270',
  8453: '0x4200000000000000000000000000000000000006',
  42161: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
  43114: '0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7',
};

export const wrappedCoin = (chainId: number): Address => {
  const address = WRAPPED_COINS[chainId];
  if (address === undefined) throw new Error(`no wrapped coin is known on chain ${chainId}`);
  return address;
};

/** An address for what has none of its own on the mainnets, or another kind of contract there. */
export const simnetAddress = (name: string): Address => getAddress(`0x${keccak256(stringToHex(`routebook simnet: ${name}`)).slice(-40)}`);

export const SPOKE_POOL_IMPLEMENTATION = simnetAddress('spoke pool implementation');
export const LP_TOKEN_FACTORY = simnetAddress('lp token factory');
/** Carries messages to Ethereum, where a delivery costs most, and receives all. */
export const MESSAGE_LIB_TO_ETHEREUM = simnetAddress('message library to ethereum');
/** Carries messages to every other chain. */
export const MESSAGE_LIB_TO_OTHERS = simnetAddress('message library to others');
