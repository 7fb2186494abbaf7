/** A bridge as its health is published. */
export interface BridgeFact {
  readonly bridge: string;
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** Why the breaker is not closed; empty when it is. */
  readonly reason: string;
  /** Of the last hour, 0 to 1; null while nothing was asked. */
  readonly success: number | null;
  /** What was asked of it in that hour. */
  readonly asked: number;
  /** Whether its TVL fell by more than the breaker allows. */
  readonly tvlFell: boolean;
}

/** The API's answers of the last minute, over all its instances. */
export interface ApiFact {
  readonly requests: number;
  /** Answers of 500 and above. */
  readonly errors: number;
  /** Answers that took longer than `API_SLOW_MS`. */
  readonly slow: number;
}

/**
 * What the rules look at, as it is at one moment. A part that is undefined could not be read: rules about it say nothing then, neither that
 * something is wrong nor that it is over.
 */
export interface AlertFacts {
  readonly bridges: readonly BridgeFact[] | undefined;
  /** Chains of which no node answers. */
  readonly silentChains: readonly string[] | undefined;
  readonly engines: readonly { readonly engine: string; readonly up: boolean }[];
  /** Services that beat and lack something, or no longer beat. */
  readonly unreadyServices: readonly { readonly service: string; readonly missing: readonly string[] }[] | undefined;
  readonly api: ApiFact | undefined;
  /** Transfers that are older than their corridor's p99 and an hour. */
  readonly stuckTransfers: number | undefined;
  /** Dead letters that were not replayed, by source topic. */
  readonly deadLetters: ReadonlyMap<string, number> | undefined;
  /** Messages that a consumer group has not read, by group. */
  readonly lag: ReadonlyMap<string, number> | undefined;
}
