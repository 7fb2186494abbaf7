/** How deep a chain's blocks must lie before they are believed. Both figures count blocks, the block itself as the first. */
export interface Confirmations {
  /** From here on a deposit counts as confirmed. */
  readonly confirmed: number;
  /** From here on a block is taken as final; the watcher holds the blocks above and looks for reorgs among them. */
  readonly final: number;
}

/** Even where a chain has one sequencer and hardly reorganises, so that a 10-block reorg of a local chain is seen as what it is. */
const HELD_AT_LEAST = 64;

/**
 * One table for all. `confirmed` is what a message layer waits for before it carries a message away: LayerZero's default block
 * confirmations (docs.layerzero.network, default config: Ethereum 15, Optimism 20, Base 10, Arbitrum 20, Avalanche 12). Its 512 for
 * Polygon dates from before deterministic finality there; we take the 128 that Across's relayer waits for (across-protocol/relayer,
 * DEFAULT_MIN_DEPOSIT_CONFIRMATIONS), which also gives Ethereum's 64 (two epochs: a finalised block) and 60 for the OP stack.
 */
const CONFIRMATIONS: Readonly<Record<number, Confirmations>> = {
  1: { confirmed: 15, final: HELD_AT_LEAST },
  10: { confirmed: 20, final: HELD_AT_LEAST },
  137: { confirmed: 128, final: 128 },
  8453: { confirmed: 10, final: HELD_AT_LEAST },
  42161: { confirmed: 20, final: HELD_AT_LEAST },
  43114: { confirmed: 12, final: HELD_AT_LEAST },
};

/** A chain of which nobody has said anything is treated like Ethereum at its most careful. */
export const confirmationsOf = (chainId: number): Confirmations => CONFIRMATIONS[chainId] ?? { confirmed: 64, final: HELD_AT_LEAST };
