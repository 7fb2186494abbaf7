import { createHash } from 'node:crypto';
import type { Route } from './app.ts';
import { replyBytes } from './reply.ts';

/** A file that the server holds in memory. */
export interface Page {
  readonly type: string;
  readonly body: Buffer;
}

/** Scripts, styles, pictures and sockets come from here and nowhere else; charts set styles on their elements. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A name that carries its content's hash never changes what it holds. */
const HASHED_NAME = /-[0-9a-f]{10}\.\w+$/;

const headersOf = (path: string, etag: string) => ({
  etag,
  'cache-control': HASHED_NAME.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
});

/** Pages and their assets, each at its path. */
export const pageRoutes = (pages: ReadonlyMap<string, Page>): readonly Route[] =>
  [...pages].map(([path, { type, body }]) => {
    const headers = headersOf(path, `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`);
    return {
      path,
      method: 'GET',
      handler: (request, response, requestId) => {
        if (request.headers['if-none-match'] === headers.etag) response.writeHead(304, headers).end();
        else replyBytes(response, { requestId, type, bytes: body, headers });
      },
    } satisfies Route;
  });
