import type { Corridor } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';

/**
 * The port that every bridge stands behind. A bridge knows its vendor's API and contracts and nothing of the
 * world it runs in: HTTP and RPC arrive in its context, and time too.
 */
export interface Bridge {
  readonly manifest: BridgeManifest;
  /** Answers one question. Expected failures are values; a throw is a bug. */
  quote(context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>>;
  /** The corridors served now; refreshed by the caller at most every 5 minutes. */
  corridors(context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>>;
  /** What to sign for a quote: the call, and the spender that needs an allowance first. */
  transaction(context: BridgeContext, request: TransactionRequest): Promise<Result<BridgeTransaction, TransactionFailure>>;
  /** What a revert of such a transaction means, from its revert data; undefined when the bytes are not this bridge's. */
  explainRevert(data: string): RevertReason | undefined;
  /** The contracts whose logs tell of this bridge's transfers, on one chain. */
  watches(chainId: number): readonly WatchedContract[];
  /** Reads one log of a watched contract; undefined when it tells nothing of a transfer. */
  decode(log: RawLog): BridgeEvent | undefined;
  /** What its contracts on one chain say of themselves: flags that pause, what is left to pay out. All of a chain are asked in one call. */
  vitals?(chainId: number): readonly Vital[];
}

export interface BridgeManifest {
  /** Stable id: the folder's name. */
  readonly id: string;
  readonly name: string;
  readonly chains: readonly number[];
  /** Who has to be honest for the money to arrive. */
  readonly trust: 'optimistic-relayer' | 'message-layer' | 'canonical' | 'issuer' | 'bonded-relayer' | 'meta';
  readonly docs: string;
  /** How often the vendor lets us ask, as documented. One token a question. */
  readonly budget: { readonly perSecond: number; readonly burst: number; readonly concurrency: number };
  /** How long an answer may be believed when the vendor does not say. At most 30 s. */
  readonly quoteLifetimeMs: number;
  /** Where others tell how it fares. */
  readonly health?: {
    /** A GET below one of its `endpoints` that answers 2xx while the API works, and is cheap. */
    readonly ping?: { readonly endpoint: string; readonly path: string };
    /** Its name in DefiLlama's paths (`/tvl/{slug}`). */
    readonly tvlSlug?: string;
    /** How feeds about all bridges call it, in their capitals: a name that is also a word needs more than itself. */
    readonly names: readonly string[];
  };
}

/** A view call of a contract, and what its answer says. */
export interface Vital {
  /** In words: `deposits paused`. */
  readonly name: string;
  readonly call: ContractCall;
  /** Reads the call's answer; undefined when it is none. */
  read(data: string): VitalReading | undefined;
}

export type VitalReading =
  | { readonly kind: 'paused'; readonly paused: boolean }
  /** What can be paid out in an asset (canonical id), base units. */
  | { readonly kind: 'liquidity'; readonly asset: string; readonly amount: bigint };

export interface QuoteQuestion {
  readonly corridor: Corridor;
  readonly amountIn: bigint;
}

export interface SupportedCorridor {
  /** Canonical asset ids. */
  readonly from: string;
  readonly to: string;
}

/** What the composition root hands to a bridge. */
export interface BridgeContext {
  readonly http: HttpPort;
  readonly rpc: RpcPort;
  /** Epoch ms. */
  readonly now: () => number;
  /** Base URLs of the vendor's APIs by name, from configuration; the simnet names its own. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One HTTP exchange. Never throws for an answer, whatever its status or body; failures of the transport are values. */
export interface HttpPort {
  request(input: {
    url: string;
    method?: 'GET' | 'POST' | 'PATCH';
    headers?: Record<string, string>;
    body?: string;
    signal: AbortSignal;
  }): Promise<HttpOutcome>;
}

export type HttpOutcome =
  | { readonly kind: 'response'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** An answer began and could not be read to its end: cut off, or larger than the limit. */
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Contract calls on a chain. Several calls of one batch are made in one round trip, at one block. */
export interface RpcPort {
  call(chainId: number, calls: readonly ContractCall[], signal: AbortSignal): Promise<RpcOutcome>;
}

export interface ContractCall {
  readonly to: string;
  /** Calldata, 0x-hex. */
  readonly data: string;
}

export type RpcOutcome =
  /** One result a call, in order; a reverted call carries its revert data. */
  | {
      readonly kind: 'results';
      readonly results: readonly ({ readonly ok: true; readonly data: string } | { readonly ok: false; readonly data: string })[];
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Something answered that speaks no JSON-RPC, or no ABI. */
  | { readonly kind: 'malformed'; readonly detail: string };

export interface TransactionRequest extends QuoteQuestion {
  readonly sender: string;
  readonly recipient: string;
  /** What the calldata must enforce, in base units of the to-asset. */
  readonly minAmountOut: bigint;
  /** What the caller was shown. */
  readonly quoted: Pick<QuoteAnswer, 'amountOut' | 'validUntilMs'>;
}

export interface BridgeTransaction {
  readonly chainId: number;
  readonly to: string;
  readonly data: string;
  readonly value: bigint;
  /** Who must be allowed to take the from-asset; absent for a native coin. */
  readonly spender?: string;
  /** What the deposit carries, and its log will say: the amount less the dust that stays with the sender. */
  readonly amountSent: bigint;
  /** What this call delivers by the vendor's word of now, and what it enforces. Base units of the to-asset. */
  readonly amountOut: bigint;
  readonly minAmountOut: bigint;
  readonly etaSeconds: QuoteAnswer['etaSeconds'];
  /** Until when it is worth signing, epoch ms. */
  readonly validUntilMs: number;
  /** Gas units that such a call takes as a rule: for when no node can be asked. */
  readonly usualGas: bigint;
}

/** Why a chain would turn a transaction down, in words that its signer can act on. */
export interface RevertReason {
  readonly code:
    | 'PAUSED'
    | 'LIMIT'
    | 'QUOTE_EXPIRED'
    | 'QUOTE_MOVED'
    | 'UNSUPPORTED_ROUTE'
    | 'INSUFFICIENT_BALANCE'
    | 'INSUFFICIENT_ALLOWANCE';
  readonly detail: string;
}

/** Why there is nothing to sign: the bridge failed, or it now gives less than the caller would accept. */
export type TransactionFailure = QuoteFailure | { readonly code: 'QUOTE_MOVED'; readonly detail: string; readonly amountOut: bigint };

export interface WatchedContract {
  readonly address: string;
  /** topic0 of each event that the bridge decodes. */
  readonly topics: readonly string[];
}

export interface RawLog {
  readonly chainId: number;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** What a log says about a transfer. The caller adds where it stands on the chain. */
export interface BridgeEvent {
  readonly kind: 'deposit' | 'fill' | 'refund' | 'speed-up' | 'queued' | 'message-sent' | 'message-delivered' | 'slow-fill-requested';
  /** `bridge:originChainId:id`, the same from either side; undefined when this log alone cannot tell. */
  readonly transferKey?: string;
  /** What was read, amounts as bigint. */
  readonly fields: Readonly<Record<string, string | bigint>>;
}
