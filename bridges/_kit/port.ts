import type { Asset } from '#core/domain/asset.ts';
import type { ChainEventKind } from '#core/domain/chain-event.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import type { QuoteAnswer, QuoteFailure, QuoteLimits } from '#core/domain/quote.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import type { Result } from '#core/result.ts';
import type { ReliedContract } from './relied-contract.ts';

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
  /**
   * Reads the logs of one transaction with each other, in their order, where one log says what another does not: one reading a log. `null`
   * is for a log that is understood and is no transfer of this bridge's, `undefined` for one that no decoder takes. Only its watched logs are given.
   */
  decodeTogether?(logs: readonly RawLog[]): readonly (BridgeEvent | null | undefined)[];
  /** What its contracts on one chain say of themselves: flags that pause, what is left to pay out. All of a chain are asked in one call. */
  vitals?(chainId: number): readonly Vital[];
  /** What it cannot do without on one chain; the self-check reads each. Where it says nothing, the watched contracts are looked for. */
  reliedContracts?(chainId: number): readonly ReliedContract[];
  /** What has become of a transfer by the vendor's word, where the vendor can be asked. The chains' own logs decide; this explains. */
  status?(context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>>;
  /**
   * How a recorded answer of the vendor is read, by endpoint: `suggested-fees`, `deposit-status`. Each entry hands the recording, played
   * back as HTTP, to the code that asks that endpoint live; there is no second parser.
   */
  readonly reads: Readonly<Record<string, RecordedRead>>;
}

export interface BridgeManifest {
  /** Stable id: the folder's name. */
  readonly id: string;
  readonly name: string;
  readonly chains: readonly number[];
  /** Symbols of the registry that it carries on some of its chains; `corridors` says what is served now. */
  readonly assets: readonly string[];
  /** Who has to be honest for the money to arrive. */
  readonly trust: 'optimistic-relayer' | 'message-layer' | 'canonical' | 'issuer' | 'bonded-relayer' | 'solver' | 'meta';
  /** An aggregator, which sends by a bridge of its own choice. */
  readonly meta?: true;
  /** In use only where ROUTEBOOK_BRIDGES names it. */
  readonly offByDefault?: true;
  /** Where the vendor documents it. */
  readonly docs: string;
  /** Further pages that its facts come from, by what they tell: `api`, `status`, `limits`, `contracts`. */
  readonly links?: Readonly<Record<string, string>>;
  /**
   * The vendor's HTTP APIs by name. Each is configured by `<NAME>_API_URL` (`across` by ACROSS_API_URL); on the mainnets that is `url`
   * unless it is set, and the simnet serves each below `/<name>/api`.
   */
  readonly endpoints: Readonly<Record<string, VendorEndpoint>>;
  /** A key that the vendor takes or demands, and the variable it is configured by. */
  readonly apiKey?: {
    readonly variable: string;
    readonly required: boolean;
    readonly about: string;
    /** The header that carries it, in lower case, and a word before it: `authorization`, `Bearer`. Absent where it goes into the query. */
    readonly header?: { readonly name: string; readonly scheme?: string };
  };
  /** A name that the vendor gives to those who ask for one, and its variable; it comes with the keys. */
  readonly callerId?: { readonly variable: string; readonly about: string };
  /** What the vendor documents of amounts, in USD; null where it documents none. The limits of one amount come with its quote. */
  readonly limits: { readonly minUsd: number | null; readonly maxUsd: number | null };
  /** How often the vendor lets us ask, as documented. One token a question. */
  readonly budget: BridgeBudget;
  /** The same with the API key. */
  readonly budgetWithKey?: BridgeBudget;
  /**
   * No contract tells of its fills: only `status` names the transaction that paid. Such a transaction is read on its chain before anything is
   * believed; this says how often the vendor may be asked for it, all transfers together, and until how long after a deposit.
   */
  readonly toldFills?: { readonly budget: Omit<BridgeBudget, 'quota'>; readonly askedForMs: number };
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

export interface VendorEndpoint {
  /** The public base URL, without a slash at its end. */
  readonly url: string;
  /** What it is, for the list of variables: `Across’s API`. */
  readonly about: string;
}

export interface BridgeBudget {
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  /** No more than so many questions within any window of that length. */
  readonly quota?: { readonly questions: number; readonly perMs: number };
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

/** How a vendor is asked about one transfer: by what is known of it. */
export interface TransferReference {
  readonly originChainId: number;
  /** The transaction that made the deposit. */
  readonly transactionHash?: string;
  /** The vendor's own id: a deposit's number, a guid, an order's or a request's id. */
  readonly id?: string;
}

/** What a vendor says of a transfer. What it does not say is null. */
export interface TransferStatus {
  readonly state: TransferState;
  /** The vendor's own word for it. */
  readonly vendorState: string;
  /** `bridge:originChainId:id`, as the bridge's logs give it. */
  readonly transferKey: string | null;
  readonly id: string | null;
  readonly originChainId: number | null;
  readonly destinationChainId: number | null;
  readonly originTransaction: string | null;
  readonly destinationTransaction: string | null;
  readonly refundTransaction: string | null;
  /** Canonical asset ids; `slug:0xaddress` for a token that the registry does not list. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  /** Base units of the from-asset, and of the to-asset. */
  readonly amountIn: bigint | null;
  readonly amountOut: bigint | null;
  /** What somebody has to do before it goes on, in words: `call receiveMessage on Base`. */
  readonly actionNeeded: string | null;
}

/** NOT_FOUND: the vendor does not know such a transfer, or not yet. */
export type StatusFailure = QuoteFailure | { readonly code: 'NOT_FOUND'; readonly detail: string };

/**
 * How the answers of one endpoint are read. `question`, `transfer` and `answeredAtMs` take from a recorded answer what was asked and
 * when, where it tells; they get the parsed body, must not throw, and give undefined for anything that does not fit. `isAnswerTo` says
 * which requests the recording answers, for an adapter that asks several endpoints; the others fail. Without it, all are answered.
 */
export type RecordedRead = {
  readonly isAnswerTo?: (url: string) => boolean;
  answeredAtMs?(json: unknown): number | undefined;
} & (
  | {
      readonly gives: 'quote';
      question?(json: unknown): QuoteQuestion | undefined;
      read(context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>>;
    }
  | {
      readonly gives: 'limits';
      question?(json: unknown): QuoteQuestion | undefined;
      read(context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteLimits, QuoteFailure>>;
    }
  | {
      readonly gives: 'transfer';
      transfer?(json: unknown): TransferReference | undefined;
      read(context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>>;
    }
  /** The tokens that an answer lists, registered or not. */
  | { readonly gives: 'assets'; read(context: BridgeContext): Promise<Result<readonly Asset[], QuoteFailure>> }
  | { readonly gives: 'corridors'; read(context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> }
  /** What is neither: chains, sources, allowances. Amounts as decimal strings. */
  | { readonly gives: 'facts'; read(context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, QuoteFailure>> }
);

/** What the composition root hands to a bridge. */
export interface BridgeContext {
  readonly http: HttpPort;
  readonly rpc: RpcPort;
  /** Epoch ms. */
  readonly now: () => number;
  /** Base URLs of the vendors' APIs by name, from configuration; the simnet names its own. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** API keys by the variable that a manifest names; absent where none is set. */
  readonly apiKeys: Readonly<Record<string, string>>;
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
  /** The base fee of a chain's newest block. No call can tell it: nodes let BASEFEE be 0 in a call that names no gas price. */
  baseFee(chainId: number, signal: AbortSignal): Promise<BaseFeeOutcome>;
}

export type BaseFeeOutcome =
  /** In the smallest unit of the coin, a unit of gas. */
  { readonly kind: 'fee'; readonly perGas: bigint } | RpcTrouble;

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
  | RpcTrouble;

export type RpcTrouble =
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
  /** Who must be allowed to take the from-asset; absent for a native coin, and for a token that its bridge burns without. */
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
  /** Those of the topics whose logs alone name no transfer: they are given with their transactions' calldata, which costs the watcher an exchange more. */
  readonly withInput?: readonly string[];
}

export interface RawLog {
  readonly chainId: number;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** Of the block that it stands in; unknown for a log that somebody wrote down. */
  readonly blockNumber?: number;
  /** Calldata of its transaction, 0x-hex; where `withInput` asks for it. */
  readonly input?: string;
}

/**
 * What a log says about a transfer. The caller adds where it stands on the chain. A deposit that needs further steps of its user names them
 * in `fields.userSteps` (`stepsField` of core/domain/user-step.ts); `proven` and `claimed` say that they were done.
 */
export interface BridgeEvent {
  readonly kind: Exclude<ChainEventKind, 'confirmed'>;
  /** `bridge:originChainId:id`, the same from either side; undefined when this log alone cannot tell. */
  readonly transferKey?: string;
  /** What was read, amounts as bigint. */
  readonly fields: Readonly<Record<string, string | bigint>>;
}
