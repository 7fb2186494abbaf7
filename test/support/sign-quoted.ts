import type { Address } from 'viem';
import type { Bridge } from '#bridges/_kit/port.ts';
import type { TransactionRequest } from '#bridges/_kit/to-sign.ts';
import type { BridgeWorld } from './bridge-world.ts';

/** Has the bridge build what was quoted, and signs it as its sender. Gives what was built, and what came of it. */
export const signQuoted = async (world: BridgeWorld, bridge: Bridge, request: TransactionRequest) => {
  const built = await bridge.transaction(world.context(), request);
  if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
  return { built: built.value, ...(await world.send(built.value, request.sender as Address, request.corridor.from)) };
};
