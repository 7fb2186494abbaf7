import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, type Asset } from '#core/domain/asset.ts';
import { CHAINS, chainById } from '#core/domain/chain.ts';
import { acrossError } from './across-errors.ts';
import { type Answer, json } from './answer.ts';

const carried = ASSETS.filter(({ address }) => address !== NATIVE_ADDRESS);

/** The pair of tokens of a route: the same token on two chains. Undefined when Across does not carry it. */
export const acrossRoute = (from: Asset, to: { chainId: number; symbol: string }): { from: Asset; to: Asset } | undefined => {
  if (to.symbol !== from.symbol || to.chainId === from.chainId || from.address === NATIVE_ADDRESS) return undefined;
  const other = carried.find(({ chainId, symbol }) => chainId === to.chainId && symbol === to.symbol);
  return other && { from, to: other };
};

interface RouteRow {
  readonly originChainId: number;
  readonly originToken: string;
  readonly destinationChainId: number;
  readonly destinationToken: string;
  readonly originTokenSymbol: string;
  readonly destinationTokenSymbol: string;
  readonly isNative: boolean;
}

const hasEther = (chainId: number): boolean => chainById(chainId)?.nativeSymbol === 'ETH';

/** WETH stands in the list twice where the origin's coin is ether: as the token, and as the coin that the pool wraps. */
const rowsOf = (from: Asset, to: Asset): readonly RouteRow[] => {
  const row: RouteRow = {
    originChainId: from.chainId,
    originToken: from.address,
    destinationChainId: to.chainId,
    destinationToken: to.address,
    originTokenSymbol: from.symbol,
    destinationTokenSymbol: to.symbol,
    isNative: false,
  };
  if (from.symbol !== 'WETH' || !hasEther(from.chainId)) return [row];
  return [row, { ...row, originTokenSymbol: 'ETH', destinationTokenSymbol: hasEther(to.chainId) ? 'ETH' : to.symbol, isNative: true }];
};

const ROUTES: readonly RouteRow[] = carried.flatMap((from) =>
  CHAINS.flatMap(({ chainId }) => {
    const pair = acrossRoute(from, { chainId, symbol: from.symbol });
    return pair === undefined ? [] : rowsOf(pair.from, pair.to);
  }),
);

const FILTERS = [
  'originChainId',
  'destinationChainId',
  'originToken',
  'destinationToken',
  'originTokenSymbol',
  'destinationTokenSymbol',
] as const;

/** GET /available-routes. */
export const availableRoutes = (query: URLSearchParams): Answer => {
  for (const param of ['originToken', 'destinationToken'] as const) {
    const value = query.get(param);
    if (value !== null && !/^0x[0-9a-fA-F]{40}$/.test(value)) {
      return acrossError({ code: 'INVALID_PARAM', message: `Invalid parameter at path '${param}'. Expected type 'union'`, param });
    }
  }
  const wanted = FILTERS.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name, value: value.toLowerCase() }];
  });
  return json(ROUTES.filter((route) => wanted.every(({ name, value }) => String(route[name]).toLowerCase() === value)));
};
