import { type Address, decodeEventLog, decodeFunctionResult, encodeFunctionData, getAbiItem, type Hex, toEventSelector } from 'viem';
import { HOP_TOKENS, hopCctp, L1_CHAIN_ID } from '#bridges/hop/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { hopAbi } from './hop-abi.ts';

interface Log {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly transactionHash: Hex;
}

/** The sender's side of a transfer, as its log tells it. */
export type HopDeposit = { readonly token: string; readonly originChainId: number; readonly transactionHash: Hex } & ReturnType<
  typeof read
>;

const SENT = (['TransferSentToL2', 'TransferSent', 'CCTPTransferSent'] as const).map((name) =>
  toEventSelector(getAbiItem({ abi: hopAbi, name })),
);

const read = ({ topics, data }: Log) => decodeEventLog({ abi: hopAbi, topics: topics as [Hex, ...Hex[]], data });

/** The bridge of a token on a chain. */
export const bridgeOn = (token: string, chainId: number): Address | undefined => {
  const found = HOP_TOKENS.find(({ name }) => name === token);
  return (chainId === L1_CHAIN_ID ? found?.l1Bridge : found?.pools[chainId]?.bridge) as Address | undefined;
};

/** What was sent by Hop in a chain's last blocks. */
export const recentHopDeposits = async (link: ChainLink, blocks: number): Promise<readonly HopDeposit[]> => {
  const { chainId } = link.chain;
  const cctp = hopCctp(chainId);
  if (cctp === undefined) return [];
  const tokens = new Map([
    [cctp.toLowerCase(), 'USDC'],
    ...HOP_TOKENS.flatMap(({ name }) => {
      const at = bridgeOn(name, chainId);
      return at === undefined ? [] : [[at.toLowerCase(), name] as const];
    }),
  ]);
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  const fromBlock = `0x${Math.max(0, head - blocks).toString(16)}`;
  const logs = await link.rpc.call<readonly Log[]>('eth_getLogs', [
    { address: [...tokens.keys()], topics: [SENT], fromBlock, toBlock: 'latest' },
  ]);
  return logs.map((log) => ({
    ...read(log),
    token: tokens.get(log.address.toLowerCase()) ?? '',
    originChainId: chainId,
    transactionHash: log.transactionHash,
  }));
};

/** A view of one of Hop's contracts, at the chain's head. */
export const view = async <T>(link: ChainLink, to: string, functionName: string, args: readonly unknown[]): Promise<T> => {
  const data = encodeFunctionData({ abi: hopAbi, functionName, args } as never);
  const result = await link.rpc.call<Hex>('eth_call', [{ to, data }, 'latest']);
  return decodeFunctionResult({ abi: hopAbi, functionName, data: result } as never) as T;
};
