import { encodeAbiParameters } from 'viem';
import { describe, expect, test } from 'vitest';
import { bridgeData } from './abi.ts';
import { lifi } from './lifi.ts';
import { callData, DIAMOND, recipient, sender, USDC } from './testing/sample-quotes.ts';
import { readBridgeData } from './transaction.ts';

describe('the diamond’s logs', () => {
  const started = {
    chainId: 1,
    address: DIAMOND,
    topics: ['0xcba69f43792f9f399347222505213b55af8e0b0b54b893085c2e27ecbe1644f1'],
    data: encodeAbiParameters(bridgeData, [readBridgeData(callData()) as never]),
  };

  test('a start says what is sent where, by which bridge', () => {
    expect(lifi.decode(started)).toMatchObject({
      kind: 'deposit',
      transferKey: `lifi:1:0x${'ab'.repeat(32)}`,
      fields: { bridge: 'optimism', inputToken: USDC.address, inputAmount: 1_000_000n, recipient, destinationChainId: 10n },
    });
  });

  test('the same from elsewhere is nobody’s, and damaged ones are none', () => {
    expect(lifi.decode({ ...started, address: sender })).toBeUndefined();
    expect(lifi.decode({ ...started, data: started.data.slice(0, 100) })).toBeUndefined();
  });

  test('transfers are followed as those of the bridge that was picked', () => {
    expect(lifi.watches(1)).toEqual([]);
  });
});
