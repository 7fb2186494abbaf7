import { expect, test } from 'vitest';
import { readRecorded } from '../_kit/testing/recorded-logs.ts';
import { arbitrumBridge } from './arbitrum-bridge.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(arbitrumBridge, name);

test('a deposit is known by the ticket’s id that Arbitrum’s own library makes of its receipt', () => {
  const ticketId = '0x8ba13904639c7444d8578cc582a230b8501c9f0f7903f5069d276fdd3a7dea44';
  expect(read('receipt.deposit-weth')).toEqual([
    null,
    null,
    {
      kind: 'deposit',
      transferKey: `arbitrum-bridge:1:${ticketId}`,
      fields: expect.objectContaining({
        ticketId,
        inputToken: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
        inputAmount: 0x0853a0d2313c0000n,
        depositor: '0xa2e06c19EE14255889f0Ec0cA37f6D0778D06754',
        recipient: '0xa2e06c19EE14255889f0Ec0cA37f6D0778D06754',
      }),
    },
  ]);
});

test('a claim names the withdrawal; what a gateway was called for is the gateway’s to tell', () => {
  expect(read('receipt.claim')).toMatchObject([
    { kind: 'claimed', transferKey: `arbitrum-bridge:42161:${0x1f0a5}`, fields: { position: 0x1f0a5n } },
    null,
  ]);
});

test.each(['receipt.deposit-eth', 'log.token-withdrawal-message'])('%s is read, and no transfer of its own', (name) => {
  for (const event of read(name)) expect(event).toBeNull();
});
