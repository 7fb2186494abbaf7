import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { BlockHeader, PaidTransaction } from '#platform/rpc/chain-node.ts';
import type { Payment } from './read-payment.ts';

/** A payment that was read on chain. */
export interface FoundPayment {
  readonly payment: Payment & { readonly kind: 'paid' };
  readonly paid: PaidTransaction;
  readonly header: BlockHeader;
}

/** What a payment says of a transfer, standing in its block like what a decoder reads. The payment is part of its id, as one stands for one transfer. */
export const paidEvent = (
  { payment, paid, header }: FoundPayment,
  of: Pick<ChainEvent, 'chainId' | 'transferKey' | 'bridge' | 'kind' | 'fields'>,
): ChainEvent => ({
  ...of,
  eventId: `${payment.paymentId}:${of.transferKey}`,
  removed: false,
  blockNumber: header.number,
  blockHash: header.hash,
  logIndex: payment.logIndex,
  transactionHash: paid.hash,
  blockTimeMs: header.timeMs,
  // Set when it is told.
  observedAtMs: header.timeMs,
});
