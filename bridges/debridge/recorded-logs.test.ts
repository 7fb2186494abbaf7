import { getAddress } from 'viem';
import { expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { decodeLog } from '../_kit/decode-log.ts';
import { readRecorded, recordedLogs } from '../_kit/testing/recorded-logs.ts';
import { destinationAbi, sourceAbi } from './abi.ts';
import { debridge } from './debridge.ts';

/** Logs as the mainnets wrote them; each file of `fixtures/logs` says where it was found. */
const read = (name: string) => readRecorded(debridge, name);

test('an order from HyperEVM that was filled on Ethereum, by the newer event', () => {
  const orderId = '0x482b88a9b9382b76372921af7265a543e728f050879078430d0e1c0294ed8592';
  expect(read('log.fulfilled')).toMatchObject([
    {
      kind: 'fill',
      transferKey: `debridge:999:${orderId}`,
      fields: {
        orderId,
        originChainId: 999n,
        destinationChainId: 1n,
        inputToken: getAddress('0xb88339cb7199b77e23db6e890353e22632ba630f'),
        outputToken: NATIVE_ADDRESS,
        netInputAmount: 10_946_956n,
        outputAmount: 0x11910866dfd930n,
        deliveredAmount: 0x11910866dfd930n,
        recipient: getAddress('0x23e424ad6a84c2b74989721a886df692ef6b682d'),
        relayer: getAddress('0x663dc15d3c1ac63ff12e45ab68fea3f0a883c251'),
        unlockAuthority: getAddress('0x555ce236c0220695b68341bc48c68d52210cc35b'),
      },
    },
  ]);
});

test('the order that was filled is the one that its creation tells', () => {
  const [created] = recordedLogs('debridge', 'log.created-on-hyperevm').map((log) => decodeLog(sourceAbi, log));
  const [filled] = recordedLogs('debridge', 'log.fulfilled').map((log) => decodeLog(destinationAbi, log));
  if (created?.eventName !== 'CreatedOrder' || filled === undefined) throw new Error('not read');
  expect(created.args).toMatchObject({
    orderId: filled.args.orderId,
    order: filled.args.order,
    nativeFixFee: 50_000_000_000_000_000n,
    percentFee: 4_380n,
  });
});
