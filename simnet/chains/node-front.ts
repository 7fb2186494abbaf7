import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../upstream/answer.ts';
import { OWN_HANDS } from './json-rpc.ts';

/** What stands before a node and answers in its place. */
export interface NodeFront {
  close(): Promise<void>;
}

/** What is wrong with a node's answers at this moment. */
export interface NodeTrouble {
  readonly delayMs: number;
  spoil(answer: Answer): Answer;
}

/** A batch of some hundred calls is a few hundred KiB. */
const BODY_BYTES_MAX = 8 * 1_048_576;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > BODY_BYTES_MAX) throw new Error('the body is too large');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
};

/** Listens on a node's own port, hands every request on to the node, and spoils what comes back, but for the simnet's own hands. */
export const startNodeFront = async (options: { port: number; nodeUrl: string; trouble: () => NodeTrouble }): Promise<NodeFront> => {
  const { port, nodeUrl, trouble } = options;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const { delayMs, spoil } = trouble();
    const own = request.headers[OWN_HANDS.name] !== undefined;
    if (!own && delayMs > 0) await sleep(delayMs);
    const headers = { 'content-type': 'application/json' };
    const told = await fetch(nodeUrl, { method: 'POST', headers, body });
    const honest: Answer = { status: told.status, body: await told.json() };
    const answer = own ? honest : spoil(honest);
    if (response.destroyed) return;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, { ...headers, ...answer.headers }).end(text);
  };

  const server = createServer((request, response) => {
    // The node is on its way up or down: the caller sees a broken connection, as it would without us.
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
