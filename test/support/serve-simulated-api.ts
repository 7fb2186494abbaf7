import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UpstreamApi, UpstreamTools } from '#simnet/bridges/_kit/upstream.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { writeAnswer } from '#simnet/upstream/upstream-handler.ts';

/** A vendor's API of the simnet's over these chains, on a real socket. */
export const serveSimulatedApi = async (
  create: (tools: UpstreamTools) => UpstreamApi,
  links: readonly ChainLink[],
): Promise<{ url: string; server: Server }> => {
  const world = { seed: 'meta', dial: () => undefined, priceFactor: () => 1, drained: () => false };
  const api = create({ world, step: () => 60, nowMs: Date.now, links });
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    writeAnswer(response, await api({ method: 'GET', path: pathname, query: searchParams, headers: {}, body: undefined }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};
