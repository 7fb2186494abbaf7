/**
 * What a log, or the growth of its chain, says about a transfer. `proven` and `claimed` are the user's further steps, done. `confirmed` is the watcher's own: the event that `fields.confirms` names
 * has the confirmations that its chain asks for.
 */
export const CHAIN_EVENT_KINDS = [
  'deposit',
  'fill',
  'refund',
  'speed-up',
  'queued',
  'message-sent',
  'message-delivered',
  'slow-fill-requested',
  'proven',
  'claimed',
  'confirmed',
] as const;

export type ChainEventKind = (typeof CHAIN_EVENT_KINDS)[number];

export const isChainEventKind = (kind: string): kind is ChainEventKind => (CHAIN_EVENT_KINDS as readonly string[]).includes(kind);

/** One observation of one event. The unit of the topic `chain-events`. */
export interface ChainEvent {
  /**
   * `chainId:blockHash:logIndex`; of a `confirmed` event, that of the event it confirms and `:confirmed`. Where one log may mean several
   * transfers, or only its payment is known, the transfer's key follows; a payment in the coin has `coin/` and its recipient for a log's index.
   */
  readonly eventId: string;
  /** `bridge:originChainId:id`. */
  readonly transferKey: string;
  readonly bridge: string;
  readonly kind: ChainEventKind;
  /** The event is taken back: a reorg dropped its block. Carries all else as the event itself did. */
  readonly removed: boolean;
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** 0 for a payment in the coin, which has no log. */
  readonly logIndex: number;
  readonly transactionHash: string;
  /** Time of the block; of a `confirmed` event, of the block that brought the last confirmation. */
  readonly blockTimeMs: number;
  /**
   * When the watcher saw it come or go. Of two observations of one event the later counts, and of two at the same moment the removal: so
   * an observation must be later than the one that it takes back, over restarts of the watcher too.
   */
  readonly observedAtMs: number;
  /**
   * What the decoder read: amounts and chain ids as decimal strings, times in seconds as the contract has them. An event that repeats a term
   * of its deposit does so under the deposit's name for it, and counts for no deposit that has it otherwise (`core/transfers/same-terms.ts`).
   * A fill says `partial` when it is not all of it, and `asQuoted` when its log does not say how much came and its number commits to what the
   * deposit quoted. What says `asDeposited` has a log that says of the money nothing at all, and a number that says
   * everything: a fill then brings what was deposited, and none of it is a transfer without its deposit.
   */
  readonly fields: Readonly<Record<string, string>>;
}

/** The id of an event. Block hashes tell apart the same transaction mined twice. */
export const eventIdOf = (chainId: number, blockHash: string, logIndex: number): string =>
  `${chainId}:${blockHash.toLowerCase()}:${logIndex}`;

/** The id of the event that says that another has its confirmations. */
export const confirmedIdOf = (eventId: string): string => `${eventId}:confirmed`;
