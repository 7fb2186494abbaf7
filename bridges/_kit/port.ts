import type { Asset } from '#core/domain/asset.ts';
import type { ChainEventKind } from '#core/domain/chain-event.ts';
import type { QuoteAnswer, QuoteFailure, QuoteLimits } from '#core/domain/quote.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import type { Result } from '#core/result.ts';
import type { BridgeManifest } from './bridge-manifest.ts';
import type { ContractCall, HttpPort, RpcPort } from './network-port.ts';
import type { QuoteQuestion } from './quote-question.ts';
import type { ReliedContract } from './relied-contract.ts';
import type {
  BridgeTransaction,
  RevertReason,
  StepFailure,
  StepRequest,
  StepTransaction,
  TransactionFailure,
  TransactionRequest,
} from './to-sign.ts';

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
   * What to sign for a step of a transfer that is under way: one of its further steps, or to call it off. Whatever others say of it is held against the
   * deposit. Absent where the bridge builds none; one that builds some answers NOT_BUILT for the others.
   */
  stepTransaction?(context: BridgeContext, request: StepRequest): Promise<Result<StepTransaction, StepFailure>>;
  /**
   * How a recorded answer of the vendor is read, by endpoint: `suggested-fees`, `deposit-status`. Each entry hands the recording, played
   * back as HTTP, to the code that asks that endpoint live; there is no second parser.
   */
  readonly reads: Readonly<Record<string, RecordedRead>>;
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
 * when, where it tells; they get the parsed body, must not throw, and give undefined where nothing is told. A `question` that would stand there
 * if the answer were sound gives what is wrong with it, as a text. `isAnswerTo` says which requests the recording answers, for an adapter that asks
 * several endpoints; the others fail. Without it, all are answered.
 */
export type RecordedRead = {
  readonly isAnswerTo?: (url: string) => boolean;
  answeredAtMs?(json: unknown): number | undefined;
} & (
  | {
      readonly gives: 'quote';
      question?(json: unknown): QuoteQuestion | string | undefined;
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
  | { readonly gives: 'facts'; read(context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, StatusFailure>> }
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
  /** What was chosen of a manifest's `choices`, by variable; without it the first value of each. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface WatchedContract {
  readonly address: string;
  /** topic0 of each event that the bridge decodes. */
  readonly topics: readonly string[];
  /** Those of the topics whose logs alone name no transfer: they are given with their transactions' calldata, which costs the watcher an exchange more. */
  readonly withInput?: readonly string[];
  /**
   * Those of the topics whose logs announce another transaction of their block, and which topic of such a log (1 to 3) is its hash. They are given
   * with how that transaction ended, which costs the watcher an exchange more.
   */
  readonly withOutcome?: Readonly<Record<string, number>>;
}

/** How a transaction ended. `absent`: the block that announced it does not hold it, so it was never carried out. */
export type TransactionOutcome = 'success' | 'reverted' | 'absent';

export interface RawLog {
  readonly chainId: number;
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** Of the block that it stands in; unknown for a log that somebody wrote down. */
  readonly blockNumber?: number;
  /** Time of that block, epoch ms. */
  readonly blockTimeMs?: number;
  /** Calldata of its transaction, 0x-hex; where `withInput` asks for it. */
  readonly input?: string;
  /** How the transaction ended that it announces; where `withOutcome` asks for it. Unknown for a log that somebody wrote down. */
  readonly outcome?: TransactionOutcome;
}

/**
 * What a log says about a transfer. The caller adds where it stands on the chain. A deposit that needs further steps of its user names them
 * in `fields.userSteps` (`stepsField` of core/domain/user-step.ts); `proven` and `claimed` say that they were done. So does what finds the money
 * waiting where it was to arrive; `stepsUntil` says until when it waits, in seconds.
 */
export interface BridgeEvent {
  readonly kind: Exclude<ChainEventKind, 'confirmed'>;
  /** `bridge:originChainId:id`, the same from either side; undefined when this log alone cannot tell. */
  readonly transferKey?: string;
  /** Where a log tells of several transfers alike: all of them, in the order that it has them in. It is told once of each. */
  readonly transferKeys?: readonly string[];
  /** What was read, amounts as bigint. */
  readonly fields: Readonly<Record<string, string | bigint>>;
}
