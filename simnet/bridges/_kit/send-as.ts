import { type Address, type Hex, toHex } from 'viem';
import type { ChainLink } from '../../chains/chain-link.ts';

/** Far more than any transaction costs. */
const GAS_MONEY = 10n ** 24n;
const MAX_FEE_PER_GAS = '0x9184e72a000';

/**
 * Sends one call in the name of an account that nobody holds a key of: a bridge's contract from another chain, or an office of the simnet's
 * own. Its coins are made for it; the chain's own clock mines.
 */
export const sendAs =
  (from: Address, call: { readonly to: Address; readonly data: Hex; readonly value?: bigint; readonly gas?: Hex }) =>
  async (link: ChainLink): Promise<Hex> => {
    const { to, data, value = 0n, gas = '0x1e8480' } = call;
    await link.rpc.call('anvil_impersonateAccount', [from]);
    await link.rpc.call('anvil_setBalance', [from, toHex(GAS_MONEY + value)]);
    return link.rpc.call<Hex>('eth_sendTransaction', [
      { from, to, data, value: toHex(value), gas, maxFeePerGas: MAX_FEE_PER_GAS, maxPriorityFeePerGas: '0x0' },
    ]);
  };
