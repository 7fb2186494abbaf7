import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '#core/errors.ts';
import { FEED_PATH } from '#schemas/api/feed.ts';
import { PROBLEM_TYPE } from '#schemas/api/problem.ts';
import type { FeedLimits } from './limits.ts';
import { originAllowed } from './origin.ts';

export interface UpgradeRefusal {
  readonly status: string;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** Why a socket is not opened; undefined when it is. `held`: connections that the address has already. */
export const refusalOf = (
  { url, headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  server: { origins: readonly string[]; leaving: boolean; held: number; limits: Pick<FeedLimits, 'connectionsPerAddress'> },
): UpgradeRefusal | undefined => {
  if (url?.split('?')[0] !== FEED_PATH) return { status: '404 Not Found', code: 'NOT_FOUND', detail: `the feed is at ${FEED_PATH}` };
  if (!originAllowed(headers.origin, headers.host, server.origins)) {
    const detail = 'pages of this origin may not open the feed; its operator can name it in ROUTEBOOK_ORIGINS';
    return { status: '403 Forbidden', code: 'ORIGIN_NOT_ALLOWED', detail };
  }
  if (server.leaving)
    return { status: '503 Service Unavailable', code: 'NOT_READY', detail: 'the server is stopping; come back in a moment' };
  if (server.held < server.limits.connectionsPerAddress) return undefined;
  const detail = `this address holds ${server.held} connections, as many as it may; close one first`;
  return { status: '429 Too Many Requests', code: 'RATE_LIMITED', detail };
};

/** Answers an upgrade with a problem, and closes. */
export const refuseUpgrade = (socket: Duplex, status: string, body: string): void => {
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
