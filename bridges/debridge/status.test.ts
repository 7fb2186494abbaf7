import { expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { debridge } from './debridge.ts';
import { nowMs } from './testing/sample-order.ts';

test('a transfer is looked up by its transaction where its order is not known', async () => {
  const id = `0x${'ab'.repeat(32)}`;
  const context: BridgeContext = {
    ...playBack(recordedJson(''), nowMs),
    http: {
      request: async ({ url }) => ({
        kind: 'response',
        status: 200,
        headers: {},
        body: url.endsWith('/order-ids') ? JSON.stringify({ orderIds: [id] }) : JSON.stringify({ orderId: id, status: 'SentUnlock' }),
      }),
    },
  };
  const given = await debridge.status?.(context, { originChainId: 10, transactionHash: `0x${'12'.repeat(32)}` });
  expect(given).toMatchObject({ ok: true, value: { state: 'COMPLETED', vendorState: 'SentUnlock', transferKey: `debridge:10:${id}` } });
});

test.each([
  ['Created', 'CONFIRMED'],
  ['Fulfilled', 'COMPLETED'],
  ['ClaimedUnlock', 'COMPLETED'],
  ['OrderCancelled', 'FAILED'],
  ['SentOrderCancel', 'FAILED'],
  ['ClaimedOrderCancel', 'REFUNDED'],
])('%s is %s', async (word, state) => {
  const body = JSON.stringify({ orderId: '0x12', status: word });
  expect(await debridge.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: '0x12' })).toMatchObject({
    ok: true,
    value: { state },
  });
});
