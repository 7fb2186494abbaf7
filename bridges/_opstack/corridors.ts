import { encodeFunctionData } from 'viem';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { readResults } from '../_kit/read-results.ts';
import { readView } from '../_kit/read-view.ts';
import { tokenAbi } from './abi.ts';
import { L1_CHAIN_ID, type OpStackChain } from './op-stack-chain.ts';

const assetOn = (chainId: number, symbol: string): Asset | undefined => assetById(`${chainById(chainId)?.slug}:${symbol}`);

const bothWays = (symbol: string, chain: OpStackChain): readonly SupportedCorridor[] => {
  const l1 = assetOn(L1_CHAIN_ID, symbol);
  const l2 = assetOn(chain.chainId, symbol);
  if (l1 === undefined || l2 === undefined) return [];
  return [
    { from: l1.id, to: l2.id },
    { from: l2.id, to: l1.id },
  ];
};

/** Ether, and every token that says itself which token of Ethereum it stands for: no other is minted for that one. */
export const createCorridors =
  (chain: OpStackChain) =>
  async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
    const tokens = chain.tokens.flatMap((symbol) => {
      const l1 = assetOn(L1_CHAIN_ID, symbol);
      const l2 = assetOn(chain.chainId, symbol);
      return l1 === undefined || l2 === undefined ? [] : [{ symbol, l1, l2 }];
    });
    const calls = tokens.map(({ l2 }) => ({ to: l2.address, data: encodeFunctionData({ abi: tokenAbi, functionName: 'l1Token' }) }));
    const results = readResults(await context.rpc.call(chain.chainId, calls, context.signal), calls.length);
    if (!results.ok) return results;
    const carried = tokens.filter(({ l1 }, index) => {
      const result = results.value[index];
      return result?.ok === true && readView(tokenAbi, 'l1Token', result.data)?.toLowerCase() === l1.address.toLowerCase();
    });
    return ok(['ETH', ...carried.map(({ symbol }) => symbol)].flatMap((symbol) => bothWays(symbol, chain)));
  };
