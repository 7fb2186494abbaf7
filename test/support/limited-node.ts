import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real node that does not know some methods: what plain endpoints are beside a local one. */
export const startLimitedNode = async (target: string, unknown: readonly string[]) => {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const { id, method } = JSON.parse(body) as { id: number; method: string };
    const answer = unknown.includes(method)
      ? JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_601, message: `the method ${method} does not exist` } })
      : await (await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
