import { getAddress } from 'viem';
import { expect, test } from 'vitest';
import { readRecorded, recordedLogs } from '../_kit/testing/recorded-logs.ts';
import { polygonBridge } from './polygon-bridge.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(polygonBridge, name);

test('what Ethereum’s sender numbers is understood, and no transfer by itself', () => {
  expect(read('log.state-synced')).toEqual([null]);
});

test('a mint on Polygon is not taken for the number that was committed before it', () => {
  // Its own number is in the log after it, which the source does not show. What 0x2c3174 carried is Hop’s, in the log before.
  expect(read('receipt.state-sync')).toEqual([null, null]);
  const [mint] = recordedLogs('polygon-bridge', 'receipt.state-sync').slice(1);
  expect(mint && polygonBridge.decode(mint)).toMatchObject({
    kind: 'fill',
    fields: {
      inputToken: '0x6B175474E89094C44Da98b954EedeAC495271d0F',
      outputToken: '0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063',
      deliveredTo: getAddress('0xa989f464c2a76391d749e5d4aba3d9f470952c80'),
      deliveredAmount: 0x084ae7c8b57138116been,
    },
  });
});
