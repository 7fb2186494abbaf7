import { encodeFunctionData } from 'viem';
import { ASSETS } from '#core/domain/asset.ts';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { poolAbi } from './abi.ts';
import { stargatePool } from './contracts.ts';

/** StargateBase: 1 not entered, 2 entered, 3 paused. */
const STATUS_PAUSED = 3;

/** Each pool's status, and what it holds. */
export const vitals = (chainId: number): readonly Vital[] =>
  ASSETS.flatMap((asset): readonly Vital[] => {
    const pool = asset.chainId === chainId ? stargatePool(chainId, asset.symbol) : undefined;
    if (pool === undefined) return [];
    return [
      {
        name: `${asset.symbol} pool paused`,
        call: { to: pool.address, data: encodeFunctionData({ abi: poolAbi, functionName: 'status' }) },
        read: (data) => {
          const status = readView(poolAbi, 'status', data);
          return status === undefined ? undefined : { kind: 'paused', paused: status === STATUS_PAUSED };
        },
      },
      {
        name: `${asset.symbol} pool balance`,
        call: { to: pool.address, data: encodeFunctionData({ abi: poolAbi, functionName: 'poolBalance' }) },
        read: (data) => {
          const amount = readView(poolAbi, 'poolBalance', data);
          return amount === undefined ? undefined : { kind: 'liquidity', asset: asset.id, amount };
        },
      },
    ];
  });
