import { type Asset, assetById, nativeAsset } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';

/** What Hop has on a layer-2 for one token: the bridge that keeps transfers, the wrapper that swaps on the way, and the pool it swaps in. */
export interface HopPool {
  readonly bridge: string;
  readonly wrapper: string;
  readonly swap: string;
}

/** What Hop calls a token, and where it stands. The names are its API's. */
export interface HopToken {
  readonly name: string;
  /** On Ethereum. */
  readonly l1Bridge: string;
  readonly pools: Readonly<Record<number, HopPool>>;
}

export const L1_CHAIN_ID = 1;

/**
 * The tokens that travel as hTokens and through pools. Source: `@hop-protocol/core` 0.0.1-beta.236, dist/addresses/mainnet.js. The same hex
 * address is another token's contract on another chain. Bridged USDC (USDC.e, USDbC) is no asset of the registry and is not carried here.
 */
export const HOP_TOKENS: readonly HopToken[] = [
  {
    name: 'ETH',
    l1Bridge: '0xb8901acB165ed027E32754E0FFe830802919727f',
    pools: {
      10: {
        bridge: '0x83f6244Bd87662118d96D9a6D44f09dffF14b30E',
        wrapper: '0x86cA30bEF97fB651b8d866D45503684b90cb3312',
        swap: '0xaa30D6bba6285d0585722e2440Ff89E23EF68864',
      },
      137: {
        bridge: '0xb98454270065A31D71Bf635F6F7Ee6A518dFb849',
        wrapper: '0xc315239cFb05F1E130E7E28E603CEa4C014c57f0',
        swap: '0x266e2dc3C4c59E42AA07afeE5B09E964cFFe6778',
      },
      8453: {
        bridge: '0x3666f603Cc164936C1b87e207F36BEBa4AC5f18a',
        wrapper: '0x10541b07d8Ad2647Dc6cD67abd4c03575dade261',
        swap: '0x0ce6c85cF43553DE10FC56cecA0aef6Ff0DD444d',
      },
      42161: {
        bridge: '0x3749C4f034022c39ecafFaBA182555d4508caCCC',
        wrapper: '0x33ceb27b39d2Bb7D2e61F7564d3Df29344020417',
        swap: '0x652d27c0F72771Ce5C76fd400edD61B406Ac6D97',
      },
    },
  },
  {
    name: 'USDT',
    l1Bridge: '0x3E4a3a4796d16c0Cd582C382691998f7c06420B6',
    pools: {
      10: {
        bridge: '0x46ae9BaB8CEA96610807a275EBD36f8e916b5C61',
        wrapper: '0x7D269D3E0d61A05a0bA976b7DBF8805bF844AF3F',
        swap: '0xeC4B41Af04cF917b54AEb6Df58c0f8D78895b5Ef',
      },
      137: {
        bridge: '0x6c9a1ACF73bd85463A46B0AFc076FBdf602b690B',
        wrapper: '0x8741Ba6225A6BF91f9D73531A98A89807857a2B3',
        swap: '0xB2f7d27B21a69a033f85C42d5EB079043BAadC81',
      },
      42161: {
        bridge: '0x72209Fe68386b37A40d6bCA04f78356fd342491f',
        wrapper: '0xCB0a4177E0A60247C0ad18Be87f8eDfF6DD30283',
        swap: '0x18f7402B673Ba6Fb5EA4B95768aABb8aaD7ef18a',
      },
    },
  },
  {
    name: 'DAI',
    l1Bridge: '0x3d4Cc8A61c7528Fd86C55cfe061a78dCBA48EDd1',
    pools: {
      10: {
        bridge: '0x7191061D5d4C60f598214cC6913502184BAddf18',
        wrapper: '0xb3C68a491608952Cb1257FC9909a537a0173b63B',
        swap: '0xF181eD90D6CfaC84B8073FdEA6D34Aa744B41810',
      },
      137: {
        bridge: '0xEcf268Be00308980B5b3fcd0975D47C4C8e1382a',
        wrapper: '0x28529fec439cfF6d7D1D5917e956dEE62Cd3BE5c',
        swap: '0x25FB92E505F752F730cAD0Bd4fa17ecE4A384266',
      },
      42161: {
        bridge: '0x7aC115536FE3A185100B2c4DE4cb328bf3A58Ba6',
        wrapper: '0xe7F40BF16AB09f4a6906Ac2CAA4094aD2dA48Cc2',
        swap: '0xa5A33aB9063395A90CCbEa2D86a62EcCf27B5742',
      },
    },
  },
];

/** What Hop calls USDC that Circle issues. It travels through Circle's CCTP, without pools or hTokens. */
export const CCTP_TOKEN = 'USDC';

/** HopCCTP, by chain. Source: as above. */
const HOP_CCTP: Readonly<Record<number, string>> = {
  1: '0x7e77461CA2a9d82d26FD5e0Da2243BF72eA45747',
  10: '0x469147af8Bde580232BE9DC84Bb4EC84d348De24',
  137: '0x1CD391bd1D915D189dE162F0F1963C07E60E4CD6',
  8453: '0xe7F40BF16AB09f4a6906Ac2CAA4094aD2dA48Cc2',
  42161: '0x6504BFcaB789c35325cA4329f1f41FaC340bf982',
};

export const hopCctp = (chainId: number): string | undefined => HOP_CCTP[chainId];

/** Hop's names of the chains that are ours. It has no Avalanche. Source: its API's documents. */
const SLUGS: Readonly<Record<number, string>> = { 1: 'ethereum', 10: 'optimism', 137: 'polygon', 8453: 'base', 42161: 'arbitrum' };

export const slugOf = (chainId: number): string | undefined => SLUGS[chainId];

export const chainIdOfSlug = (slug: string): number | undefined => {
  const found = Object.entries(SLUGS).find(([, name]) => name === slug);
  return found && Number(found[0]);
};

export const hopToken = (name: string): HopToken | undefined => HOP_TOKENS.find((token) => token.name === name);

/** Whether Hop has this token on a chain. */
export const standsOn = (name: string, chainId: number): boolean => {
  if (name === CCTP_TOKEN) return hopCctp(chainId) !== undefined;
  const token = hopToken(name);
  return token !== undefined && (chainId === L1_CHAIN_ID || token.pools[chainId] !== undefined);
};

/** The registry's asset for Hop's token on a chain: its ETH is the coin, and WETH where the coin is another. */
export const assetOf = (name: string, chainId: number): Asset | undefined => {
  if (!standsOn(name, chainId)) return undefined;
  const coin = nativeAsset(chainId);
  if (name === 'ETH' && coin?.symbol === 'ETH') return coin;
  return assetById(`${chainById(chainId)?.slug}:${name === 'ETH' ? 'WETH' : name}`);
};

const NAMES = [...HOP_TOKENS.map(({ name }) => name), CCTP_TOKEN];

/** Hop's name for an asset; undefined when it is not carried. WETH is not Hop's ETH where the coin is ether. */
export const tokenName = (asset: Asset): string | undefined => NAMES.find((name) => assetOf(name, asset.chainId)?.id === asset.id);
