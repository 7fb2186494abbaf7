import type { ChainEvent } from '#core/domain/chain-event.ts';
import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import type { TransferView } from '#platform/redis/transfer-store.ts';
import { makeView } from '../../processors/transfers/make-view.ts';

const EXPECTATIONS = { fillTimes: ({ bridge }: { bridge: string }) => priorFillTimes(bridge), confirmationMs: usualConfirmationMs };

/** The view of the transfer that these events tell of, made as the processor makes it. */
export const viewOf = (events: readonly ChainEvent[], version: number): TransferView => {
  const transfer = foldTransfer(events, Date.now(), EXPECTATIONS);
  if (transfer === undefined) throw new Error('these events tell of no transfer');
  return makeView(transfer, version, '').view;
};
