import { encodeAbiParameters, encodeEventTopics, type Hex, keccak256, pad, parseAbi, toHex } from 'viem';
import { expect, test } from 'vitest';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import type { Bridge } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { type ChainEvent, confirmedIdOf, eventIdOf } from '#core/domain/chain-event.ts';
import type { ChainLog } from '#platform/rpc/chain-node.ts';
import { createUnconfirmed } from './confirm.ts';
import { createDecodeBlock, watchedOn } from './decode-block.ts';
import { bloomMisses, createMarks } from './log-bloom.ts';
import { chooseHead } from './node-pool.ts';
import { createRefundBook } from './refund-book.ts';
import { createToldBefore } from './resume.ts';
import { createSharedMessageBook } from './shared-messages/book.ts';

const hash = (text: string): Hex => keccak256(toHex(text));

const event = (over: Partial<ChainEvent> & { readonly block: string }): ChainEvent => {
  const { block, ...rest } = over;
  const blockHash = hash(block);
  return {
    eventId: eventIdOf(1, blockHash, over.logIndex ?? 0),
    transferKey: 'across:1:7',
    bridge: 'across',
    kind: 'deposit',
    removed: false,
    chainId: 1,
    blockNumber: 100,
    blockHash,
    logIndex: 0,
    transactionHash: hash('transaction'),
    blockTimeMs: 1_000,
    observedAtMs: 2_000,
    fields: {},
    ...rest,
  };
};

test('a deposit is confirmed by the block that is its last confirmation, once, and a fill never', () => {
  const unconfirmed = createUnconfirmed(3);
  const deposit = event({ block: 'a' });
  unconfirmed.add([deposit, event({ block: 'a', logIndex: 1, kind: 'fill' })]);
  expect(unconfirmed.dueBy(110)).toEqual([102]);
  expect(unconfirmed.confirmedBy({ number: 101, hash: hash('b'), timeMs: 1 })).toEqual([]);
  const [confirmed, ...more] = unconfirmed.confirmedBy({ number: 102, hash: hash('c'), timeMs: 9_000 });
  expect(more).toEqual([]);
  expect(confirmed).toMatchObject({
    eventId: confirmedIdOf(deposit.eventId),
    kind: 'confirmed',
    blockNumber: 102,
    blockTimeMs: 9_000,
    fields: { confirms: deposit.eventId },
  });
  expect(unconfirmed.confirmedBy({ number: 103, hash: hash('d'), timeMs: 1 })).toEqual([]);
});

test('after a reorg a deposit waits again, unless what confirmed it still stands', () => {
  const unconfirmed = createUnconfirmed(2);
  const deposit = event({ block: 'a' });
  const confirmed = event({ block: 'b', eventId: confirmedIdOf(deposit.eventId), kind: 'confirmed', blockNumber: 101 });
  unconfirmed.reset([deposit, confirmed], new Set());
  expect(unconfirmed.dueBy(200)).toEqual([]);
  unconfirmed.reset([deposit], new Set([confirmed.eventId]));
  expect(unconfirmed.dueBy(200)).toEqual([]);
  unconfirmed.reset([deposit], new Set());
  expect(unconfirmed.dueBy(200)).toEqual([101]);
});

test('what the log holds says where to go on: the latest word counts, and blocks that may still go away are held', () => {
  const told = createToldBefore();
  const gone = event({ block: 'gone', observedAtMs: 10 });
  const stands = event({ block: 'stands', blockNumber: 120, observedAtMs: 30 });
  const old = event({ block: 'old', blockNumber: 20, observedAtMs: 5 });
  for (const one of [{ ...gone, removed: true, observedAtMs: 40 }, old, stands, gone]) told.take(one);
  expect(told.lastStampMs).toBe(40);
  const start = told.startOf(1, { next: 125, top: { number: 124, hash: hash('top') }, savedAtMs: 0 }, 64);
  expect(start.next).toBe(125);
  expect(start.held.map(({ number }) => number)).toEqual([120, 124]);
  expect(start.told).toEqual(new Set([old.eventId, stands.eventId]));
  // Without a cursor the highest block told of is all that is known; a window's depth before it is read again.
  expect(told.startOf(1, undefined, 64).next).toBe(57);
  expect(told.startOf(10, undefined, 64)).toEqual({ next: undefined, held: [], told: new Set() });
});

const fundsDeposited = parseAbi([
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
]);
const word = pad('0x01');
const depositLog = (data?: Hex): ChainLog => ({
  address: spokePool(1) as string,
  topics: encodeEventTopics({
    abi: fundsDeposited,
    args: { destinationChainId: 10n, depositId: 7n, depositor: pad('0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc') },
  }) as string[],
  data:
    data ??
    encodeAbiParameters(
      fundsDeposited[0].inputs.filter((input) => !('indexed' in input && input.indexed)),
      [word, word, 100n, 99n, 1, 2, 0, word, word, '0x'],
    ),
  blockNumber: 100,
  blockHash: hash('block'),
  transactionHash: hash('transaction'),
  logIndex: 3,
});
const header = { number: 100, hash: hash('block'), parentHash: hash('parent'), timeMs: 5_000, logsBloom: undefined };

test('a log becomes an event of its transfer; one that no decoder takes is kept with the reason', () => {
  const decode = createDecodeBlock(1, BRIDGES, { refunds: createRefundBook(), messages: createSharedMessageBook(BRIDGES) });
  const good = decode({ header, logs: [depositLog()] });
  expect(good.unknown).toEqual([]);
  expect(good.events).toMatchObject([
    {
      eventId: eventIdOf(1, hash('block'), 3),
      transferKey: 'across:1:7',
      kind: 'deposit',
      blockTimeMs: 5_000,
      fields: { inputAmount: '100', destinationChainId: '10' },
    },
  ]);
  const broken = depositLog('0x1234');
  expect(decode({ header, logs: [broken] })).toEqual({ events: [], unknown: [{ log: broken, reason: 'no decoder takes this log' }] });
  // Another contract's event of the same name is nobody's concern.
  expect(decode({ header, logs: [{ ...depositLog(), address: '0x0000000000000000000000000000000000000001' }] })).toEqual({
    events: [],
    unknown: [],
  });
});

test('a bridge that reads a transaction’s logs with each other gets them so, and says which are nobody’s', () => {
  const [across] = BRIDGES as [Bridge];
  const given: string[][] = [];
  const joining: Bridge = {
    ...across,
    decodeTogether: (logs) => {
      given.push(logs.map(({ data }) => data.slice(0, 4)));
      return logs.map((_log, index) =>
        index === 0 ? null : index === 1 ? { kind: 'fill', transferKey: 'across:1:8', fields: {} } : undefined,
      );
    },
  };
  const decode = createDecodeBlock(1, [joining], { refunds: createRefundBook(), messages: createSharedMessageBook([joining]) });
  const at = (logIndex: number, transaction: string) => ({ ...depositLog(`0x0${logIndex}`), logIndex, transactionHash: hash(transaction) });
  const logs = [at(0, 'a'), at(1, 'b'), at(2, 'a'), at(3, 'a')];
  const { events, unknown } = decode({ header, logs });
  expect(given).toEqual([['0x00', '0x02', '0x03'], ['0x01']]);
  expect(events).toMatchObject([{ kind: 'fill', transferKey: 'across:1:8', logIndex: 2 }]);
  expect(unknown).toEqual([{ log: logs[3], reason: 'no decoder takes this log' }]);
});

const bloomOf = (...entries: readonly string[]): string => {
  const bloom = Buffer.alloc(256);
  for (const entry of entries) {
    const digest = Buffer.from(keccak256(entry as Hex).slice(2), 'hex');
    for (const at of [0, 2, 4]) {
      const bit = digest.readUInt16BE(at) & 2047;
      bloom[255 - (bit >> 3)] = (bloom[255 - (bit >> 3)] ?? 0) | (1 << (bit & 7));
    }
  }
  return `0x${bloom.toString('hex')}`;
};

test('a header that speaks of our logs gives away a node that keeps them back', () => {
  const marks = createMarks(watchedOn(1, BRIDGES).contracts);
  const log = depositLog();
  const bloom = bloomOf(log.address, log.topics[0] ?? '');
  expect(bloomMisses(bloom, marks, [])).toBe(true);
  expect(bloomMisses(bloom, marks, [log])).toBe(false);
  expect(bloomMisses(bloomOf(log.address), marks, [])).toBe(false);
  expect(bloomMisses(undefined, marks, [])).toBe(false);
  // A filter that is full says nothing.
  expect(bloomMisses(`0x${'ff'.repeat(256)}`, marks, [])).toBe(false);
});

test('the first node is asked while it keeps up, and another when it lies behind', () => {
  const head = (host: string, number: number) => ({ node: { host } as never, header: { ...header, number } });
  expect(chooseHead([head('first', 99), head('second', 100)])?.header.number).toBe(99);
  expect(chooseHead([head('first', 90), head('second', 100)])?.header.number).toBe(100);
  expect(chooseHead([])).toBeUndefined();
});
