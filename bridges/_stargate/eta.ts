/**
 * How long a message takes from the origin transaction's inclusion, by origin chain: LayerZero waits for a number of confirmations before
 * its verifiers sign (their defaults: ethereum 15, optimism 20, polygon 512, base 10, arbitrum 20, avalanche 12; docs.layerzero.network),
 * times the chain's block time, plus some 30 s for verifiers and executor. Estimates, until fills are measured.
 */
const SECONDS: Readonly<Record<number, { readonly p50: number; readonly p90: number }>> = {
  1: { p50: 210, p90: 420 },
  10: { p50: 70, p90: 180 },
  137: { p50: 1_060, p90: 1_500 },
  8453: { p50: 50, p90: 150 },
  42161: { p50: 35, p90: 120 },
  43114: { p50: 55, p90: 150 },
};

const UNKNOWN_ORIGIN = { p50: 180, p90: 600 };

export const messageEta = (originChainId: number): { readonly p50: number; readonly p90: number } =>
  SECONDS[originChainId] ?? UNKNOWN_ORIGIN;
