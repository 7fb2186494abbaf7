import { chainById } from '#core/domain/chain.ts';
import type { UpstreamApi, UpstreamTools } from '../bridges/_kit/upstream.ts';
import { depositStatus } from './across-deposits.ts';
import { swapChains, swapTokens } from './across-lists.ts';
import { type AcrossClock, limits, suggestedFees } from './across-quotes.ts';
import { availableRoutes } from './across-routes.ts';
import { swapApproval } from './across-swap-approval.ts';
import { json } from './answer.ts';

const HUB_CHAIN_ID = 1;

/** Across's API, below its base. */
export const createAcrossApi = ({ world, step, nowMs, links }: UpstreamTools): UpstreamApi => {
  const rpcUrlOf = (chainId: number): string => links.find(({ chain }) => chain === chainById(chainId))?.rpc.url ?? '';
  const hub = links.find(({ chain }) => chain.chainId === HUB_CHAIN_ID);
  const hubBlock = async (): Promise<number> => Number((await hub?.rpc.call<string>('eth_blockNumber')) ?? 0);
  const clock: AcrossClock = { world, step, nowMs, hubBlock };
  return async ({ method, path, query }) => {
    if (method !== 'GET') return json({ error: 'method not allowed' }, 405);
    switch (path) {
      case '/suggested-fees':
        return suggestedFees(query, clock);
      case '/limits':
        return limits(query, clock);
      case '/swap/approval':
        return swapApproval(query, { world, step, nowMs, links });
      case '/available-routes':
        return availableRoutes(query);
      case '/deposit/status':
        return depositStatus(query, links, clock.nowMs());
      case '/swap/chains':
        return swapChains(rpcUrlOf);
      case '/swap/tokens':
        return swapTokens(clock.world, clock.step());
      default:
        return json({ error: { code: '404', message: 'The page could not be found' } }, 404);
    }
  };
};
