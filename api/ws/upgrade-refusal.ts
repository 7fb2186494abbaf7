import type { IncomingMessage } from 'node:http';
import { FEED_PATH } from '#schemas/api/feed.ts';
import type { Refusal } from '../http/reply.ts';
import type { FeedLimits } from './limits.ts';
import { originAllowed } from './origin.ts';

/** Why a socket is not opened; undefined when it is. `held`: connections that the address has already. */
export const refusalOf = (
  { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  server: { origins: readonly string[]; leaving: boolean; held: number; limits: Pick<FeedLimits, 'connectionsPerAddress'> },
): Refusal | undefined => {
  if (url?.split('?')[0] !== FEED_PATH) return { code: 'NOT_FOUND', detail: `the feed is at ${FEED_PATH}` };
  if (method !== 'GET') return { code: 'METHOD_NOT_ALLOWED', detail: 'a WebSocket is opened with GET' };
  if (!originAllowed(headers.origin, headers.host, server.origins)) {
    const detail = 'pages of this origin may not open the feed; its operator can name it in ROUTEBOOK_ORIGINS';
    return { code: 'ORIGIN_NOT_ALLOWED', detail };
  }
  if (server.leaving) return { code: 'NOT_READY', detail: 'the server is stopping; come back in a moment' };
  if (server.held < server.limits.connectionsPerAddress) return undefined;
  const detail = `this address holds ${server.held} connections, as many as it may; close one first`;
  return { code: 'RATE_LIMITED', detail };
};
