import type { Address, Hex } from 'viem';
import type { ChainLink } from '../../chains/chain-link.ts';

const GAS = '0x1e8480';
const MAX_FEE_PER_GAS = '0x9184e72a000';

/** Sends one call that may pay in native coin, for the chain's own clock to mine. Gives its hash. */
export const sendPaying =
  (from: Address, { to, data, value }: { readonly to: Address; readonly data: Hex; readonly value: bigint }) =>
  (link: ChainLink): Promise<Hex> =>
    link.rpc.call<Hex>('eth_sendTransaction', [
      { from, to, data, value: `0x${value.toString(16)}`, gas: GAS, maxFeePerGas: MAX_FEE_PER_GAS, maxPriorityFeePerGas: '0x0' },
    ]);
