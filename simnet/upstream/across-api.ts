import { chainById } from '#core/domain/chain.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { depositStatus } from './across-deposits.ts';
import { swapChains, swapTokens } from './across-lists.ts';
import { type AcrossClock, limits, suggestedFees } from './across-quotes.ts';
import { availableRoutes } from './across-routes.ts';
import { type Answer, json } from './answer.ts';

/** Answers a GET of Across's API, below its base; undefined where the API has nothing. */
export type AcrossApi = (path: string, query: URLSearchParams) => Promise<Answer>;

export const createAcrossApi = ({ clock, links }: { clock: AcrossClock; links: readonly ChainLink[] }): AcrossApi => {
  const rpcUrlOf = (chainId: number): string => links.find(({ chain }) => chain === chainById(chainId))?.rpc.url ?? '';
  return async (path, query) => {
    switch (path) {
      case '/suggested-fees':
        return suggestedFees(query, clock);
      case '/limits':
        return limits(query, clock);
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
