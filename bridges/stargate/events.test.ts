import fc from 'fast-check';
import { getAbiItem, getAddress, type Hex, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import { fills } from '#core/transfers/match-fill.ts';
import { chainEvent } from '#core/transfers/testing/sample-events.ts';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog } from '../_kit/port.ts';
import { anyAddress } from '../_kit/testing/any-bytes.ts';
import { poolAbi } from '../_stargate/abi.ts';
import { STARGATE_POOLS } from '../_stargate/contracts.ts';
import { anyChain, anyGuid, anyPool, anyReceived, anyUint, eidOf, poolLog, tokenOf } from '../_stargate/testing/pool-logs.ts';
import { stargate } from './stargate.ts';

const sent = fc
  .record({ at: anyPool, to: anyChain, guid: anyGuid, from: anyAddress, amountSentLD: anyUint(256n), amountReceivedLD: anyUint(256n) })
  .map(({ at, to, guid, from, amountSentLD, amountReceivedLD }): { log: RawLog; expected: BridgeEvent } => ({
    log: poolLog('OFTSent', at, { guid, dstEid: eidOf(to), fromAddress: from, amountSentLD, amountReceivedLD }),
    expected: {
      kind: 'deposit',
      transferKey: `stargate:${at.chainId}:${guid}`,
      fields: {
        guid,
        pool: at.address,
        originChainId: BigInt(at.chainId),
        destinationChainId: BigInt(to),
        destinationEid: BigInt(eidOf(to)),
        ...tokenOf('inputToken', at.symbol, at.chainId),
        ...tokenOf('outputToken', at.symbol, to),
        depositor: from,
        inputAmount: amountSentLD,
        outputAmount: amountReceivedLD,
      },
    },
  }));

const received = anyReceived.map(({ log, from, guid, fields }): { log: RawLog; expected: BridgeEvent } => ({
  log,
  expected: { kind: 'fill', transferKey: `stargate:${from}:${guid}`, fields },
}));

describeEvents(stargate, fc.oneof(sent, received));

const usdc = STARGATE_POOLS[0] ?? { chainId: 0, address: '', symbol: 'USDC' as const, feeLib: '' };
const someone = getAddress(`0x${'34'.repeat(20)}`);

test('who boards a bus takes no taxi', () => {
  const args = { guid: `0x${'00'.repeat(32)}`, dstEid: 30_110, fromAddress: someone, amountSentLD: 1n, amountReceivedLD: 1n };
  const boarding = poolLog('OFTSent', usdc, args);
  const taxi = poolLog('OFTSent', usdc, { ...args, guid: `0x${'11'.repeat(32)}` });
  expect(stargate.decode(boarding)).toBeUndefined();
  expect(stargate.decodeTogether?.([boarding, taxi])).toEqual([null, stargate.decode(taxi)]);
});

test('a fill from a chain that we do not know keeps its endpoint id and has no key', () => {
  const args = { guid: `0x${'11'.repeat(32)}`, srcEid: 30_168, toAddress: someone, amountReceivedLD: 5n };
  const event = stargate.decode(poolLog('OFTReceived', usdc, args));
  expect(event).not.toHaveProperty('transferKey');
  expect(event?.fields.originEid).toBe(30_168n);
});

test('an address is a pool on its own chain alone', () => {
  // 0xcE8C…B7D0 is the USDC pool of OP Mainnet and the USDT pool of Arbitrum; on Ethereum it is neither.
  const shared = { chainId: 1, address: '0xcE8CcA271Ebc0533920C83d39F417ED6A0abB7D0', symbol: 'USDC' as const, feeLib: '' };
  const args = { guid: `0x${'11'.repeat(32)}`, dstEid: 30_110, fromAddress: someone, amountSentLD: 1n, amountReceivedLD: 1n };
  expect(stargate.decode(poolLog('OFTSent', shared, args))).toBeUndefined();
});

test('a message that was delivered for a dropped deposit is no fill of the one that was given its number', () => {
  const guid: Hex = `0x${'22'.repeat(32)}`;
  const told = (event: BridgeEvent | undefined, chainId: number) =>
    // Every field as it travels; none of the sample's own.
    ({
      ...chainEvent({ kind: event?.kind ?? 'deposit', block: 'any', chainId }),
      fields: Object.fromEntries(Object.entries(event?.fields ?? {}).map(([name, value]) => [name, String(value)])),
    });
  const arbitrum = STARGATE_POOLS.find(({ chainId, symbol }) => chainId === 42161 && symbol === 'USDC') ?? usdc;
  const deposit = (amount: bigint) =>
    told(
      stargate.decode(
        poolLog('OFTSent', usdc, { guid, dstEid: eidOf(42161), fromAddress: someone, amountSentLD: amount, amountReceivedLD: amount }),
      ),
      usdc.chainId,
    );
  const args = { guid, srcEid: eidOf(usdc.chainId), toAddress: someone, amountReceivedLD: 404_732_708n };
  const fill = told(stargate.decode(poolLog('OFTReceived', arbitrum, args)), 42161);
  expect(fills(fill, deposit(404_732_708n))).toBe(true);
  expect(fills(fill, deposit(283_888_505n))).toBe(false);
});

test.each([
  // Seen on the mainnets by indexers of others, and by the pools of the package, which the simnet runs.
  ['OFTSent', '0x85496b760a4b7f8d66384b9df21b381f5d1b1e79f229a47aaf4c232edc2fe59a'],
  ['OFTReceived', '0xefed6d3500546b29533b128a29e3a94d70788727f0507505ac12eaf2e578fd9c'],
] as const)('the topic of %s is the deployed one', (name, topic) => {
  expect(toEventSelector(getAbiItem({ abi: poolAbi, name }))).toBe(topic);
});
