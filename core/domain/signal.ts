import type { FailureCode } from './quote.ts';

/**
 * probe: a test quote. api: a ping of the vendor's API. contract: a flag that pauses. liquidity: what a contract holds. rpc: whether a
 * chain's nodes answer. tvl: USD locked in the bridge. incident: declared, or over. feed: whether an incident feed can be read.
 */
export const SIGNAL_KINDS = ['probe', 'api', 'contract', 'liquidity', 'rpc', 'tvl', 'incident', 'feed'] as const;

export type SignalKind = (typeof SIGNAL_KINDS)[number];

export const isSignalKind = (kind: string): kind is SignalKind => (SIGNAL_KINDS as readonly string[]).includes(kind);

/** One observation about a bridge's health, or about a chain's nodes. The unit of the topic `signals`. */
export interface Signal {
  /** Signals with the same id are the same observation. */
  readonly signalId: string;
  /** Empty for what is no bridge's: a chain's nodes, a feed that tells of all bridges. */
  readonly bridge: string;
  readonly kind: SignalKind;
  /** False when it speaks against the bridge: a failure, a flag that is up, an incident that stands. */
  readonly ok: boolean;
  /** Canonical corridor id, of a probe. */
  readonly corridor: string | null;
  readonly latencyMs: number | null;
  /** In words, at most 300 characters. */
  readonly detail: string;
  readonly observedAtMs: number;
  /** Of a probe or a ping that failed. */
  readonly code: FailureCode | null;
  /** Slug of the chain that was looked at. */
  readonly chain: string | null;
  /** What liquidity is held in, canonical id. */
  readonly asset: string | null;
  /** tvl: USD. liquidity: whole tokens. rpc: endpoints that answer. An estimate. */
  readonly value: number | null;
  /** What names an incident, the same as long as it lasts. */
  readonly reference: string | null;
}
