import { usualConfirmations } from '../domain/confirmations.ts';

/** How long transfers take from the deposit's block to the fill's, in ms. */
export interface FillTimes {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** What a fold is told of the world beside the events. All in ms. */
export interface Expectations {
  readonly fillTimes: (of: { bridge: string; from: string | null; to: string | null }) => FillTimes;
  /** From a block until it has its chain's confirmations. */
  readonly confirmationMs: (chainId: number) => number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Until a corridor has fills of its own. Across: most within seconds, a slow fill within the hour (docs.across.to, fill times).
 * Stargate: taxis wait for the origin's confirmations, minutes from Ethereum; when a bus leaves is published nowhere, so its times are a guess. Relay: a median of some seconds (docs.relay.link). Hop: minutes
 * between layer-2s, half an hour to Ethereum (docs.hop.exchange); what no bonder takes waits for its root. CCTP: fast burns within seconds,
 * standard ones when Ethereum is final (developers.circle.com). deBridge: solvers fill within seconds, most within two minutes (docs.debridge.com).
 * OP Stack: deposits one to three minutes (docs.optimism.io). Arbitrum: when Ethereum is believed, ten minutes to a quarter of an hour, half an
 * hour at most (docs.arbitrum.io; @arbitrum/sdk 4.1.0). Polygon: deposits some 22 minutes, half an hour at the most (docs.polygon.technology).
 */
const PRIORS: Readonly<Record<string, FillTimes>> = {
  across: { p50: 10 * SECOND_MS, p90: MINUTE_MS, p99: 30 * MINUTE_MS },
  stargate: { p50: 2 * MINUTE_MS, p90: 5 * MINUTE_MS, p99: 30 * MINUTE_MS },
  'stargate-bus': { p50: 10 * MINUTE_MS, p90: 35 * MINUTE_MS, p99: 2 * HOUR_MS },
  relay: { p50: 3 * SECOND_MS, p90: 10 * SECOND_MS, p99: 10 * MINUTE_MS },
  hop: { p50: 5 * MINUTE_MS, p90: 30 * MINUTE_MS, p99: 24 * HOUR_MS },
  cctp: { p50: 30 * SECOND_MS, p90: 20 * MINUTE_MS, p99: 30 * MINUTE_MS },
  debridge: { p50: 10 * SECOND_MS, p90: 2 * MINUTE_MS, p99: 30 * MINUTE_MS },
  'optimism-bridge': { p50: 2 * MINUTE_MS, p90: 3 * MINUTE_MS, p99: 30 * MINUTE_MS },
  'base-bridge': { p50: 2 * MINUTE_MS, p90: 3 * MINUTE_MS, p99: 30 * MINUTE_MS },
  'polygon-bridge': { p50: 22 * MINUTE_MS, p90: 30 * MINUTE_MS, p99: 2 * HOUR_MS },
  'arbitrum-bridge': { p50: 10 * MINUTE_MS, p90: 15 * MINUTE_MS, p99: 30 * MINUTE_MS },
};

export const priorFillTimes = (bridge: string): FillTimes => PRIORS[bridge] ?? { p50: 5 * MINUTE_MS, p90: 20 * MINUTE_MS, p99: HOUR_MS };

/** However quick a corridor is, a transfer younger than this is late and not stuck. */
export const STUCK_MS_MIN = HOUR_MS;

/** A fill of the last second may reach us after the deadline: chains differ by seconds, and nodes lie behind. */
export const EXPIRY_GRACE_MS = 30 * SECOND_MS;

/** Across refunds expired deposits with the next root bundle and its challenge period (docs.across.to: refunds take some hours). */
export const REFUND_MS = 4 * HOUR_MS;

/** Usual time between two blocks, in ms. Sources: the chains' own docs; Avalanche since Octane (April 2025), Arbitrum's sequencer. */
const BLOCK_MS: Readonly<Record<number, number>> = { 1: 12_000, 10: 2_000, 137: 2_000, 8453: 2_000, 42161: 250, 43114: 1_600 };
const BLOCK_MS_UNKNOWN = 12_000;

/** How long a block takes to get so many confirmations; those that are usual on its chain, unless others are asked for. */
export const usualConfirmationMs = (chainId: number, confirmed: number = usualConfirmations(chainId).confirmed): number =>
  confirmed * (BLOCK_MS[chainId] ?? BLOCK_MS_UNKNOWN);
