import { hasFast } from '#bridges/cctp/eta.ts';

/** Basis points for a fast attestation, and for a standard one. Circle's own of 2026 on these chains. */
export const FAST_BPS = 1;
export const STANDARD_BPS = 0;

/**
 * What Circle's forwarder asks for its mint, base units of USDC: Circle's documented service fee (1.25 USDC to Ethereum, 0.20 elsewhere) and some gas.
 * It does not follow the world's gas, so that what is taken at the attestation is what was quoted.
 */
export const forwardFee = (destinationChainId: number): { readonly low: number; readonly medium: number; readonly high: number } =>
  destinationChainId === 1 ? { low: 1_290_000, medium: 1_340_000, high: 1_480_000 } : { low: 200_900, medium: 201_300, high: 203_000 };

/** GET /v2/burn/USDC/fees/{source}/{destination} for two chains. */
export const feesBetween = (originChainId: number, destinationChainId: number, forward: boolean): unknown => {
  const more = forward ? { forwardFee: forwardFee(destinationChainId) } : {};
  const standard = { finalityThreshold: 2_000, minimumFee: STANDARD_BPS, ...more };
  return hasFast(originChainId) ? [{ finalityThreshold: 1_000, minimumFee: FAST_BPS, ...more }, standard] : [standard];
};
