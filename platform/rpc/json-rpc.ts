import { z } from 'zod';
import type { HttpOutcome, HttpPort, RpcOutcome } from '#bridges/_kit/network-port.ts';
import { retryAfterMs } from '#bridges/_kit/retry-after.ts';
import { isNodesOwnLimit } from './is-nodes-own-limit.ts';

/** While another endpoint could answer, one gets this long: most of a question's time is left for the rest. */
const ATTEMPT_MS = 1_200;

export type JsonRpcOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  /** The node answered and refused: a revert, a wrong parameter, and, where no other node has it, a method or old state that this one lacks. */
  | { readonly kind: 'refused'; readonly code: number; readonly message: string; readonly data: unknown }
  | Exclude<RpcOutcome, { kind: 'results' }>;

export interface JsonRpc {
  request(chainId: number, call: { method: string; params: readonly unknown[] }, signal: AbortSignal): Promise<JsonRpcOutcome>;
}

const answer = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string().default(''), data: z.unknown().optional() }) }),
  z.object({ result: z.unknown() }),
]);

/** What endpoints say when they limit a caller without a 429. Sources: EIP-1474 (-32005), Infura, Alchemy. */
const RATE_LIMIT_CODES: ReadonlySet<number> = new Set([-32_005, 429]);
/** Internal error and resource unavailable (JSON-RPC 2.0, EIP-1474): the node's own trouble. */
const TROUBLE_CODES: ReadonlySet<number> = new Set([-32_603, -32_002]);

/**
 * JSON-RPC over HTTP with fallback: endpoints are tried in the order given, the next one when one is out of reach, too slow, limits
 * us, answers nonsense, or lacks what is asked for. Any other refusal by a node that works is final; what one lacks is said where none
 * of the next has an answer. All of it within the caller's signal.
 */
export const createJsonRpc = (options: {
  readonly http: HttpPort;
  /** Endpoints by chain id, best first. */
  readonly urls: ReadonlyMap<number, readonly string[]>;
  /** Epoch ms. */
  readonly now: () => number;
}): JsonRpc => {
  const { http, urls, now } = options;
  let id = 0;

  const ask = async (url: string, call: { method: string; params: readonly unknown[] }, signal: AbortSignal): Promise<JsonRpcOutcome> => {
    id += 1;
    const outcome = await http.request({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, ...call }),
      signal,
    });
    return read(outcome, now());
  };

  return {
    request: async (chainId, call, signal) => {
      const endpoints = urls.get(chainId) ?? [];
      let last: JsonRpcOutcome = { kind: 'unreachable', detail: `no RPC endpoint for chain ${chainId} is configured` };
      let lacking: JsonRpcOutcome | undefined;
      for (const [index, url] of endpoints.entries()) {
        if (signal.aborted) return { kind: 'timeout' };
        const isLast = index === endpoints.length - 1;
        last = await ask(url, call, isLast ? signal : AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]));
        if (last.kind === 'result') return last;
        if (last.kind === 'refused') {
          if (!isNodesOwnLimit(last)) return last;
          lacking ??= last;
        }
      }
      return lacking ?? last;
    },
  };
};

const read = (outcome: HttpOutcome, nowMs: number): JsonRpcOutcome => {
  if (outcome.kind === 'timeout' || outcome.kind === 'unreachable') return outcome;
  if (outcome.kind === 'unreadable') return { kind: 'malformed', detail: outcome.detail };
  const wait = retryAfterMs(outcome.headers['retry-after'], nowMs);
  if (outcome.status === 429) return { kind: 'rate-limited', retryAfterMs: wait };
  const parsed = answer.safeParse(parse(outcome.body));
  if (!parsed.success) {
    if (outcome.status >= 400) return { kind: 'unreachable', detail: `the RPC endpoint answered HTTP ${outcome.status}` };
    return { kind: 'malformed', detail: 'the RPC endpoint did not answer with JSON-RPC' };
  }
  if (!('error' in parsed.data)) return { kind: 'result', result: parsed.data.result };
  const { code, message, data } = parsed.data.error;
  if (RATE_LIMIT_CODES.has(code)) return { kind: 'rate-limited', retryAfterMs: wait };
  if (TROUBLE_CODES.has(code) && data === undefined) return { kind: 'unreachable', detail: `RPC error ${code}: ${message}` };
  return { kind: 'refused', code, message, data };
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
