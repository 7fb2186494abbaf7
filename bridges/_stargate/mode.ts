import type { Hex } from 'viem';
import type { QuoteAnswer } from '#core/domain/quote.ts';

/** How a pool is asked to send. Taxi and bus go through the same pools, with the same fees and the same credit; the message is what differs. */
export interface Mode {
  /** Id of the bridge that sends so. */
  readonly id: string;
  /** Empty for a taxi; anything else is a bus. */
  readonly oftCmd: Hex;
  /** What `send` costs, in gas; measured. */
  readonly sendGas: bigint;
  readonly etaFrom: (originChainId: number) => QuoteAnswer['etaSeconds'];
}

/** A pool's fee moves when others move it across a zone of its fee table, a message's price with the destination's gas: both within minutes. */
export const QUOTE_LIFETIME_MS = 30_000;
