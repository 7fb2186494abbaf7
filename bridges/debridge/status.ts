import { z } from 'zod';
import { checksumAddress } from '#core/domain/address.ts';
import { assetByAddress } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { TransferState } from '#core/domain/transfer.ts';
import { err, ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import { issueOf } from '../_kit/fields.ts';
import type { BridgeContext, StatusFailure, TransferReference, TransferStatus } from '../_kit/port.ts';
import { askAbout } from './ask-api.ts';
import { chainIdOf } from './contracts.ts';
import { askOrderIds } from './order-ids.ts';
import { type OrderDetails, orderDetails } from './schemas.ts';
import { trackedOrder } from './tracked-order.ts';

/** An order's states. The user has the money from Fulfilled on; what follows repays the solver. */
const STATES: Readonly<Record<string, TransferState>> = {
  Created: 'CONFIRMED',
  Fulfilled: 'COMPLETED',
  SentUnlock: 'COMPLETED',
  ClaimedUnlock: 'COMPLETED',
  OrderCancelled: 'FAILED',
  SentOrderCancel: 'FAILED',
  // As the document's own diagram of the states has it.
  SentOrderCancelled: 'FAILED',
  ClaimedOrderCancel: 'REFUNDED',
};

const ORDER_ID = /^0x[0-9a-fA-F]{1,64}$/;

/** Asks for an order with all that it says: by its id, else by the transaction that made it. */
export const status = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const id = await orderIdOf(context, transfer);
  return id.ok ? ask(context, transfer, { path: `/dln/order/${id.value}`, id: id.value }) : id;
};

/** GET /dln/order/{id}/status: the same in one word. */
export const stateAlone = async (context: BridgeContext, transfer: TransferReference): Promise<Result<TransferStatus, StatusFailure>> => {
  const id = await orderIdOf(context, transfer);
  return id.ok ? ask(context, transfer, { path: `/dln/order/${id.value}/status`, id: id.value }) : id;
};

const orderIdOf = async (context: BridgeContext, { id, transactionHash }: TransferReference): Promise<Result<string, StatusFailure>> => {
  if (id !== undefined) return ORDER_ID.test(id) ? ok(id) : err({ code: 'NOT_FOUND', detail: `"${id}" is no order’s id` });
  const asked = await askOrderIds(context, transactionHash ?? '');
  if (!asked.ok) return asked;
  const [first] = asked.value;
  return first === undefined ? err({ code: 'NOT_FOUND', detail: `no order was made by ${transactionHash}` }) : ok(first);
};

const ask = async (
  context: BridgeContext,
  transfer: TransferReference,
  { path, id }: { path: string; id: string },
): Promise<Result<TransferStatus, StatusFailure>> => {
  const asked = await askAbout(context, path, z.unknown());
  if (!asked.ok) return asked;
  const tracked = trackedOrder(asked.value);
  const parsed = orderDetails.safeParse(tracked === undefined ? asked.value : tracked.order);
  if (!parsed.success) return fail('MALFORMED_ANSWER', `${path}: ${issueOf(parsed.error)}`);
  const { orderId, status: word, orderStruct } = parsed.data;
  if (orderId.toLowerCase() !== id.toLowerCase()) return fail('MALFORMED_ANSWER', `tells of order ${orderId}, asked was ${id}`);
  if (word === 'None') return err({ code: 'NOT_FOUND', detail: `no order ${id} is known, or not yet` });
  const state = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (state === undefined) return fail('MALFORMED_ANSWER', `"${word}" is no documented state of an order`);
  const told = partsOf(orderStruct);
  const originChainId = told.originChainId ?? (transfer.originChainId > 0 ? transfer.originChainId : null);
  return ok({
    state,
    vendorState: word,
    ...told,
    amountOut: tracked?.lowered ? null : told.amountOut,
    transferKey: originChainId === null ? null : `debridge:${originChainId}:${orderId.toLowerCase()}`,
    id: orderId,
    originChainId,
    originTransaction: tracked?.originTransaction ?? transfer.transactionHash ?? null,
    destinationTransaction: tracked?.destinationTransaction ?? null,
    refundTransaction: null,
    actionNeeded: null,
  });
};

const partsOf = (order: OrderDetails['orderStruct']) => {
  const assetOf = ({ chainId, tokenAddress }: { chainId: number; tokenAddress: string }): string => {
    const chain = chainIdOf(chainId);
    const address = checksumAddress(tokenAddress) ?? tokenAddress;
    return assetByAddress(chain, address)?.id ?? `${chainById(chain)?.slug ?? chain}:${address}`;
  };
  if (order == null) {
    return {
      originChainId: null,
      destinationChainId: null,
      from: null,
      to: null,
      sender: null,
      recipient: null,
      amountIn: null,
      amountOut: null,
    };
  }
  const { giveOffer, takeOffer, maker, receiverDst } = order;
  return {
    originChainId: chainIdOf(giveOffer.chainId),
    destinationChainId: chainIdOf(takeOffer.chainId),
    from: assetOf(giveOffer),
    to: assetOf(takeOffer),
    sender: maker ?? null,
    recipient: receiverDst ?? null,
    // What the solver gets: DLN's own fee is off it already.
    amountIn: giveOffer.amount,
    amountOut: takeOffer.amount,
  };
};
