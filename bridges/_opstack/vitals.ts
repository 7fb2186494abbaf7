import { encodeFunctionData } from 'viem';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { portalAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';

/** The portal's pause stops proofs and claims, so that what is on its way back waits. */
export const createVitals =
  (chain: OpStackChain) =>
  (chainId: number): readonly Vital[] =>
    chainId !== L1_CHAIN_ID
      ? []
      : [
          {
            name: 'withdrawals paused',
            call: { to: chain.l1.portal, data: encodeFunctionData({ abi: portalAbi, functionName: 'paused' }) },
            read: (data) => {
              const paused = readView(portalAbi, 'paused', data);
              return paused === undefined ? undefined : { kind: 'paused', paused };
            },
          },
        ];
