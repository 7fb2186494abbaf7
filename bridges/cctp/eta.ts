import type { QuoteAnswer } from '#core/domain/quote.ts';
import type { StepAhead } from '#core/domain/user-step.ts';
import { FAST, STANDARD } from './contracts.ts';

interface Seconds {
  readonly p50: number;
  readonly p90: number;
}

/**
 * From a burn's block to its attestation, by origin chain. Source: developers.circle.com/cctp/concepts/finality-and-block-confirmations
 * (fast: Ethereum some 20 s, the rollups some 8 s; standard: 65 Ethereum blocks, 13 to 19 minutes, for Ethereum and the rollups alike, some 8 s on
 * Avalanche and Polygon). The p90 of what is told as one figure is a guess at twice of it; Polygon's has the older page's 75 s.
 */
const FAST_SECONDS: Readonly<Record<number, Seconds>> = {
  1: { p50: 20, p90: 40 },
  10: { p50: 8, p90: 16 },
  8453: { p50: 8, p90: 16 },
  42161: { p50: 8, p90: 16 },
};
const STANDARD_SECONDS: Readonly<Record<number, Seconds>> = {
  137: { p50: 8, p90: 75 },
  43114: { p50: 8, p90: 16 },
};
const ETHEREUM_FINALITY: Seconds = { p50: 900, p90: 1_140 };

/** Until the mint is in a block: Ethereum's are 12 s apart. */
const MINTED: Readonly<Record<number, Seconds>> = { 1: { p50: 12, p90: 30 } };
const MINTED_ELSEWHERE: Seconds = { p50: 2, p90: 10 };

/** Whether a burn there is attested sooner for a fee: on Avalanche and Polygon it is final within seconds anyway. */
export const hasFast = (originChainId: number): boolean => FAST_SECONDS[originChainId] !== undefined;

/** From a burn's block to its attestation. */
export const attestationSeconds = (originChainId: number, finality: number): Seconds =>
  (finality === FAST ? FAST_SECONDS : STANDARD_SECONDS)[originChainId] ?? ETHEREUM_FINALITY;

export const etaOf = (of: {
  readonly originChainId: number;
  readonly destinationChainId: number;
  readonly finality: number;
}): QuoteAnswer['etaSeconds'] => {
  const { originChainId, destinationChainId, finality } = of;
  const attested = attestationSeconds(originChainId, finality);
  const minted = MINTED[destinationChainId] ?? MINTED_ELSEWHERE;
  return { p50: attested.p50 + minted.p50, p90: attested.p90 + minted.p90 };
};

/** What the user has to do where nobody forwards: bring the signed message to the destination. */
export const claimAhead = (of: {
  readonly originChainId: number;
  readonly destinationChainId: number;
  /** What the burn asks for: 1000 and below is fast. */
  readonly minFinality: number;
}): StepAhead => {
  const finality = of.minFinality <= FAST && hasFast(of.originChainId) ? FAST : STANDARD;
  return { kind: 'claim', chainId: of.destinationChainId, afterSeconds: attestationSeconds(of.originChainId, finality).p50 };
};
