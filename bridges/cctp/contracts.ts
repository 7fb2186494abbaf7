import { assetById } from '#core/domain/asset.ts';
import { CHAINS, chainById } from '#core/domain/chain.ts';

/**
 * CCTP V2 has the same addresses on every EVM chain; the simnet puts its stand-ins there too.
 * Source: developers.circle.com/cctp/references/contract-addresses, `@circle-fin/provider-cctp-v2` 1.14.0.
 */
export const TOKEN_MESSENGER = '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d';
export const MESSAGE_TRANSMITTER = '0x81D40F21F12A8F0E3252Bccb954D722d4c464B64';
/** Burns and mints for the messenger, and knows how much one message may carry. */
export const TOKEN_MINTER = '0xfd78EE919681417d192449715b2594ab58f5D002';

/** Circle's own numbers for chains. Source: developers.circle.com/cctp/concepts/supported-chains-and-domains. */
const DOMAINS: Readonly<Record<number, number>> = { 1: 0, 43114: 1, 10: 2, 42161: 3, 8453: 6, 137: 7 };

export const domainOf = (chainId: number): number | undefined => DOMAINS[chainId];

const chainByDomain = new Map(
  CHAINS.flatMap(({ chainId }) => (DOMAINS[chainId] === undefined ? [] : [[DOMAINS[chainId], chainId] as const])),
);

/** The chain of a domain; undefined for one that Routebook does not know. */
export const chainOfDomain = (domain: number): number | undefined => chainByDomain.get(domain);

/** Circle's own dollar on a chain: what is burnt and minted. */
export const usdcOn = (chainId: number) => assetById(`${chainById(chainId)?.slug}:USDC`);

/** What Circle calls the two levels of finality that a message can be attested at. */
export const FAST = 1_000;
export const STANDARD = 2_000;
