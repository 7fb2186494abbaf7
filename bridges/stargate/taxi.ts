import { messageEta } from '../_stargate/eta.ts';
import type { Mode } from '../_stargate/mode.ts';

/** A message of one's own, sent at once. */
export const taxi: Mode = { id: 'stargate', oftCmd: '0x', sendGas: 172_000n, etaFrom: messageEta };
