import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { commonHeaders } from './reply.ts';

/**
 * Hands an answer on as fast as its reader takes it. What breaks in the middle breaks the connection off, so that half an answer is never taken for
 * a whole one; when the reader goes, the source is destroyed.
 */
export const replyStream = async (
  response: ServerResponse,
  reply: { requestId: string; type: string; source: Readable; headers?: Readonly<Record<string, string>> },
): Promise<void> => {
  const { requestId, type, source, headers } = reply;
  response.writeHead(200, { ...commonHeaders(requestId), 'content-type': type, ...headers });
  await pipeline(source, response).catch(() => response.destroy());
};
