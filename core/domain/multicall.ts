/** Makes several calls in one, at one block; at the same address on every chain. Source: viem/chains. */
export const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11';
