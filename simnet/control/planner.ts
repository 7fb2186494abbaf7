import { type Address, encodeFunctionData, parseUnits } from 'viem';
import { STARGATE_POOLS, type StargatePool } from '#bridges/_stargate/contracts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { layerZeroAbi, stargateAbi } from '../deploy/abi.ts';
import { fareCall, messageLibTo, stargateOn } from '../deploy/stargate.ts';
import { busFareWei, feeZones, messageFeeWei, ZONE_BOUNDS } from '../world/stargate-fees.ts';
import { SHARED_DECIMALS } from '../world/stargate-pools.ts';
import type { World } from '../world/world.ts';

/** Writes the world's Stargate fees into the contracts, so that what `quoteOFT` says is what the pools take. */
export interface Planner {
  /** All routes, messages and fares of all chains, as after a start. */
  planAll(): Promise<void>;
  /** Messages and fares of all chains, and of each chain the next pool in turn. */
  planSome(): Promise<void>;
  /** One route at once. */
  planRoute(symbol: string, from: number, to: number): Promise<void>;
}

interface PlannerOptions {
  readonly links: readonly ChainLink[];
  readonly world: World;
  readonly step: () => number;
}

export const createPlanner = ({ links, world, step }: PlannerOptions): Planner => {
  let turn = 0;

  const feeCall = (pool: StargatePool, to: number): OwnerCall => {
    const { upToZone1, upToZone2, beyond } = feeZones(world, { symbol: pool.symbol, from: pool.chainId, to }, step());
    const [bound1, bound2] = ZONE_BOUNDS[pool.symbol].map((tokens) => parseUnits(String(tokens), SHARED_DECIMALS));
    return {
      to: pool.feeLib as Address,
      data: encodeFunctionData({
        abi: stargateAbi,
        functionName: 'setFeeConfig',
        args: [stargateOn(to).eid, bound1 ?? 0n, bound2 ?? 0n, upToZone1, upToZone2, beyond, 0],
      }),
    };
  };
  const feeCalls = (pool: StargatePool): readonly OwnerCall[] =>
    STARGATE_POOLS.filter(({ symbol, chainId }) => symbol === pool.symbol && chainId !== pool.chainId).map(({ chainId }) =>
      feeCall(pool, chainId),
    );

  const messageCalls = (from: number): readonly OwnerCall[] => {
    const priced = new Map<Address, bigint>();
    for (const { chainId } of CHAINS) {
      if (chainId === from) continue;
      const lib = messageLibTo(chainId);
      const fee = messageFeeWei(world, from, chainId, step());
      // One library carries to several chains: it asks what the dearest of them costs.
      if (fee > (priced.get(lib) ?? 0n)) priced.set(lib, fee);
    }
    const others = CHAINS.map(({ chainId }) => chainId).filter((chainId) => chainId !== from);
    return [
      ...[...priced].map(([to, fee]) => ({
        to,
        data: encodeFunctionData({ abi: layerZeroAbi, functionName: 'setMessagingFee', args: [fee, 0n] }),
      })),
      ...others.map((to) => fareCall(from, to, busFareWei(world, from, to, step()))),
    ];
  };

  const onEach = async (callsOf: (chainId: number) => readonly OwnerCall[]): Promise<void> =>
    void (await Promise.all(links.map((link) => link.send(callsOf(link.chain.chainId)))));
  const poolsOn = (chainId: number): readonly StargatePool[] => STARGATE_POOLS.filter((pool) => pool.chainId === chainId);

  return {
    planAll: () => onEach((chainId) => [...messageCalls(chainId), ...poolsOn(chainId).flatMap(feeCalls)]),
    planSome: async () => {
      turn += 1;
      await onEach((chainId) => {
        const pools = poolsOn(chainId);
        const pool = pools[turn % pools.length];
        return [...messageCalls(chainId), ...(pool === undefined ? [] : feeCalls(pool))];
      });
    },
    planRoute: async (symbol, from, to) => {
      const pool = poolsOn(from).find((candidate) => candidate.symbol === symbol);
      const link = links.find(({ chain }) => chain.chainId === from);
      if (pool !== undefined) await link?.send([feeCall(pool, to)]);
    },
  };
};
