import fc from 'fast-check';
import { toEventSelector, zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { describeEvents } from '../_kit/conformance.ts';
import type { RawLog } from '../_kit/port.ts';
import { erc20PredicateAbi, etherPredicateAbi, stateReceiverAbi, stateSenderAbi } from './abi.ts';
import { decodeTogether, watches } from './events.ts';
import { polygonBridge } from './polygon-bridge.ts';
import { exitInput } from './testing/exit-input.ts';
import { dai, ether, recipient, sender } from './testing/polygon-answers.ts';
import { alone, bothSides, committedLog, polygonLogs, syncedLog, transferLog } from './testing/polygon-logs.ts';

describeEvents(polygonBridge, polygonLogs.map(alone));

const keysOf = (logs: readonly RawLog[]) => decodeTogether(logs).map((event) => (event === null ? null : event?.transferKey));
const mint = (amount: bigint, token = ether.l2.address): RawLog => transferLog(token, zeroAddress, recipient, amount);

describe('logs of one transaction', () => {
  test('name the transfer with those that follow; these are understood, and none themselves', () => {
    fc.assert(
      fc.property(polygonLogs, ({ log, following = [], expected }) => {
        const [first, ...others] = decodeTogether([log, ...following]);
        expect(first).toEqual(expected);
        expect(others).toEqual(following.map(() => null));
      }),
    );
  });

  test('carry out many states, each before its own number', () => {
    const logs = [mint(1n), committedLog(8n), committedLog(9n, false), mint(2n, dai.l2.address), committedLog(10n)];
    expect(keysOf(logs)).toEqual(['polygon-bridge:1:8', null, null, 'polygon-bridge:1:10', null]);
  });

  test('everyday transfers, mints of other makers and what other contracts lock are understood, and nobody’s', () => {
    const lockedElsewhere = { ...mint(1n), chainId: 1, address: '0x40ec5B33f54e0E8A33A975908C5BA1c14e5BbbDf' };
    const [locked = ''] = watches(1)[0]?.topics ?? [];
    const topics = [locked, ...[sender, recipient, recipient].map((one) => `0x${one.slice(2).toLowerCase().padStart(64, '0')}`)];
    expect(decodeTogether([transferLog(ether.l2.address, sender, recipient, 5n)])).toEqual([null]);
    expect(decodeTogether([mint(5n)])).toEqual([null]);
    expect(decodeTogether([syncedLog(5n, recipient)])).toEqual([null]);
    expect(decodeTogether([{ ...lockedElsewhere, topics }])).toEqual([null]);
    expect(decodeTogether([{ ...mint(5n), address: recipient }])).toEqual([undefined]);
  });
});

describe('a withdrawal', () => {
  test('has the same key on both sides', () => {
    fc.assert(
      fc.property(bothSides, ({ burn, exit }) => {
        const [departure] = decodeTogether([burn.log]);
        const [arrival] = decodeTogether([exit.log]);
        expect(departure?.transferKey).toMatch(/^polygon-bridge:137:0x[0-9a-f]{64}$/);
        expect(arrival?.transferKey).toBe(departure?.transferKey);
      }),
    );
  });

  test('names no transfer where block or calldata are not known, or the proof is of another burn', () => {
    fc.assert(
      fc.property(bothSides, ({ one, burn, exit }) => {
        const { blockNumber: _, ...adrift } = burn.log;
        const { input: __, ...mute } = exit.log;
        const proven = { ...one, token: one.pair.l2.address, blockNumber: 7n };
        const others = [
          { ...mute, input: exitInput({ ...proven, from: one.to === one.from ? zeroAddress : one.to }) },
          { ...mute, input: exitInput({ ...proven, token: recipient }) },
        ];
        expect(keysOf([adrift])).toEqual([undefined]);
        expect(keysOf([mute])).toEqual([undefined]);
        for (const other of others) expect(keysOf([other])).toEqual([undefined]);
      }),
    );
  });

  test('in a batch of two gets its own proof, and each proof is used once', () => {
    const proof = (blockNumber: bigint, amount: bigint) => exitInput({ blockNumber, token: dai.l2.address, from: sender, amount });
    const exitLog = (amount: bigint, input: string): RawLog => {
      const [, topic = ''] = watches(1)[0]?.topics ?? [];
      const topics = [topic, ...[sender, dai.rootToken].map((one) => `0x${one.slice(2).toLowerCase().padStart(64, '0')}`)];
      return { chainId: 1, address: watches(1)[0]?.address ?? '', topics, data: `0x${amount.toString(16).padStart(64, '0')}`, input };
    };
    const input = `${proof(1n, 5n)}${proof(2n, 6n).slice(2)}${proof(3n, 5n).slice(2)}`;
    const [a, b, c, d] = keysOf([6n, 5n, 5n, 5n].map((amount) => exitLog(amount, input)));
    const burnKey = (blockNumber: number, amount: bigint) =>
      keysOf([{ ...transferLog(dai.l2.address, sender, zeroAddress, amount), blockNumber }])[0];
    expect([a, b, c, d]).toEqual([burnKey(2, 6n), burnKey(1, 5n), burnKey(3, 5n), undefined]);
  });

  test('is asked for with its calldata, and a deposit is not', () => {
    const asked = watches(1).flatMap(({ withInput = [] }) => withInput);
    expect(asked).toEqual([toEventSelector('ExitedERC20(address,address,uint256)'), toEventSelector('ExitedEther(address,uint256)')]);
    expect(watches(137).flatMap(({ withInput = [] }) => withInput)).toEqual([]);
    expect(watches(10)).toEqual([]);
  });
});

test('topics are those of the contracts', () => {
  const topicOf = (abi: readonly object[], name: string) =>
    toEventSelector(abi.find((item) => 'name' in item && item.name === name && 'type' in item && item.type === 'event') as never);
  expect(topicOf(erc20PredicateAbi, 'LockedERC20')).toBe('0x9b217a401a5ddf7c4d474074aff9958a18d48690d77cc2151c4706aa7348b401');
  expect(topicOf(erc20PredicateAbi, 'ExitedERC20')).toBe('0xbb61bd1b26b3684c7c028ff1a8f6dabcac2fac8ac57b66fa6b1efb6edeab03c4');
  expect(topicOf(etherPredicateAbi, 'LockedEther')).toBe('0x3e799b2d61372379e767ef8f04d65089179b7a6f63f9be3065806456c7309f1b');
  expect(topicOf(etherPredicateAbi, 'ExitedEther')).toBe('0x0fc0eed41f72d3da77d0f53b9594fc7073acd15ee9d7c536819a70a67c57ef3c');
  expect(topicOf(stateSenderAbi, 'StateSynced')).toBe('0x103fed9db65eac19c4d870f49ab7520fe03b99f1838e5996caf47e9e43308392');
  expect(topicOf(stateReceiverAbi, 'StateCommitted')).toBe('0x5a22725590b0a51c923940223f7458512164b1113359a735e86e7f27f44791ee');
});
