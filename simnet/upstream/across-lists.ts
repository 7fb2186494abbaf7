import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { priceUsd } from '../world/market.ts';
import type { World } from '../world/world.ts';
import { type Answer, json } from './answer.ts';

/** GET /swap/chains: the RPC address is that of the simnet's own node. */
export const swapChains = (rpcUrlOf: (chainId: number) => string): Answer =>
  json(CHAINS.map(({ chainId, name }) => ({ chainId, name, publicRpcUrl: rpcUrlOf(chainId), explorerUrl: '', logoUrl: '' })));

/** GET /swap/tokens. */
export const swapTokens = (world: World, step: number): Answer =>
  json(
    ASSETS.filter(({ address }) => address !== NATIVE_ADDRESS).map(({ chainId, address, symbol, decimals, priceId }) => ({
      chainId,
      address,
      name: symbol,
      symbol,
      decimals,
      logoUrl: '',
      priceUsd: String(priceUsd(world, priceId, step) ?? 0),
    })),
  );
