import { encodeFunctionData, type Hex } from 'viem';
import { destinationAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION } from '#bridges/debridge/contracts.ts';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { createTx, dlnError } from './create-tx.ts';
import { fixedFee } from './fees.ts';
import { type CreatedOrder, createdOrders, givenStatus, takenStatus } from './orders.ts';

/** DLN's API, below its base. Orders are read from the chains, as its own indexer does. */
export const createDlnApi =
  (tools: UpstreamTools): UpstreamApi =>
  async ({ method, path, query }) => {
    if (method !== 'GET') return dlnError('METHOD_NOT_ALLOWED', 'Method not allowed', 405);
    if (path === '/dln/order/create-tx') return createTx(query, tools);
    if (path === '/supported-chains-info') {
      return json({ chains: CHAINS.map(({ chainId, name }) => ({ chainId, originalChainId: chainId, chainName: name })) });
    }
    if (path === '/token-list') return tokenList(Number(query.get('chainId')));
    const byTransaction = /^\/dln\/tx\/(0x[0-9a-fA-F]{64})\/order-ids$/.exec(path)?.[1];
    if (byTransaction !== undefined) return orderIds(byTransaction.toLowerCase(), tools.links);
    const toCancel = /^\/dln\/order\/(0x[0-9a-fA-F]{64})\/cancel-tx$/.exec(path)?.[1];
    if (toCancel !== undefined) return cancelTx(toCancel.toLowerCase() as Hex, tools.links);
    const [, orderId, rest] = /^\/dln\/order\/(0x[0-9a-fA-F]{64})(\/status)?$/.exec(path) ?? [];
    return orderId === undefined
      ? dlnError('NOT_FOUND', 'Not found', 404)
      : orderOf(orderId.toLowerCase() as Hex, rest === '/status', tools.links);
  };

/** Calls the order off for who may, with the money going back to who may change it; a message costs what an order does, and as much for its delivery. */
const cancelTx = async (orderId: Hex, links: readonly ChainLink[]): Promise<Answer> => {
  const found = (await Promise.all(links.map(createdOrders))).flat().find((one) => one.orderId === orderId);
  if (found === undefined) return dlnError('ORDER_NOT_FOUND', 'Order not found', 404);
  const { order } = found;
  const chainId = Number(order.takeChainId);
  const fee = fixedFee(chainId);
  const cancelBeneficiary = order.allowedCancelBeneficiarySrc === '0x' ? order.givePatchAuthoritySrc : order.allowedCancelBeneficiarySrc;
  const args = [order, cancelBeneficiary, fee] as const;
  return json({
    to: DLN_DESTINATION,
    data: encodeFunctionData({ abi: destinationAbi, functionName: 'sendEvmOrderCancel', args }),
    value: String(2n * fee),
    chainId,
    from: order.orderAuthorityAddressDst,
    cancelBeneficiary,
  });
};

const tokenList = (chainId: number): Answer => {
  const listed = ASSETS.filter((asset) => asset.chainId === chainId).map(({ address, symbol, decimals }) => [
    address.toLowerCase(),
    { symbol, name: symbol, decimals, address: address.toLowerCase() },
  ]);
  return listed.length === 0 ? dlnError('UNKNOWN_CHAIN', 'Unknown chain') : json({ tokens: Object.fromEntries(listed) });
};

const orderIds = async (hash: string, links: readonly ChainLink[]): Promise<Answer> => {
  const created = (await Promise.all(links.map(createdOrders))).flat();
  return json({ orderIds: created.filter(({ transactionHash }) => transactionHash === hash).map(({ orderId }) => orderId) });
};

/** Both sides know a part: the origin whether it was made and settled, the destination whether it was filled or cancelled. */
const stateOf = async (
  { order, orderId }: CreatedOrder,
  { origin, links }: { origin: ChainLink; links: readonly ChainLink[] },
): Promise<string> => {
  const settled = { 2: 'ClaimedUnlock', 3: 'ClaimedOrderCancel' }[await givenStatus(origin, orderId)];
  if (settled !== undefined) return settled;
  const destination = links.find(({ chain }) => BigInt(chain.chainId) === order.takeChainId);
  const taken = destination === undefined ? 0 : await takenStatus(destination, orderId);
  return { 1: 'Fulfilled', 2: 'SentUnlock', 3: 'SentOrderCancel' }[taken] ?? 'Created';
};

const orderOf = async (orderId: Hex, stateAlone: boolean, links: readonly ChainLink[]): Promise<Answer> => {
  for (const origin of links) {
    const found = (await createdOrders(origin)).find((one) => one.orderId === orderId);
    if (found === undefined) continue;
    const status = await stateOf(found, { origin, links });
    if (stateAlone) return json({ status, orderId });
    const { makerOrderNonce, makerSrc, giveChainId, giveTokenAddress, giveAmount, takeChainId, takeTokenAddress, takeAmount, receiverDst } =
      found.order;
    return json({
      orderId,
      status,
      externalCallState: 'NoExtCall',
      orderStruct: {
        makerOrderNonce: Number(makerOrderNonce),
        maker: makerSrc,
        giveOffer: { chainId: Number(giveChainId), tokenAddress: giveTokenAddress, amount: String(giveAmount) },
        takeOffer: { chainId: Number(takeChainId), tokenAddress: takeTokenAddress, amount: String(takeAmount) },
        receiverDst,
      },
    });
  }
  return json({ status: 'None', orderId });
};
