import { z } from 'zod';
import { units } from '../_kit/fields.ts';

/** Each value stands there as text beside its bytes, or beside a number that may have lost digits. */
const text = z.object({ stringValue: z.string().max(100) }).transform(({ stringValue }) => stringValue);
const chain = text.pipe(z.string().regex(/^\d{1,15}$/)).transform(Number);
const amount = text.pipe(units);

const offer = z.object({ chainId: chain, tokenAddress: text, amount, finalAmount: amount.nullish() });
const event = z.object({ transactionHash: text.nullish() }).nullish();

/** GET /api/Orders/{orderId} of dln-api.debridge.finance. Source: docs.debridge.com, tracking orders, and public clients of it. */
const order = z.object({
  orderId: text,
  state: z.string().max(64),
  makerSrc: text.nullish(),
  receiverDst: text.nullish(),
  giveOfferWithMetadata: offer,
  takeOfferWithMetadata: offer,
  createdSrcEventMetadata: event,
  fulfilledDstEventMetadata: event,
});

export interface TrackedOrder {
  /** The same in the form of GET /dln/order/{id}, unread. */
  readonly order: unknown;
  readonly originTransaction: string | null;
  readonly destinationTransaction: string | null;
  /** Whether something else is delivered than the order asked for when it was made. */
  readonly lowered: boolean;
}

/** An order as the tracking API tells it; undefined where an answer is none of that API. */
export const trackedOrder = (json: unknown): TrackedOrder | undefined => {
  const { data } = order.safeParse(json);
  if (data === undefined) return undefined;
  const { orderId, state, makerSrc, receiverDst, giveOfferWithMetadata: give, takeOfferWithMetadata: take } = data;
  const asOrder = (one: typeof give) => ({ chainId: one.chainId, tokenAddress: one.tokenAddress, amount: String(one.amount) });
  return {
    order: { orderId, status: state, orderStruct: { giveOffer: asOrder(give), takeOffer: asOrder(take), maker: makerSrc, receiverDst } },
    originTransaction: data.createdSrcEventMetadata?.transactionHash ?? null,
    destinationTransaction: data.fulfilledDstEventMetadata?.transactionHash ?? null,
    lowered: (take.finalAmount ?? take.amount) !== take.amount,
  };
};
