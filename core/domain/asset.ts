import { type InputError, inputError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { checksumAddress, NATIVE_ADDRESS } from './address.ts';
import { CHAINS, type Chain, findChain } from './chain.ts';

/** A token on a chain. Its canonical name is `slug:SYMBOL`. */
export interface Asset {
  /** Canonical name, for example `ethereum:USDC`. */
  readonly id: string;
  readonly chainId: number;
  readonly symbol: string;
  /** Checksummed; the zero address stands for the chain's native coin. */
  readonly address: string;
  readonly decimals: number;
  /** What it is priced as: assets with the same price id are worth the same. CoinGecko's coin id. */
  readonly priceId: string;
}

interface Listing {
  readonly symbol: string;
  readonly decimals: number;
  readonly priceId: string;
  readonly addresses: Readonly<Record<number, string>>;
}

/**
 * The registry. Addresses: `@across-protocol/constants` 3.1.127. Prices follow CoinGecko coin ids.
 * A wrapped native coin is an asset of its own, worth what the coin is.
 */
const LISTINGS: readonly Listing[] = [
  {
    symbol: 'USDC',
    decimals: 6,
    priceId: 'usd-coin',
    addresses: {
      1: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      10: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85',
      137: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
      8453: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
      42161: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
      43114: '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E',
    },
  },
  {
    symbol: 'USDT',
    decimals: 6,
    priceId: 'tether',
    addresses: {
      1: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
      10: '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58',
      137: '0xc2132D05D31c914a87C6611C10748AEb04B58e8F',
      8453: '0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2',
      42161: '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9',
      43114: '0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7',
    },
  },
  {
    symbol: 'WETH',
    decimals: 18,
    priceId: 'ethereum',
    addresses: {
      1: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
      10: '0x4200000000000000000000000000000000000006',
      137: '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619',
      8453: '0x4200000000000000000000000000000000000006',
      42161: '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1',
    },
  },
  {
    symbol: 'DAI',
    decimals: 18,
    priceId: 'dai',
    addresses: {
      1: '0x6B175474E89094C44Da98b954EedeAC495271d0F',
      10: '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1',
      137: '0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063',
      8453: '0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb',
      42161: '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1',
    },
  },
];

const NATIVE_PRICE_IDS: Readonly<Record<string, string>> = { ETH: 'ethereum', POL: 'polygon-ecosystem-token', AVAX: 'avalanche-2' };

const nativeOf = (chain: Chain): Asset => ({
  id: `${chain.slug}:${chain.nativeSymbol}`,
  chainId: chain.chainId,
  symbol: chain.nativeSymbol,
  address: NATIVE_ADDRESS,
  decimals: 18,
  priceId: NATIVE_PRICE_IDS[chain.nativeSymbol] ?? chain.nativeSymbol.toLowerCase(),
});

const tokensOf = (chain: Chain): Asset[] =>
  LISTINGS.flatMap(({ addresses, symbol, decimals, priceId }) => {
    const address = addresses[chain.chainId];
    return address === undefined ? [] : [{ id: `${chain.slug}:${symbol}`, chainId: chain.chainId, symbol, address, decimals, priceId }];
  });

/** Every asset in the registry: each chain's native coin, then its tokens. */
export const ASSETS: readonly Asset[] = CHAINS.flatMap((chain) => [nativeOf(chain), ...tokensOf(chain)]);

const byId = new Map(ASSETS.map((asset) => [asset.id, asset]));
const byAddress = new Map(ASSETS.map((asset) => [`${asset.chainId}:${asset.address.toLowerCase()}`, asset]));

/** The asset with this canonical id, if the registry lists it. */
export const assetById = (id: string): Asset | undefined => byId.get(id);

/** The listed asset at an address of a chain, whatever the letter case. */
export const assetByAddress = (chainId: number, address: string): Asset | undefined => byAddress.get(`${chainId}:${address.toLowerCase()}`);

const nativeByChain = new Map(CHAINS.map((chain) => [chain.chainId, byId.get(`${chain.slug}:${chain.nativeSymbol}`)]));

/** The native coin of a chain. */
export const nativeAsset = (chainId: number): Asset | undefined => nativeByChain.get(chainId);

const longest = 80;

/**
 * Reads an asset as people write it: `slug:SYMBOL`, `chainId:SYMBOL`, `slug:0xaddress` or `chainId:0xaddress`.
 * `pointer` names the field in the error.
 */
export const parseAsset = (text: string, pointer: string): Result<Asset, InputError> => {
  const colon = text.indexOf(':');
  if (colon <= 0 || text.length > longest) {
    return err(inputError('INVALID_PARAMETER', pointer, 'write an asset as chain:SYMBOL or chain:0xaddress, for example ethereum:USDC'));
  }
  const chain = findChain(text.slice(0, colon));
  if (chain === undefined) {
    const known = CHAINS.map(({ slug, chainId }) => `${slug} (${chainId})`).join(', ');
    return err(inputError('UNKNOWN_CHAIN', pointer, `no chain "${text.slice(0, colon)}"; known chains: ${known}`));
  }
  const token = text.slice(colon + 1);
  if (!/^0x/i.test(token)) {
    const asset = byId.get(`${chain.slug}:${token.toUpperCase()}`);
    return asset ? ok(asset) : err(unknownAsset(chain, token, pointer));
  }
  const address = checksumAddress(token);
  if (address === undefined) {
    return err(
      inputError(
        'INVALID_ADDRESS',
        pointer,
        `"${token}" is no address: 0x and 40 hex digits, with a right EIP-55 checksum or all lower case`,
      ),
    );
  }
  const asset = assetByAddress(chain.chainId, address);
  return asset ? ok(asset) : err(unknownAsset(chain, address, pointer));
};

const unknownAsset = (chain: Chain, token: string, pointer: string): InputError =>
  inputError('UNKNOWN_ASSET', pointer, `no asset "${token}" on ${chain.slug}; GET /api/v1/assets lists what is known`);
