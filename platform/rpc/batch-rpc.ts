import { z } from 'zod';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import { retryAfterMs } from '#bridges/_kit/retry-after.ts';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A call's own answer: what the node found, or why it refuses. */
export type RpcReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: number; readonly message: string };

export type BatchOutcome =
  /** One reply a call, in the order of the calls. */
  | { readonly kind: 'replies'; readonly replies: readonly RpcReply[] }
  /** The node would not take the batch as a whole. */
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  /** No answer, or one that is no JSON-RPC. `tooLarge`: there was more of it than we read. */
  | { readonly kind: 'failed'; readonly detail: string; readonly tooLarge?: true };

/** One endpoint, asked several things in one exchange: a poll of a chain is two of them, whatever it has to read. */
export interface BatchRpc {
  /** `scheme://host` without path or credentials, for logs and metrics: keys of paid endpoints stand in the path. */
  readonly host: string;
  request(calls: readonly RpcCall[], signal: AbortSignal): Promise<BatchOutcome>;
}

const failure = z.object({ code: z.number(), message: z.string().default('') });
const single = z.object({ id: z.number().nullish(), error: failure });
const many = z.array(z.object({ id: z.number(), result: z.unknown().optional(), error: failure.optional() }));

/** EIP-1474's "limit exceeded" and what Infura and Alchemy say instead of an HTTP 429. */
const RATE_LIMIT_CODES: ReadonlySet<number> = new Set([-32_005, 429]);
/** -32005 is also how nodes refuse a range with too many results; the words tell the two apart. */
const RATE_WORDS = /rate|limit.*exceeded|too many requests|capacity|throttl/i;
const RANGE_WORDS = /range|results|block|log/i;

const isRateLimit = ({ code, message }: { code: number; message: string }): boolean =>
  RATE_LIMIT_CODES.has(code) && RATE_WORDS.test(message) && !RANGE_WORDS.test(message);

export const createBatchRpc = (options: {
  readonly http: HttpPort;
  readonly url: string;
  /** Epoch ms. */
  readonly now: () => number;
}): BatchRpc => {
  const { http, url, now } = options;
  const request = async (calls: readonly RpcCall[], signal: AbortSignal): Promise<BatchOutcome> => {
    const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call })));
    const outcome = await http.request({ url, method: 'POST', headers: { 'content-type': 'application/json' }, body, signal });
    if (outcome.kind === 'timeout') return { kind: 'failed', detail: 'no answer in time' };
    if (outcome.kind === 'unreachable') return { kind: 'failed', detail: outcome.detail };
    if (outcome.kind === 'unreadable') return { kind: 'failed', detail: outcome.detail, tooLarge: true };
    const wait = retryAfterMs(outcome.headers['retry-after'], now());
    if (outcome.status === 429) return { kind: 'rate-limited', retryAfterMs: wait };
    return read(outcome.body, calls.length, { status: outcome.status, wait });
  };
  return { host: hostOf(url), request };
};

const read = (body: string, count: number, context: { status: number; wait: number | null }): BatchOutcome => {
  const json = parse(body);
  const refusal = single.safeParse(json);
  if (refusal.success) {
    const { code, message } = refusal.data.error;
    return isRateLimit({ code, message }) ? { kind: 'rate-limited', retryAfterMs: context.wait } : { kind: 'refused', code, message };
  }
  const answers = many.safeParse(json);
  if (!answers.success) return { kind: 'failed', detail: `HTTP ${context.status} without JSON-RPC` };
  const byId = new Map(answers.data.map((answer) => [answer.id, answer]));
  const replies: RpcReply[] = [];
  for (let id = 0; id < count; id += 1) {
    const answer = byId.get(id);
    if (answer === undefined) return { kind: 'failed', detail: 'the batch came back without all of its answers' };
    if (answer.error !== undefined && isRateLimit(answer.error)) return { kind: 'rate-limited', retryAfterMs: context.wait };
    replies.push(answer.error === undefined ? { ok: true, result: answer.result } : { ok: false, ...answer.error });
  }
  return { kind: 'replies', replies };
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const hostOf = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed === null ? 'not a URL' : parsed.host;
};
