import { createHash } from 'node:crypto';
import type { Route } from './app.ts';
import { isHeld } from './is-held.ts';
import { commonHeaders, replyBytes } from './reply.ts';

/** A file that the server holds in memory. */
export interface Page {
  readonly type: string;
  readonly body: Buffer;
}

/** Only a node on this machine, a local chain's, may be talked to by the page itself. */
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Origins of those of the URLs that are on this machine. */
const loopbackOrigins = (urls: readonly string[]): readonly string[] => [
  ...new Set(urls.map((url) => new URL(url)).flatMap(({ hostname, origin }) => (LOOPBACK.has(hostname) ? [origin] : []))),
];

/**
 * Scripts, styles, pictures and sockets come from here and nowhere else; charts set styles on their elements. In the simnet the board
 * signs with a test wallet and sends to the local chains' nodes.
 */
const contentSecurityPolicy = (nodeUrls: readonly string[]): string =>
  [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self' ws: wss:", ...loopbackOrigins(nodeUrls)].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A name that carries its content's hash, as the bundler writes it, never changes what it holds. */
const HASHED_NAME = /-[0-9A-Z]{8}\.\w+$/;

const cachingOf = (path: string): string => (HASHED_NAME.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');

/** Pages and their assets, each at its path. `nodeUrls` are the local chains'; none outside the simnet. */
export const pageRoutes = (pages: ReadonlyMap<string, Page>, nodeUrls: readonly string[]): readonly Route[] => {
  const policy = contentSecurityPolicy(nodeUrls);
  return [...pages].map(([path, { type, body }]) => {
    const headers = {
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      'cache-control': cachingOf(path),
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
    };
    return {
      path,
      method: 'GET',
      handler: (request, response, requestId) => {
        if (isHeld(request.headers['if-none-match'], headers.etag))
          response.writeHead(304, { ...commonHeaders(requestId), ...headers }).end();
        else replyBytes(response, { requestId, type, bytes: body, headers });
      },
    } satisfies Route;
  });
};
