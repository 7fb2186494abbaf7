import type { z } from 'zod';
import type { BookJson } from '#schemas/api/book.ts';
import type { asset, BridgeJson, CorridorJson, chain, LimitsJson } from '#schemas/api/lists.ts';
import type { Preset } from '#schemas/api/primitives.ts';
import type { StepJson, TransactionJson } from '#schemas/api/transaction.ts';
import type { TransferJson, TransferPageJson, UnseenTransferJson } from '#schemas/api/transfer.ts';
import { ApiError, apiErrorOf } from './api-error.ts';

export interface QuoteRequest {
  readonly from: string;
  readonly to: string;
  /** Base units; or give `amountUsd`. */
  readonly amountIn?: string;
  readonly amountUsd?: string;
  readonly sender?: string;
  readonly recipient?: string;
  readonly preset?: Preset;
  readonly weights?: Readonly<Partial<Record<'cost' | 'speed' | 'reliability' | 'liquidity', number>>>;
  /** How long to wait for bridges that have not answered, 0 to 3 000. */
  readonly maxWaitMs?: number;
  readonly slippageBps?: number;
}

export interface TransactionRequest {
  /** Who signs and pays; checksummed or in lower case. */
  readonly sender: string;
  /** The sender when left out. */
  readonly recipient?: string;
  /** Accepts so many basis points less than the route’s amountOut; when left out, the route’s minAmountOut. */
  readonly slippageBps?: number;
  /** Asks for a plain transfer to an address of the vendor's, which Relay alone has: docs/sending.md says whose word that is. */
  readonly depositAddress?: boolean;
}

export interface StepRequest {
  /** Who signs and pays the gas; checksummed or in lower case. */
  readonly sender: string;
  /** The next of the transfer's `userSteps` when left out. */
  readonly step?: StepJson['step'];
}

export type ChainJson = z.infer<typeof chain>;
/** `asset` is the canonical id, for example `ethereum:USDC`. */
export type AssetJson = z.infer<typeof asset>;

/** Every call takes a signal to give up by; it then throws that signal's own reason. Refusals throw ApiError. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface RestClient {
  /** Ranked routes, when all bridges have answered or `maxWaitMs` is up; `pending` names who has not. */
  quote(request: QuoteRequest, options?: CallOptions): Promise<BookJson>;
  /** The whole book as it stands, by the preset `best`. */
  book(corridor: string, amountIn: string, options?: CallOptions): Promise<BookJson>;
  /**
   * What to sign for a route that was just shown: the approval first, where there is one, then the deposit. With the same `idempotencyKey` the
   * same request gives the same answer while that is valid. Throws ApiError: ROUTE_EXPIRED, QUOTE_MOVED, INSUFFICIENT_BALANCE and others.
   */
  transaction(
    routeId: string,
    request: TransactionRequest,
    options?: CallOptions & { readonly idempotencyKey?: string },
  ): Promise<TransactionJson>;
  /**
   * What to sign for a step of a transfer that needs its user again, or to call it off. Throws ApiError: STEP_NOT_READY, NOTHING_TO_SIGN,
   * WRONG_SENDER, STEP_NOT_BUILT and others.
   */
  stepTransaction(keyOrHash: string, request: StepRequest, options?: CallOptions & { readonly idempotencyKey?: string }): Promise<StepJson>;
  chains(options?: CallOptions): Promise<readonly ChainJson[]>;
  assets(options?: CallOptions): Promise<readonly AssetJson[]>;
  corridors(options?: CallOptions): Promise<readonly CorridorJson[]>;
  bridges(options?: CallOptions): Promise<readonly BridgeJson[]>;
  limits(options?: CallOptions): Promise<LimitsJson>;
  /** By transfer key or by a transaction's hash. A hash that no chain has shown yet is PENDING without a key. Throws ApiError UNKNOWN_TRANSFER. */
  transfer(keyOrHash: string, options?: CallOptions): Promise<TransferJson | UnseenTransferJson>;
  /** A page of an address's transfers, newest first; `nextCursor` of one page is the `cursor` of the next. */
  transfers(address: string, page?: { cursor?: string; limit?: number }, options?: CallOptions): Promise<TransferPageJson>;
}

export interface RestClientOptions {
  /** The API's address, for example `http://127.0.0.1:7400`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** For every call; without it, what the API allows itself for the question that is asked, and some. */
  readonly timeoutMs?: number;
}

/** Of all other answers the longest that the API allows itself is a quote of 3 s; twice that and some is a server in trouble. */
const TIMEOUT_MS = 8_000;
/** What is signed may take its bridge 15 s. */
const TRANSACTION_TIMEOUT_MS = 22_000;

export const createRestClient = ({ url, fetch: fetchWith = fetch, timeoutMs }: RestClientOptions): RestClient => {
  const base = `${url.replace(/\/+$/, '')}/api/v1`;

  const call = async <T>(
    path: string,
    { signal, idempotencyKey }: CallOptions & { readonly idempotencyKey?: string } = {},
    body?: unknown,
    usualMs = TIMEOUT_MS,
  ): Promise<T> => {
    const patienceMs = timeoutMs ?? usualMs;
    const timeout = AbortSignal.timeout(patienceMs);
    const init = {
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    };
    let status = 0;
    let retryAfter: string | null = null;
    let text: string;
    try {
      const response = await fetchWith(`${base}${path}`, init);
      status = response.status;
      retryAfter = response.headers.get('retry-after');
      text = await response.text();
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (timeout.aborted) throw new ApiError({ code: 'TIMEOUT', status, detail: `no answer within ${patienceMs} ms`, cause });
      throw new ApiError({ code: 'UNREACHABLE', status, detail: `no connection to ${base}`, cause });
    }
    const answer = parse(text);
    if (status < 200 || status > 299) throw apiErrorOf(status, answer, retryAfter);
    if (answer === undefined) throw new ApiError({ code: 'MALFORMED_ANSWER', status, detail: 'the answer is no JSON' });
    return answer as T;
  };

  return {
    quote: (request, options) => call('/routes/quote', options, request),
    book: (corridor, amountIn, options) => call(`/books/${encodeURIComponent(corridor)}?amountIn=${encodeURIComponent(amountIn)}`, options),
    transaction: (routeId, request, options) =>
      call(`/routes/${encodeURIComponent(routeId)}/transaction`, options, request, TRANSACTION_TIMEOUT_MS),
    stepTransaction: (keyOrHash, request, options) =>
      call(`/transfers/${encodeURIComponent(keyOrHash)}/transaction`, options, request, TRANSACTION_TIMEOUT_MS),
    chains: async (options) => (await call<{ chains: ChainJson[] }>('/chains', options)).chains,
    assets: async (options) => (await call<{ assets: AssetJson[] }>('/assets', options)).assets,
    corridors: async (options) => (await call<{ corridors: CorridorJson[] }>('/corridors', options)).corridors,
    bridges: async (options) => (await call<{ bridges: BridgeJson[] }>('/bridges', options)).bridges,
    limits: (options) => call('/limits', options),
    transfer: (keyOrHash, options) => call(`/transfers/${encodeURIComponent(keyOrHash)}`, options),
    transfers: (address, { cursor, limit } = {}, options) => {
      const query = new URLSearchParams({ address });
      if (cursor !== undefined) query.set('cursor', cursor);
      if (limit !== undefined) query.set('limit', String(limit));
      return call(`/transfers?${query}`, options);
    },
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
