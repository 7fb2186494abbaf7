import type { Redis } from 'ioredis';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { priorFillTimes, usualConfirmationMs } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import type { Keys } from '#platform/redis/keys.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore } from '#platform/redis/transfer-store.ts';
import { makeView } from '../../processors/transfers/make-view.ts';

const EXPECTATIONS = { fillTimes: ({ bridge }: { bridge: string }) => priorFillTimes(bridge), confirmationMs: usualConfirmationMs };

/** A hand that writes and announces views as the processor does: the transfer that these events tell of. */
export const createViewWriter = ({ redis, keys }: { redis: Redis; keys: Keys }) => {
  const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now: Date.now });
  return async (events: readonly ChainEvent[], version: number): Promise<void> => {
    const transfer = foldTransfer(events, Date.now(), EXPECTATIONS);
    if (transfer === undefined) throw new Error('these events tell of no transfer');
    await store.write([makeView(transfer, version, '').view]);
  };
};
