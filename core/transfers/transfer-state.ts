import type { ChainEvent, ChainEventKind } from '../domain/chain-event.ts';
import type { TransferFailure, TransferState } from '../domain/transfer.ts';
import { amountField } from './deposit-terms.ts';
import { EXPIRY_GRACE_MS } from './expectations.ts';

/** What says that the bridge has taken a transfer up. */
const TAKEN_UP: ReadonlySet<ChainEventKind> = new Set([
  'queued',
  'message-sent',
  'message-delivered',
  'slow-fill-requested',
  'proven',
  'claimed',
]);

/** The events of a transfer, told apart. `deposit` may be one that has left the chain: `seenOnChain` says. */
export interface Parts {
  /** Those that mean this deposit, or might. */
  readonly present: readonly ChainEvent[];
  readonly deposit: ChainEvent | undefined;
  readonly seenOnChain: boolean;
  /** The fills of this very deposit, by block time. */
  readonly fills: readonly ChainEvent[];
  readonly confirmedAtMs: ReadonlyMap<string, number>;
  readonly fillDeadlineMs: number | null;
  readonly amountQuoted: bigint | null;
}

export interface Entered {
  readonly state: TransferState;
  readonly failure: TransferFailure | null;
  readonly enteredAtMs: Readonly<Partial<Record<TransferState, number>>>;
  readonly amountDelivered: bigint | null;
  /** The fill that brought the last of the money, else the latest there is. */
  readonly lastFill: ChainEvent | undefined;
  readonly refund: ChainEvent | undefined;
}

const bringsWhatWasQuoted = ({ fields }: ChainEvent): boolean => fields.asDeposited === 'true' || fields.asQuoted === 'true';

/**
 * Money that has arrived, fill by fill. A fill is whole unless its decoder says `partial`; parts add up to what was promised. One that says
 * `asDeposited` or `asQuoted` is known by a number that commits to what the deposit said, and brings that.
 */
const delivery = ({ fills, amountQuoted }: Parts) => {
  let delivered: bigint | null = null;
  for (const fill of fills) {
    const amount = amountField(fill, 'deliveredAmount') ?? (bringsWhatWasQuoted(fill) ? amountQuoted : null);
    if (amount !== null) delivered = (delivered ?? 0n) + amount;
    const whole = fill.fields.partial !== 'true' || (amountQuoted !== null && delivered !== null && delivered >= amountQuoted);
    if (whole) return { delivered, completing: fill, last: fill };
  }
  return { delivered, completing: undefined, last: fills.at(-1) };
};

/** A message is sent by the deposit itself where a message layer carries the money: it is under way as soon as it is confirmed. */
const takenUpAtMs = ({ present, deposit, fills, confirmedAtMs }: Parts): number | undefined => {
  const times = present.flatMap(({ kind, blockTimeMs }) => (TAKEN_UP.has(kind) ? [blockTimeMs] : []));
  const firstPart = fills.find(({ fields }) => fields.partial === 'true')?.blockTimeMs;
  const carried = deposit?.fields.guid === undefined ? undefined : confirmedAtMs.get(deposit.eventId);
  const all = [...times, firstPart, carried].filter((time) => time !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
};

const ORDER: readonly TransferState[] = ['COMPLETED', 'REFUNDED', 'FAILED', 'BRIDGING', 'CONFIRMED', 'PENDING'];

/** The state, and when each state on the way to it was entered. Times of two chains differ: none is before the deposit's. */
export const enterStates = (parts: Parts, nowMs: number): Entered => {
  const { present, deposit, seenOnChain, confirmedAtMs, fillDeadlineMs } = parts;
  const { delivered, completing, last } = delivery(parts);
  const refund = present.findLast(({ kind }) => kind === 'refund');
  const expired = seenOnChain && fillDeadlineMs !== null && nowMs >= fillDeadlineMs + EXPIRY_GRACE_MS;
  const startMs = deposit?.blockTimeMs ?? present[0]?.blockTimeMs ?? nowMs;
  const times: Record<TransferState, number | undefined> = {
    PENDING: startMs,
    CONFIRMED: seenOnChain && deposit !== undefined ? confirmedAtMs.get(deposit.eventId) : undefined,
    BRIDGING: seenOnChain ? takenUpAtMs(parts) : undefined,
    COMPLETED: completing?.blockTimeMs,
    FAILED: expired && completing === undefined ? fillDeadlineMs : undefined,
    REFUNDED: completing === undefined ? refund?.blockTimeMs : undefined,
  };
  const state = ORDER.find((one) => times[one] !== undefined) ?? 'PENDING';
  const reachedMs = Math.max(times[state] ?? startMs, startMs);
  const enteredAtMs: Partial<Record<TransferState, number>> = {};
  for (const one of ORDER.toReversed()) {
    const time = times[one];
    // What came after the end, confirmations of a deposit long filled, was never a state of this transfer.
    if (time !== undefined && (one === state || time <= reachedMs)) enteredAtMs[one] = Math.max(time, startMs);
  }
  const failed = state === 'FAILED' || (state === 'REFUNDED' && fillDeadlineMs !== null);
  return {
    state,
    failure: failed ? 'DEPOSIT_EXPIRED' : null,
    enteredAtMs,
    amountDelivered: delivered,
    lastFill: completing ?? last,
    refund: completing === undefined ? refund : undefined,
  };
};
