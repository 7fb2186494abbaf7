import type { Response } from 'express';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { inputError } from '#core/errors.ts';
import type { DirectoryReader } from '#platform/redis/directory-reader.ts';
import type { LimitsJson } from '#schemas/api/lists.ts';
import type { BridgeBoard } from '../directory/bridge-board.ts';
import type { Route } from './app.ts';
import { replyBytes, replyProblem } from './reply.ts';

/** What changes with a release alone may be kept for a minute. */
const STATIC = { 'cache-control': 'public, max-age=60' };
const LIVE = { 'cache-control': 'no-cache' };

const NAME_SHOWN = 64;

const replyJson = (response: Response, requestId: string, body: unknown, headers = LIVE) =>
  replyBytes(response, { requestId, bytes: Buffer.from(JSON.stringify(body)), headers });

/** What there is: chains, assets, corridors, bridges, limits. */
export const listRoutes = (deps: {
  directory: DirectoryReader;
  bridges: BridgeBoard;
  limits: () => Promise<LimitsJson>;
  /** The local chain's endpoint; undefined outside the simnet. */
  rpcUrlOf: (slug: string) => string | undefined;
}): readonly Route[] => {
  const { directory, bridges, limits, rpcUrlOf } = deps;
  const chains = CHAINS.map((chain) => {
    const rpcUrl = rpcUrlOf(chain.slug);
    return { ...chain, ...(rpcUrl === undefined ? {} : { rpcUrl }) };
  });
  const assets = ASSETS.map(({ id, chainId, symbol, address, decimals }) => ({ asset: id, chainId, symbol, address, decimals }));
  const get = (path: string, handler: Route['handler']): Route => ({ path: `/api/v1${path}`, method: 'GET', handler });

  return [
    get('/chains', (_request, response, id) => replyJson(response, id, { chains }, STATIC)),
    get('/assets', (_request, response, id) => replyJson(response, id, { assets }, STATIC)),
    get('/limits', async (_request, response, id) => replyJson(response, id, await limits(), STATIC)),
    get('/bridges', (_request, response, id) => replyJson(response, id, { bridges: bridges.all() })),
    get('/bridges/:id', (request, response, requestId) => {
      const { id } = request.params;
      const bridge = bridges.inFull(String(id));
      if (bridge !== undefined) return replyJson(response, requestId, bridge);
      const detail = `no bridge "${String(id).slice(0, NAME_SHOWN)}"; GET /api/v1/bridges lists those in use`;
      return replyProblem(response, { requestId, error: inputError('UNKNOWN_BRIDGE', '/id', detail) });
    }),
    get('/corridors', async (_request, response, requestId) => {
      const corridors = await directory.corridors().catch(() => undefined);
      if (corridors !== undefined) return replyJson(response, requestId, { corridors });
      const detail = 'the list of corridors is out of reach right now; try again in a few seconds';
      return replyProblem(response, { requestId, error: { code: 'NOT_READY', detail }, headers: { 'retry-after': '2' } });
    }),
  ];
};
