import { encodeFunctionData, type Hex } from 'viem';
import { ASSETS } from '#core/domain/asset.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import type { Vital } from '../_kit/port.ts';
import { readView } from '../_kit/read-view.ts';
import { hubPoolAbi, spokePoolAbi } from './abi.ts';
import { HUB_POOL } from './contracts.ts';

const HUB_CHAIN_ID = 1;
/** What LPs provide, by the name it has on Ethereum. */
const POOLED_SYMBOLS: ReadonlySet<string> = new Set(['USDC', 'USDT', 'DAI', 'WETH']);

const flag = (to: string, name: string, functionName: 'pausedDeposits' | 'pausedFills'): Vital => ({
  name,
  call: { to, data: encodeFunctionData({ abi: spokePoolAbi, functionName }) },
  read: (data) => {
    const paused = readView(spokePoolAbi, functionName, data);
    return paused === undefined ? undefined : { kind: 'paused', paused };
  },
});

const reserves = (asset: string, address: string): Vital => ({
  name: 'liquid reserves',
  call: { to: HUB_POOL, data: encodeFunctionData({ abi: hubPoolAbi, functionName: 'pooledTokens', args: [address as Hex] }) },
  read: (data) => {
    const pooled = readView(hubPoolAbi, 'pooledTokens', data);
    return pooled === undefined ? undefined : { kind: 'liquidity', asset, amount: pooled[4] };
  },
});

/** The spoke pool's two flags, and on Ethereum what the hub has left to repay relayers with. */
export const vitals = (chainId: number): readonly Vital[] => {
  const spoke = spokePool(chainId);
  const flags = spoke === undefined ? [] : [flag(spoke, 'deposits paused', 'pausedDeposits'), flag(spoke, 'fills paused', 'pausedFills')];
  if (chainId !== HUB_CHAIN_ID) return flags;
  const pooled = ASSETS.filter((asset) => asset.chainId === HUB_CHAIN_ID && POOLED_SYMBOLS.has(asset.symbol));
  return [...flags, ...pooled.map(({ id, address }) => reserves(id, address))];
};
