/**
 * DLN has the same addresses on every EVM chain; the simnet puts its stand-ins there too.
 * Source: `@debridge-finance/dln-client` 8.3.6, docs.debridge.com (deployed contracts).
 */
export const DLN_SOURCE = '0xeF4fB24aD0916217251F553c0596F8Edc630EB66';
export const DLN_DESTINATION = '0xE7351Fd770A37282b91D153Ee690B63579D6dd7f';

export const DLN_CHAINS = [1, 10, 137, 8453, 42161, 43114] as const;

/** deBridge numbers some chains by itself; the others have their EIP-155 id. Source: GET /supported-chains-info, `originalChainId`. */
const INTERNAL_IDS: Readonly<Record<number, number>> = { 100000022: 999 };

/** A chain's EIP-155 id; for what is no EVM chain, deBridge's own number. */
export const chainIdOf = (debridgeId: number): number => INTERNAL_IDS[debridgeId] ?? debridgeId;
