import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { ASSETS } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { done, refused } from './bungee-answer.ts';
import { type BungeeQuote, bungeeQuote, tokenJson } from './bungee-quote.ts';
import { statusOf } from './bungee-status.ts';

/** Of so many quotes the API remembers what they were about: more than a board asks for in an hour. */
const QUOTES_MAX = 20_000;

const tokensOf = (query: URLSearchParams): Answer => {
  const chains = (query.get('chainIds') ?? '').split(',').map(Number);
  const listed = ASSETS.filter(({ chainId }) => chains.includes(chainId) && spokePool(chainId) !== undefined);
  const entries = listed.map((asset) => ({ ...tokenJson(asset), isShortListed: true, isVerified: true }));
  return done(Object.groupBy(entries, ({ chainId }) => String(chainId)));
};

/** Socket’s swap API, below its base: an aggregator that knows one bridge, Across, and takes a fifth of a percent. */
export const createBungeeApi = (tools: UpstreamTools): UpstreamApi => {
  const asked = new Map<string, BungeeQuote>();
  return ({ method, path, query }) => {
    if (method !== 'GET') return refused(404, `Cannot ${method} ${path}`);
    switch (path) {
      case '/quote': {
        const given = bungeeQuote(query, tools);
        if (!('quoteId' in given)) return given;
        if (asked.size >= QUOTES_MAX) asked.delete(asked.keys().next().value ?? '');
        asked.set(given.quoteId, given);
        return given.answer;
      }
      case '/status':
        return statusOf(query.get('quoteId') ?? '', asked, tools);
      case '/tokens/list':
        return tokensOf(query);
      default:
        return refused(404, `Cannot ${method} ${path}`);
    }
  };
};
