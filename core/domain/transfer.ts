import type { ChainEvent } from './chain-event.ts';
import type { StepAhead, UserStep, UserStepKind } from './user-step.ts';

export const TRANSFER_STATES = ['PENDING', 'CONFIRMED', 'BRIDGING', 'COMPLETED', 'FAILED', 'REFUNDED'] as const;

/**
 * PENDING: the deposit is not on chain, or lacks confirmations. CONFIRMED: it has them. BRIDGING: the bridge has taken it up.
 * COMPLETED: the money has arrived. FAILED: it can no longer arrive. REFUNDED: it went back.
 */
export type TransferState = (typeof TRANSFER_STATES)[number];

/** Why a transfer failed. The list is closed. */
export type TransferFailure = 'DEPOSIT_EXPIRED';

/** An event of a transfer as its page lists it. */
export interface TransferEvent
  extends Pick<ChainEvent, 'eventId' | 'kind' | 'chainId' | 'blockNumber' | 'blockHash' | 'logIndex' | 'transactionHash'> {
  readonly atMs: number;
  /** Has its chain's confirmations. */
  readonly confirmed: boolean;
}

/** What Routebook promised with the transaction that made a deposit. */
export interface Promised {
  readonly routeId: string;
  /** Base units of the to-asset; the second is what the calldata enforced. */
  readonly amountOut: bigint;
  readonly minAmountOut: bigint;
  readonly etaSeconds: { readonly p50: number; readonly p90: number };
  /** The steps that were announced with it; absent where there were none. */
  readonly userSteps?: readonly StepAhead[];
  /** When the transaction was handed out. */
  readonly issuedAtMs: number;
}

/** A further transaction that the transfer needs of its user. */
export interface TransferUserStep extends Pick<UserStep, 'kind' | 'chainId'> {
  /** From when it can be sent, as far as is known now. */
  readonly readyAtMs: number;
  /** Block time of the transaction that did it, and its hash; null until then. */
  readonly doneAtMs: number | null;
  readonly transaction: string | null;
}

/** What the set of a transfer's events says at one moment. */
export interface Transfer {
  readonly transferKey: string;
  readonly bridge: string;
  readonly state: TransferState;
  readonly failure: TransferFailure | null;
  /** When each state was entered, by the time of the block that brought it. */
  readonly enteredAtMs: Readonly<Partial<Record<TransferState, number>>>;
  readonly originChainId: number | null;
  readonly destinationChainId: number | null;
  /** Canonical asset ids; `slug:0xaddress` when the registry does not list the token. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly amountIn: bigint | null;
  /** What the deposit promised, base units of the to-asset. */
  readonly amountQuoted: bigint | null;
  /**
   * What its depositor has signed since, to be filled sooner: whoever fills may deliver this in place of `amountQuoted`. Null while there is no
   * such change.
   */
  readonly amountUpdated: bigint | null;
  /** What has arrived so far; null before the first fill. */
  readonly amountDelivered: bigint | null;
  /** Null when no transaction of ours led to the deposit, or none that is still known. */
  readonly promised: Promised | null;
  /** What arrived against what was promised, signed, in basis points; null before all of it arrived, and where nothing was promised. */
  readonly accuracyBps: number | null;
  /** From the deposit's block to the block of the fill that completed it, in whole seconds; null until then, and where either is not on chain. */
  readonly secondsTaken: number | null;
  readonly originTransaction: string | null;
  readonly destinationTransaction: string | null;
  readonly refundTransaction: string | null;
  /** Who filled it, where the bridge says. */
  readonly filledBy: string | null;
  /** Every further step of its user, first to last; none for most. */
  readonly userSteps: readonly TransferUserStep[];
  /** What its user can send now and must, before it goes on; null when it goes on by itself, or cannot yet. */
  readonly actionNeeded: {
    readonly kind: UserStepKind;
    readonly chainId: number;
    readonly sinceMs: number;
    /** Until when it can be sent; null when that has no end. */
    readonly untilMs: number | null;
  } | null;
  /** What should come next, and by when; null when nothing will by itself. */
  readonly expected: { readonly state: TransferState; readonly byMs: number } | null;
  readonly stuck: boolean;
  /** Its deposit is on chain now. */
  readonly seenOnChain: boolean;
  /** Its deposit was on chain and a reorg took it away. */
  readonly depositRemoved: boolean;
  /** Deposit's block, else the first event's: what lists are ordered by. */
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  /** When the passing of time alone changes this transfer next; null when it never does. */
  readonly dueAtMs: number | null;
  /** In the order of their blocks' times. */
  readonly events: readonly TransferEvent[];
}
