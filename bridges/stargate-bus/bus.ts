import { messageEta } from '../_stargate/eta.ts';
import type { Mode } from '../_stargate/mode.ts';

/**
 * How long a passenger waits until his bus leaves, in seconds. A guess: a bus leaves when it is full, or on a schedule that is published
 * nowhere (stargateprotocol.gitbook.io, Modes of Transport: Taxi and Bus). What fills take is measured, and then counts.
 */
const WAIT_SECONDS = { p50: 300, p90: 1_800 } as const;

/** A seat in a message that carries many. */
export const bus: Mode = {
  id: 'stargate-bus',
  oftCmd: '0x01',
  sendGas: 128_000n,
  etaFrom: (originChainId) => {
    const { p50, p90 } = messageEta(originChainId);
    return { p50: p50 + WAIT_SECONDS.p50, p90: p90 + WAIT_SECONDS.p90 };
  },
};
