/** How deep a chain's blocks must lie before they are believed. Both figures count blocks, the block itself as the first. */
export interface Confirmations {
  /** From here on a deposit counts as confirmed. */
  readonly confirmed: number;
  /** From here on a block is taken as final; the watcher holds the blocks above and looks for reorgs among them. */
  readonly final: number;
}

/** Even where a chain has one sequencer and hardly reorganises, so that a 10-block reorg of a local chain is seen as what it is. */
const HELD_AT_LEAST = 64;

/** A usual figure, and who says so. */
interface Usual {
  /** Blocks, the deposit's own as the first. */
  readonly confirmed: number;
  readonly source: string;
}

/**
 * What a message layer waits for before it carries a message away. LayerZero's 512 for Polygon dates from before deterministic finality
 * there; Across's relayer waits for 128, as it does for 64 on Ethereum (two epochs: a finalised block) and 60 on the OP stack.
 */
const LAYERZERO = 'LayerZero’s default block confirmations: docs.layerzero.network, default config';
const ACROSS = 'Across’s relayer: across-protocol/relayer, DEFAULT_MIN_DEPOSIT_CONFIRMATIONS';
const USUAL: Readonly<Record<number, Usual>> = {
  1: { confirmed: 15, source: LAYERZERO },
  10: { confirmed: 20, source: LAYERZERO },
  137: { confirmed: 128, source: ACROSS },
  8453: { confirmed: 10, source: LAYERZERO },
  42161: { confirmed: 20, source: LAYERZERO },
  43114: { confirmed: 12, source: LAYERZERO },
};

/** A chain of which nobody has said anything is treated like Ethereum at its most careful. */
const UNKNOWN: Usual = { confirmed: 64, source: 'two epochs of Ethereum' };

export const usualConfirmations = (chainId: number): Usual => USUAL[chainId] ?? UNKNOWN;

/** What follows from how many confirmations are asked for: a block is never final before a deposit in it is confirmed. */
export const confirmationsOf = (confirmed: number): Confirmations => ({ confirmed, final: Math.max(confirmed, HELD_AT_LEAST) });
