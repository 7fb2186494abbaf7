import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { TransferStep } from '#core/domain/transfer-step.ts';
import type { QuoteQuestion } from './quote-question.ts';

export interface TransactionRequest extends QuoteQuestion {
  readonly sender: string;
  readonly recipient: string;
  /** What the calldata must enforce, in base units of the to-asset. */
  readonly minAmountOut: bigint;
  /** What the caller was shown. */
  readonly quoted: Pick<QuoteAnswer, 'amountOut' | 'validUntilMs'>;
  /** A plain transfer to an address that the vendor names, in place of a call. Only a bridge whose manifest has `depositAddresses` is asked. */
  readonly depositAddress?: true;
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
  /**
   * What the vendor calls the request behind it, where its status is asked by that, and the number that the transfer has on chain: that of
   * `transferKey`. A deposit's log may say the second alone.
   */
  readonly request?: { readonly requestId: string; readonly transferId: string };
  /** Where a plain transfer goes. That it is the vendor's, and for this request, is the vendor's word alone: nothing on chain says so. */
  readonly depositAddress?: string;
}

/** Which step of which transfer, and who would sign it. */
export interface StepRequest {
  readonly step: TransferStep;
  /** `bridge:originChainId:id`, as the deposit's log gave it. */
  readonly transferKey: string;
  readonly originChainId: number;
  /** The transaction that made the deposit. */
  readonly originTransaction: string;
  readonly sender: string;
}

export interface StepTransaction {
  readonly chainId: number;
  readonly to: string;
  readonly data: string;
  readonly value: bigint;
  /** Gas units that such a call takes as a rule: for when no node can be asked. */
  readonly usualGas: bigint;
}

/** Why there is nothing to sign for a step. */
export type StepFailure =
  | QuoteFailure
  /** `readyAtMs` where more is known of it than the transfer's own `userSteps` say. */
  | { readonly code: 'STEP_NOT_READY'; readonly detail: string; readonly readyAtMs: number | null }
  /** It was done, by whomever, or nothing is left to be done. */
  | { readonly code: 'NOTHING_TO_SIGN'; readonly detail: string }
  | { readonly code: 'WRONG_SENDER'; readonly detail: string }
  | { readonly code: 'STEP_NOT_BUILT'; readonly detail: string };

/** Why a chain would turn a transaction down, in words that its signer can act on. */
export interface RevertReason {
  readonly code:
    | 'PAUSED'
    | 'LIMIT'
    | 'QUOTE_EXPIRED'
    | 'QUOTE_MOVED'
    | 'UNSUPPORTED_ROUTE'
    | 'INSUFFICIENT_BALANCE'
    | 'INSUFFICIENT_ALLOWANCE'
    | 'STEP_NOT_READY'
    | 'NOTHING_TO_SIGN'
    | 'WRONG_SENDER';
  readonly detail: string;
}

/** Why there is nothing to sign: the bridge failed, or it now gives less than the caller would accept. */
export type TransactionFailure = QuoteFailure | { readonly code: 'QUOTE_MOVED'; readonly detail: string; readonly amountOut: bigint };
