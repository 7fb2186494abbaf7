import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { STARGATE_ASSET_IDS, type StargatePool, stargatePool } from '#bridges/_stargate/contracts.ts';
import type { ChainLink, OwnerCall } from '../chains/chain-link.ts';
import { stargateAbi } from './abi.ts';
import { OWNER } from './accounts.ts';
import { deliverPackets } from './packets.ts';
import { stargateOn } from './stargate.ts';

type Symbol = StargatePool['symbol'];

/** How much of the credit for reaching `pathTo` leaves `from` for `to`. Amounts in Stargate's six shared decimals. */
export interface CreditMove {
  readonly from: number;
  readonly to: number;
  readonly pathTo: number;
  readonly symbol: Symbol;
  readonly amountShared: bigint;
}

/** What may be sent now from a pool to another chain, in shared decimals. Zero where there is no pool. */
export const pathCredit = async (link: ChainLink, symbol: Symbol, to: number): Promise<bigint> => {
  const pool = stargatePool(link.chain.chainId, symbol);
  if (pool === undefined) return 0n;
  const data = encodeFunctionData({ abi: stargateAbi, functionName: 'paths', args: [stargateOn(to).eid] });
  const result = await link.rpc.call<Hex>('eth_call', [{ to: pool.address, data }, 'latest']);
  return decodeFunctionResult({ abi: stargateAbi, functionName: 'paths', data: result });
};

/**
 * Moves credits between chains as Stargate's planner does: CreditMessaging takes them from the pool at `from`, and the delivered
 * message gives them to the pool at `to`. Moves of one pair of chains travel in one message.
 */
export const moveCredits = async (links: readonly ChainLink[], moves: readonly CreditMove[]): Promise<void> => {
  const receipts = await Promise.all(
    links.map(async (link) => {
      const calls: OwnerCall[] = [];
      for (const { chain } of links) {
        const batch = moves.filter(({ from, to }) => from === link.chain.chainId && to === chain.chainId);
        if (batch.length > 0) calls.push(await creditCall(link, chain.chainId, batch));
      }
      return link.send(calls);
    }),
  );
  await deliverPackets(links, receipts.flat());
};

const creditCall = async (link: ChainLink, to: number, moves: readonly CreditMove[]): Promise<OwnerCall> => {
  const batches = moves.map(({ symbol, pathTo, amountShared }) => ({
    assetId: STARGATE_ASSET_IDS[symbol],
    credits: [{ srcEid: stargateOn(pathTo).eid, amount: amountShared, minAmount: 0n }],
  }));
  const { creditMessaging } = stargateOn(link.chain.chainId);
  const { eid } = stargateOn(to);
  const question = encodeFunctionData({ abi: stargateAbi, functionName: 'quoteSendCredits', args: [eid, batches] });
  const answer = await link.rpc.call<Hex>('eth_call', [{ from: OWNER, to: creditMessaging, data: question }, 'latest']);
  const [nativeFee] = decodeFunctionResult({ abi: stargateAbi, functionName: 'quoteSendCredits', data: answer });
  return {
    to: creditMessaging,
    data: encodeFunctionData({ abi: stargateAbi, functionName: 'sendCredits', args: [eid, batches] }),
    value: nativeFee,
  };
};
