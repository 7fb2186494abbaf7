import { expect, test } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { chainEvent, EXPECTATIONS, START_MS } from '#core/transfers/testing/sample-events.ts';
import { transfer as transferSchema } from '../api/transfer.ts';
import { transferToJson } from './transfer.ts';

const deposit = chainEvent({ kind: 'deposit', block: 'a' });

/** A transfer as it is served; the schema drops what it does not know. */
const served = (events: readonly ChainEvent[]) => {
  const transfer = foldTransfer(events, START_MS + 5_000, EXPECTATIONS);
  if (transfer === undefined) throw new Error('no transfer');
  return transferSchema.parse(JSON.parse(JSON.stringify(transferToJson(transfer, 1))));
};

test('what a depositor signed since is served beside what the deposit says, and nothing of it where there is no such change', () => {
  const speedUp = chainEvent({ kind: 'speed-up', block: 's', atMs: 1_000, fields: { updatedOutputAmount: '999400000' } });
  expect(served([deposit, speedUp])).toMatchObject({ amountQuoted: '999500000', amountUpdated: '999400000', amountDelivered: null });
  expect(served([deposit])).not.toHaveProperty('amountUpdated');
});
