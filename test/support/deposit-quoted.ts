import { expect } from 'vitest';
import type { Bridge, BridgeEvent } from '#bridges/_kit/port.ts';
import type { TransactionRequest } from '#bridges/_kit/to-sign.ts';
import type { BridgeWorld } from './bridge-world.ts';
import { signQuoted } from './sign-quoted.ts';

/** Signs what the bridge builds for a quote, and gives the one deposit that its logs tell of. */
export const depositQuoted = async (world: BridgeWorld, bridge: Bridge, request: TransactionRequest) => {
  const { built, hash, events } = await signQuoted(world, bridge, request);
  expect(events.map(({ kind }) => kind)).toEqual(['deposit']);
  return { built, hash, made: events[0] as BridgeEvent };
};
