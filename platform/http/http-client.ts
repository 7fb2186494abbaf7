import type { HttpOutcome, HttpPort } from '#bridges/_kit/network-port.ts';

/** The largest answer read; quotes are a few KB, route lists some 100 KB. What is larger is no answer to our question. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** A vendor may move a path; more hops than this are a loop. */
const REDIRECTS_MAX = 3;

/**
 * HTTP over the runtime's own fetch. Every outcome is a value: an aborted signal is `timeout`, a body that is cut off or larger than
 * 4 MiB is `unreadable`. Redirects are followed on the same origin alone: another host would get our question, and answer it.
 */
export const createHttpClient = (options: { readonly bodyBytesMax?: number } = {}): HttpPort => {
  const limit = options.bodyBytesMax ?? BODY_BYTES_MAX;
  return {
    request: async ({ url, method = 'GET', headers = {}, body, signal }) => {
      let target: URL;
      try {
        target = new URL(url);
      } catch {
        return { kind: 'unreachable', detail: `${url} is no URL` };
      }
      try {
        for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
          const init: RequestInit = { method, headers: { accept: 'application/json', ...headers }, redirect: 'manual', signal };
          const response = await fetch(target.href, body === undefined ? init : { ...init, body });
          const location = redirectOf(response);
          if (location === undefined) return await readBody(response, limit, signal);
          await response.body?.cancel();
          const next = URL.parse(location, target.href);
          if (next?.origin !== target.origin) {
            return { kind: 'unreachable', detail: `refused a redirect from ${target.host} to ${next?.host ?? location}` };
          }
          target = next;
        }
        return { kind: 'unreachable', detail: `more than ${REDIRECTS_MAX} redirects` };
      } catch (error) {
        return signal.aborted ? { kind: 'timeout' } : { kind: 'unreachable', detail: `${target.host}: ${causeOf(error)}` };
      }
    },
  };
};

const redirectOf = (response: Response): string | undefined =>
  response.status >= 300 && response.status < 400 ? (response.headers.get('location') ?? undefined) : undefined;

const readBody = async (response: Response, limit: number, signal: AbortSignal): Promise<HttpOutcome> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      // Leaving the loop cancels the body, and with it the connection.
      if (bytes > limit) return { kind: 'unreadable', detail: `a body of more than ${limit} bytes` };
      chunks.push(chunk);
    }
  } catch (error) {
    return signal.aborted
      ? { kind: 'timeout' }
      : { kind: 'unreadable', detail: `the body was cut off after ${bytes} bytes: ${causeOf(error)}` };
  }
  return {
    kind: 'response',
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new TextDecoder().decode(Buffer.concat(chunks)),
  };
};

/** fetch says "fetch failed"; why is in its cause. */
const causeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : undefined;
  return cause.message === '' ? (code ?? cause.name) : cause.message;
};
