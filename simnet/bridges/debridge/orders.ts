import { decodeEventLog, decodeFunctionResult, encodeFunctionData, getAbiItem, type Hex, toEventSelector } from 'viem';
import { destinationAbi, sourceAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { KEPT_BLOCKS } from '../../relayers/recent-logs.ts';

/** An order as the contracts hash it. */
export interface Order {
  readonly makerOrderNonce: bigint;
  readonly makerSrc: Hex;
  readonly giveChainId: bigint;
  readonly giveTokenAddress: Hex;
  readonly giveAmount: bigint;
  readonly takeChainId: bigint;
  readonly takeTokenAddress: Hex;
  readonly takeAmount: bigint;
  readonly receiverDst: Hex;
  readonly givePatchAuthoritySrc: Hex;
  readonly orderAuthorityAddressDst: Hex;
  readonly allowedTakerDst: Hex;
  readonly allowedCancelBeneficiarySrc: Hex;
  readonly externalCall: Hex;
}

export interface CreatedOrder {
  readonly order: Order;
  readonly orderId: Hex;
  readonly transactionHash: Hex;
}

interface Log {
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly transactionHash: Hex;
}

const CREATED = toEventSelector(getAbiItem({ abi: sourceAbi, name: 'CreatedOrder' }));

/** Logs of one of DLN's contracts, as far back as the node keeps them. */
export const dlnLogs = async (link: ChainLink, address: string, topic: Hex): Promise<readonly Log[]> => {
  const head = Number(await link.rpc.call<Hex>('eth_blockNumber'));
  const fromBlock = `0x${Math.max(0, head - KEPT_BLOCKS).toString(16)}`;
  return link.rpc.call<readonly Log[]>('eth_getLogs', [{ address, topics: [topic], fromBlock, toBlock: 'latest' }]);
};

export const createdOrders = async (link: ChainLink): Promise<readonly CreatedOrder[]> =>
  (await dlnLogs(link, DLN_SOURCE, CREATED)).map(({ topics, data, transactionHash }) => {
    const { order, orderId } = decodeEventLog({ abi: sourceAbi, eventName: 'CreatedOrder', topics: topics as never, data }).args;
    return { order, orderId, transactionHash };
  });

const view = (link: ChainLink, to: string, data: Hex): Promise<Hex> => link.rpc.call<Hex>('eth_call', [{ to, data }, 'latest']);

/** 0 not set, 1 created, 2 unlocked, 3 cancelled. */
export const givenStatus = async (link: ChainLink, orderId: Hex): Promise<number> => {
  const data = await view(link, DLN_SOURCE, encodeFunctionData({ abi: sourceAbi, functionName: 'giveOrders', args: [orderId] }));
  return decodeFunctionResult({ abi: sourceAbi, functionName: 'giveOrders', data })[0];
};

/** 0 not set, 1 fulfilled, 2 unlock sent, 3 cancel sent. */
export const takenStatus = async (link: ChainLink, orderId: Hex): Promise<number> => {
  const data = await view(link, DLN_DESTINATION, encodeFunctionData({ abi: destinationAbi, functionName: 'takeOrders', args: [orderId] }));
  return decodeFunctionResult({ abi: destinationAbi, functionName: 'takeOrders', data })[0];
};
