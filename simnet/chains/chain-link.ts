import type { Address, Hex } from 'viem';
import type { Chain } from '#core/domain/chain.ts';
import type { JsonRpc } from './json-rpc.ts';

export interface OwnerCall {
  readonly to: Address;
  readonly data: Hex;
  readonly value?: bigint;
  /** Defaults to the owner. Any account of the mnemonic may sign. */
  readonly from?: Address;
}

export interface Receipt {
  readonly transactionHash: Hex;
  readonly status: Hex;
  readonly to: Address;
  readonly logs: readonly { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex }[];
  readonly blockNumber: Hex;
}

/** A chain as the simnet's own hands use it. */
export interface ChainLink {
  readonly chain: Chain;
  readonly rpc: JsonRpc;
  /** Sends the calls in order, mines them and returns their receipts. Throws when one reverts. */
  send(calls: readonly OwnerCall[]): Promise<readonly Receipt[]>;
}

/** Room for the largest constructor; what is not used is not paid. */
const GAS_PER_CALL = '0xe4e1c0';
/** 10 000 gwei: above whatever the base fee walks to, so that nothing waits in the pool. */
const MAX_FEE_PER_GAS = '0x9184e72a000';

/**
 * One sender's transactions go one after another: in parallel they replace each other or stall. `from` must be an account of the
 * mnemonic. A call while the chain's own clock also mines is fine: receipts tell.
 */
export const createChainLink = (options: { chain: Chain; rpc: JsonRpc; from: Address }): ChainLink => {
  const { chain, rpc } = options;
  const send = async (calls: readonly OwnerCall[]): Promise<readonly Receipt[]> => {
    const hashes: Hex[] = [];
    for (const { to, data, value = 0n, from = options.from } of calls) {
      const transaction = {
        from,
        to,
        data,
        value: `0x${value.toString(16)}`,
        gas: GAS_PER_CALL,
        maxFeePerGas: MAX_FEE_PER_GAS,
        maxPriorityFeePerGas: '0x0',
      };
      hashes.push(await rpc.call<Hex>('eth_sendTransaction', [transaction]));
    }
    if (hashes.length > 0) await rpc.call('evm_mine');
    const receipts: Receipt[] = [];
    for (const [index, hash] of hashes.entries()) {
      const receipt = await rpc.call<Receipt | null>('eth_getTransactionReceipt', [hash]);
      if (receipt?.status !== '0x1') {
        const call = calls[index];
        throw new Error(`${chain.slug}: call ${call?.data.slice(0, 10)} to ${call?.to} ${receipt === null ? 'was not mined' : 'reverted'}`);
      }
      receipts.push(receipt);
    }
    return receipts;
  };
  let last: Promise<unknown> = Promise.resolve();
  const sendInTurn = (calls: readonly OwnerCall[]): Promise<readonly Receipt[]> => {
    const next = last.then(() => send(calls));
    last = next.catch(() => undefined);
    return next;
  };
  return { chain, rpc, send: sendInTurn };
};
