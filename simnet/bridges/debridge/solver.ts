import { type Address, decodeEventLog, encodeFunctionData, getAbiItem, type Hex, maxUint256, toEventSelector, toHex } from 'viem';
import { destinationAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION } from '#bridges/debridge/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { assetByAddress } from '#core/domain/asset.ts';
import type { ChainLink, OwnerCall } from '../../chains/chain-link.ts';
import { tokenAbi } from '../../deploy/abi.ts';
import { grantCalls, tokensOf } from '../../deploy/tokens.ts';
import type { Job } from '../../relayers/relay-loop.ts';
import { dlnAbi } from './abi.ts';
import { type CreatedOrder, createdOrders, dlnLogs, type Order } from './orders.ts';
import { sendPaying } from './send-paying.ts';

/** Account 16 of anvil's default mnemonic. */
const SOLVER: Address = '0x2546BcD3c84621e976D8185a91A922aE77ECEc30';

/** In whole tokens: more than all orders of a day. It is repaid on the other side and moves nothing back. */
const ENDOWMENT = 10n ** 9n;
const WRAPPED_ENDOWMENT = 10n ** 5n;
const COINS = toHex(10n ** 24n);

/** Gives the solver what it pays out on a chain, and lets DLN take it. */
export const endowSolver = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_setBalance', [SOLVER, COINS]);
  const calls = tokensOf(link.chain.chainId).flatMap((asset): readonly OwnerCall[] => [
    ...grantCalls(asset, SOLVER, (asset.symbol === 'WETH' ? WRAPPED_ENDOWMENT : ENDOWMENT) * 10n ** BigInt(asset.decimals)),
    {
      from: SOLVER,
      to: asset.address as Address,
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [DLN_DESTINATION, maxUint256] }),
    },
  ]);
  await link.send(calls);
};

const FULFILLED = toEventSelector(getAbiItem({ abi: destinationAbi, name: 'FulfilledOrder' }));
const UNLOCK_SENT = toEventSelector(getAbiItem({ abi: dlnAbi, name: 'SentOrderUnlock' }));
const CANCEL_SENT = toEventSelector(getAbiItem({ abi: dlnAbi, name: 'SentOrderCancel' }));

/** What it gets is worth what it gives, in the same coin; other orders it leaves to others. */
const isWorthIt = ({ giveChainId, giveTokenAddress, giveAmount, takeChainId, takeTokenAddress, takeAmount }: Order): boolean => {
  const gets = assetByAddress(Number(giveChainId), giveTokenAddress);
  const gives = assetByAddress(Number(takeChainId), takeTokenAddress);
  return (
    gets !== undefined &&
    gives !== undefined &&
    gets.priceId === gives.priceId &&
    gets.decimals === gives.decimals &&
    takeAmount <= giveAmount
  );
};

/** What has become of the orders that are bound for a chain. */
const outcomes = async (link: ChainLink) => {
  const [filled, unlocked, cancelled] = await Promise.all(
    [FULFILLED, UNLOCK_SENT, CANCEL_SENT].map((topic) => dlnLogs(link, DLN_DESTINATION, topic)),
  );
  const read = (logs: typeof filled = []) =>
    new Set(
      logs.flatMap(({ topics, data }) => {
        const { args } = decodeEventLog({ abi: [...destinationAbi, ...dlnAbi], topics: topics as [Hex], data });
        return args !== undefined && 'orderId' in args ? [args.orderId] : [];
      }),
    );
  return { filled: read(filled), unlocked: read(unlocked), cancelled: read(cancelled) };
};

/** Every order that is open and worth it, to be filled; and every one that was filled, for which to be repaid. */
export const findOrders = (links: readonly ChainLink[]) => async (): Promise<readonly Job[]> => {
  const created = (await Promise.all(links.map(createdOrders))).flat();
  const jobs: Job[] = [];
  for (const destination of links) {
    const { chainId } = destination.chain;
    const bound = created.filter(({ order }) => Number(order.takeChainId) === chainId);
    if (bound.length === 0) continue;
    const { filled, unlocked, cancelled } = await outcomes(destination);
    for (const one of bound) {
      if (filled.has(one.orderId)) {
        if (!unlocked.has(one.orderId)) jobs.push(unlockOf(one, chainId));
      } else if (!cancelled.has(one.orderId) && isWorthIt(one.order)) jobs.push(fillOf(one, chainId));
    }
  }
  return jobs;
};

const fillOf = ({ order, orderId }: CreatedOrder, chainId: number): Job => ({
  key: `fill ${orderId}`,
  chainId,
  send: sendPaying(SOLVER, {
    to: DLN_DESTINATION as Address,
    data: encodeFunctionData({ abi: dlnAbi, functionName: 'fulfillOrder', args: [order, order.takeAmount, orderId, '0x', SOLVER] }),
    value: order.takeTokenAddress === NATIVE_ADDRESS ? order.takeAmount : 0n,
  }),
});

const unlockOf = ({ orderId }: CreatedOrder, chainId: number): Job => ({
  key: `unlock ${orderId}`,
  chainId,
  send: sendPaying(SOLVER, {
    to: DLN_DESTINATION as Address,
    data: encodeFunctionData({ abi: dlnAbi, functionName: 'sendEvmUnlock', args: [orderId, SOLVER, 0n] }),
    value: 0n,
  }),
});
