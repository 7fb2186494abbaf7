import type { Hex } from 'viem';
import { expect } from 'vitest';
import type { Bridge } from '#bridges/_kit/port.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';

/** The bridge's contracts say on each of these chains that they are not paused, and something is asked of them there. */
export const expectNothingPaused = async (bridge: Bridge, links: readonly ChainLink[]): Promise<void> => {
  for (const link of links) {
    const vitals = bridge.vitals?.(link.chain.chainId) ?? [];
    expect(vitals.length).toBeGreaterThan(0);
    for (const { name, call, read } of vitals) {
      const data = await link.rpc.call<Hex>('eth_call', [call, 'latest']);
      expect(read(data), name).toEqual({ kind: 'paused', paused: false });
    }
  }
};
