/** What the health processor knows of a bridge. Until it has spoken, the ranking uses its prior. */
export interface BridgeStatus {
  readonly bridge: string;
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** Why the breaker is not closed; empty when it is. */
  readonly reason: string;
  /** 0 to 100. */
  readonly reliability: number;
  readonly observedAtMs: number;
}
