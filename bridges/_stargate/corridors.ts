import { encodeFunctionData, type Hex } from 'viem';
import { ASSETS, type Asset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { readResults } from '../_kit/read-results.ts';
import { messagingAbi } from './abi.ts';
import { STARGATE_CHAIN_IDS, stargateChain, stargatePool } from './contracts.ts';
import { readCall } from './read-call.ts';

interface Stop {
  readonly asset: Asset;
  /** Stargate's id of the asset, the same on every chain; null where the chain did not say. */
  readonly assetId: number | null;
}

/**
 * Pools of one asset id are joined with each other. Each chain's messaging contract says which pools it has; a chain that cannot be
 * asked now counts with the pools of the address book, so that one RPC outage does not take its corridors off the list.
 */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await Promise.all(STARGATE_CHAIN_IDS.map((chainId) => stopsOf(context, chainId)));
  const failed = asked.find(({ answer }) => !answer.ok);
  if (failed !== undefined && !failed.answer.ok && asked.every(({ answer }) => !answer.ok)) return failed.answer;
  const stops = asked.flatMap(({ answer, fallback }) => (answer.ok ? answer.value : fallback));
  return ok(
    stops.flatMap((from) =>
      stops.filter((to) => joined(from, to)).map((to): SupportedCorridor => ({ from: from.asset.id, to: to.asset.id })),
    ),
  );
};

const joined = (from: Stop, to: Stop): boolean =>
  from.asset.chainId !== to.asset.chainId &&
  from.asset.symbol === to.asset.symbol &&
  (from.assetId === null || to.assetId === null || from.assetId === to.assetId);

const stopsOf = async (
  context: BridgeContext,
  chainId: number,
): Promise<{ answer: Result<readonly Stop[], QuoteFailure>; fallback: readonly Stop[] }> => {
  const pools = ASSETS.flatMap((asset) => {
    const pool = asset.chainId === chainId ? stargatePool(chainId, asset.symbol) : undefined;
    return pool === undefined ? [] : [{ asset, pool }];
  });
  const fallback = pools.map(({ asset }): Stop => ({ asset, assetId: null }));
  const messaging = stargateChain(chainId)?.tokenMessaging;
  if (messaging === undefined || pools.length === 0) return { answer: ok([]), fallback };
  const calls = pools.map(({ pool }) => ({
    to: messaging,
    data: encodeFunctionData({ abi: messagingAbi, functionName: 'assetIds', args: [pool.address as Hex] }),
  }));
  const results = readResults(await context.rpc.call(chainId, calls, context.signal), calls.length);
  if (!results.ok) return { answer: results, fallback };
  const stops = pools.map(({ asset }, index) => ({ asset, assetId: readCall(messagingAbi, 'assetIds', results.value[index]) }));
  // 0 is what a mapping gives for a pool that it does not know.
  const known = stops.flatMap(({ asset, assetId }) => (assetId.ok && assetId.value !== 0 ? [{ asset, assetId: assetId.value }] : []));
  return { answer: ok(known), fallback };
};
