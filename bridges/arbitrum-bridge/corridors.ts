import { encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { readResults } from '../_kit/read-results.ts';
import { readView } from '../_kit/read-view.ts';
import { routerAbi } from './abi.ts';
import { L1_CHAIN_ID, L1_ROUTER, TOKENS } from './contracts.ts';

const bothWays = (symbol: string): readonly SupportedCorridor[] => [
  { from: `ethereum:${symbol}`, to: `arbitrum:${symbol}` },
  { from: `arbitrum:${symbol}`, to: `ethereum:${symbol}` },
];

/** Ether, and every token whose counterpart on Arbitrum is the registry's by the router's own word. */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const calls = TOKENS.map(({ l1Token }) => ({
    to: L1_ROUTER,
    data: encodeFunctionData({ abi: routerAbi, functionName: 'calculateL2TokenAddress', args: [l1Token as `0x${string}`] }),
  }));
  const results = readResults(await context.rpc.call(L1_CHAIN_ID, calls, context.signal), calls.length);
  if (!results.ok) return results;
  const carried = TOKENS.filter(({ l2Token }, index) => {
    const result = results.value[index];
    return result?.ok === true && readView(routerAbi, 'calculateL2TokenAddress', result.data)?.toLowerCase() === l2Token.toLowerCase();
  });
  return ok(['ETH', ...carried.map(({ symbol }) => symbol)].flatMap(bothWays));
};
