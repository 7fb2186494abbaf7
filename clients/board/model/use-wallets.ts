import { useEffect, useState } from 'react';
import { ok } from '#core/result.ts';
import type { ChainNode } from '../wallet/chain-node.ts';
import type { SimnetWallet } from '../wallet/simnet-wallets.ts';
import { faultOfNode, type SendFault, type SendPlace } from './send-words.ts';

export interface FundedWallet extends SimnetWallet {
  /** Base units of the asset that is sent. */
  readonly balance: bigint;
  /** Wei. */
  readonly native: bigint;
}

export type WalletsState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly wallets: readonly FundedWallet[] }
  | { readonly phase: 'failed'; readonly fault: SendFault };

const NATIVE = `0x${'0'.repeat(40)}`;

/** Loads the wallets, which the page does not carry until somebody is about to sign, and what each holds. */
export const useWallets = (options: { node: ChainNode; token: string; place: SendPlace; attempt: number }): WalletsState => {
  const { node, token, place, attempt } = options;
  const [state, setState] = useState<WalletsState>({ phase: 'loading' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what makes it look again; the place is for words alone
  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<WalletsState> => {
      const { simnetWallets } = await import('../wallet/simnet-wallets.ts');
      const looked = await Promise.all(
        simnetWallets().map(async (wallet) => {
          const [balance, native] = await Promise.all([node.balanceOf(token, wallet.address), node.balanceOf(NATIVE, wallet.address)]);
          return balance.ok ? ok({ ...wallet, balance: balance.value, native: native.ok ? native.value : 0n }) : balance;
        }),
      );
      const failed = looked.find((one) => !one.ok);
      if (failed?.ok === false) return { phase: 'failed', fault: faultOfNode(failed.error, place, node.url) };
      return { phase: 'ready', wallets: looked.flatMap((one) => (one.ok ? [one.value] : [])) };
    };
    look()
      .catch(
        (): WalletsState => ({
          phase: 'failed',
          fault: { says: 'The wallet could not be loaded. See whether the API runs, then ask again.', wayOut: 'again' },
        }),
      )
      .then((next) => isWanted && setState(next));
    return () => {
      isWanted = false;
    };
  }, [node, token, attempt]);

  return state;
};
