import { describe, expect, test } from 'vitest';
import type { ChainEvent } from '../domain/chain-event.ts';
import type { Transfer } from '../domain/transfer.ts';
import { foldTransfer } from './fold-transfer.ts';
import { chainEvent, confirmation, EXPECTATIONS, hashOf, removal, START_MS } from './testing/sample-events.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const deposit = chainEvent({ kind: 'deposit', block: 'a' });
const fill = chainEvent({ kind: 'fill', block: 'b', atMs: 5_000 });

const at = (events: readonly ChainEvent[], afterMs = 10_000): Transfer => {
  const transfer = foldTransfer(events, START_MS + afterMs, EXPECTATIONS);
  if (transfer === undefined) throw new Error('no transfer');
  return transfer;
};

test('nothing is known of the empty set, nor of a confirmation of what nobody has seen', () => {
  expect(foldTransfer([], START_MS, EXPECTATIONS)).toBeUndefined();
  expect(foldTransfer([confirmation(deposit, 1_000)], START_MS, EXPECTATIONS)).toBeUndefined();
});

describe('the usual way', () => {
  test('a deposit is pending until it is confirmed', () => {
    expect(at([deposit])).toMatchObject({
      transferKey: 'across:1:7',
      bridge: 'across',
      state: 'PENDING',
      from: 'ethereum:USDC',
      to: 'arbitrum:USDC',
      amountIn: 1_000_000_000n,
      amountQuoted: 999_500_000n,
      amountDelivered: null,
      seenOnChain: true,
      depositRemoved: false,
      expected: { state: 'CONFIRMED', byMs: START_MS + MINUTE_MS },
      stuck: false,
    });
  });

  test('a confirmed deposit awaits its fill', () => {
    const transfer = at([deposit, confirmation(deposit, 3_000)]);
    expect(transfer.state).toBe('CONFIRMED');
    expect(transfer.enteredAtMs).toEqual({ PENDING: START_MS, CONFIRMED: START_MS + 3_000 });
    expect(transfer.expected).toEqual({ state: 'COMPLETED', byMs: START_MS + MINUTE_MS });
  });

  test('a fill completes it', () => {
    const transfer = at([deposit, confirmation(deposit, 3_000), fill]);
    expect(transfer).toMatchObject({ state: 'COMPLETED', amountDelivered: 999_500_000n, expected: null, dueAtMs: null, failure: null });
    expect(transfer.enteredAtMs).toEqual({ PENDING: START_MS, CONFIRMED: START_MS + 3_000, COMPLETED: START_MS + 5_000 });
    expect(transfer.destinationTransaction).toBe(fill.transactionHash);
  });

  test('a fill that is known by what its deposit said brings that; without a deposit it is nobody’s transfer', () => {
    const redeemed = { ...fill, fields: { asDeposited: 'true', destinationChainId: '42161' } };
    expect(at([deposit, redeemed])).toMatchObject({ state: 'COMPLETED', amountDelivered: 999_500_000n });
    expect(foldTransfer([redeemed], START_MS + 10_000, EXPECTATIONS)).toBeUndefined();
    const another = { ...redeemed, fields: { ...redeemed.fields, destinationChainId: '10' } };
    expect(at([deposit, another])).toMatchObject({ state: 'PENDING', amountDelivered: null });
  });

  test('a fill that pays what was quoted, and does not say how much, brings that; without a deposit it is a transfer of an unknown amount', () => {
    const bonded = { ...fill, fields: { asQuoted: 'true', bondedAmount: '999900000', destinationChainId: '42161' } };
    for (const events of [
      [deposit, bonded],
      [bonded, deposit],
    ])
      expect(at(events)).toMatchObject({ state: 'COMPLETED', amountDelivered: 999_500_000n });
    expect(at([bonded])).toMatchObject({ state: 'COMPLETED', amountDelivered: null });
  });

  test('a message that was delivered is nobody’s transfer without a deposit, and a fill that was taken back leaves nothing', () => {
    const delivered = chainEvent({ kind: 'message-delivered', block: 'm', chainId: 42161 });
    const sent = chainEvent({ kind: 'message-sent', block: 's' });
    expect(foldTransfer([delivered, sent], START_MS, EXPECTATIONS)).toBeUndefined();
    expect(at([deposit, sent]).state).toBe('BRIDGING');
    const gone = { ...fill, removed: true, observedAtMs: fill.observedAtMs + 1 };
    expect(at([fill]).depositRemoved).toBe(false);
    expect(at([fill, gone])).toMatchObject({
      depositRemoved: true,
      destinationTransaction: null,
      recipient: null,
      amountDelivered: null,
    });
  });

  test('a message layer carries what is confirmed', () => {
    const fields = { guid: hashOf('guid') };
    const sent = chainEvent({ kind: 'deposit', block: 'a', bridge: 'stargate', fields });
    expect(at([sent]).state).toBe('PENDING');
    expect(at([sent, confirmation(sent, 2_000)])).toMatchObject({
      state: 'BRIDGING',
      enteredAtMs: { CONFIRMED: START_MS + 2_000, BRIDGING: START_MS + 2_000 },
    });
  });

  test('a slow fill that was asked for is under way', () => {
    const asked = chainEvent({ kind: 'slow-fill-requested', block: 'c', chainId: 42161, atMs: 4_000 });
    expect(at([deposit, asked])).toMatchObject({ state: 'BRIDGING', enteredAtMs: { BRIDGING: START_MS + 4_000 } });
  });
});

describe('bad luck', () => {
  test('a fill seen before its deposit', () => {
    expect(at([fill])).toMatchObject({
      state: 'COMPLETED',
      seenOnChain: false,
      depositRemoved: false,
      from: 'ethereum:USDC',
      to: 'arbitrum:USDC',
      amountIn: 1_000_000_000n,
    });
    expect(at([fill, deposit])).toEqual(at([deposit, fill]));
  });

  test('a fill of a chain whose clock is behind is not before the deposit', () => {
    const early = chainEvent({ kind: 'fill', block: 'b', atMs: -2_000 });
    expect(at([deposit, early]).enteredAtMs).toEqual({ PENDING: START_MS, COMPLETED: START_MS });
  });

  test('partial fills add up', () => {
    const part = (block: string, atMs: number, deliveredAmount: string) =>
      chainEvent({ kind: 'fill', block, atMs, transaction: block, fields: { partial: 'true', deliveredAmount } });
    const one = part('p1', 2_000, '400000000');
    const two = part('p2', 3_000, '599500000');
    expect(at([deposit, one])).toMatchObject({ state: 'BRIDGING', amountDelivered: 400_000_000n });
    expect(at([two, deposit, one])).toMatchObject({
      state: 'COMPLETED',
      amountDelivered: 999_500_000n,
      destinationTransaction: two.transactionHash,
    });
  });

  test('another relayer than the exclusive one may fill', () => {
    const other = chainEvent({ kind: 'fill', block: 'b', atMs: 5_000, fields: { relayer: '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc' } });
    expect(at([deposit, other])).toMatchObject({ state: 'COMPLETED', filledBy: '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc' });
  });

  test('a fill of a made-up deposit under the same id is none', () => {
    const forged = chainEvent({ kind: 'fill', block: 'f', atMs: 1_000, fields: { outputAmount: '1', deliveredAmount: '1' } });
    expect(at([deposit, forged])).toMatchObject({ state: 'PENDING', amountDelivered: null, destinationTransaction: null });
    expect(at([deposit, forged, fill])).toMatchObject({ state: 'COMPLETED', amountDelivered: 999_500_000n });
  });

  test('a fill on another chain than the deposit names is none', () => {
    expect(at([deposit, chainEvent({ kind: 'fill', block: 'b', chainId: 10 })]).state).toBe('PENDING');
  });

  test('a speed-up changes the recipient and how much arrives', () => {
    const other = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
    const speedUp = chainEvent({
      kind: 'speed-up',
      block: 's',
      atMs: 1_000,
      fields: { updatedRecipient: other, updatedOutputAmount: '9' },
    });
    expect(at([deposit])).toMatchObject({ amountUpdated: null });
    expect(at([deposit, speedUp])).toMatchObject({
      recipient: other,
      amountQuoted: 999_500_000n,
      amountUpdated: 9n,
      amountDelivered: null,
    });
    expect(at([deposit, speedUp, removal(speedUp, 3_000)])).toMatchObject({ amountQuoted: 999_500_000n, amountUpdated: null });
    const less = chainEvent({ kind: 'fill', block: 'b', fields: { deliveredAmount: '9', deliveredTo: other } });
    expect(at([deposit, speedUp, less])).toMatchObject({ state: 'COMPLETED', amountDelivered: 9n, recipient: other });
  });

  test('of several speed-ups the last stands, and none of another than the depositor', () => {
    const { depositor = '' } = deposit.fields;
    const other = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
    const speedUp = (block: string, atMs: number, by: string, updatedOutputAmount: string) =>
      chainEvent({ kind: 'speed-up', block, atMs, fields: { depositor: by, updatedOutputAmount } });
    const [first, second] = [speedUp('s1', 1_000, depositor, '9'), speedUp('s2', 2_000, depositor, '8')];
    const strange = speedUp('s3', 3_000, other, '1');
    expect(at([second, deposit, strange, first])).toMatchObject({ amountUpdated: 8n });
    expect(at([deposit, strange])).toMatchObject({ amountUpdated: null });
    // Whose deposit it changes cannot be told before that is seen.
    expect(at([strange, fill])).toMatchObject({ amountUpdated: null });
    expect(at([strange])).toMatchObject({ amountUpdated: null });
  });

  test('an expired deposit fails, and is refunded later', () => {
    expect(at([deposit], 600_000).state).toBe('PENDING');
    expect(at([deposit], 640_000)).toMatchObject({
      state: 'FAILED',
      failure: 'DEPOSIT_EXPIRED',
      enteredAtMs: { FAILED: START_MS + 600_000 },
      expected: { state: 'REFUNDED' },
    });
    const refund = chainEvent({ kind: 'refund', block: 'r', atMs: HOUR_MS });
    expect(at([deposit, refund], 2 * HOUR_MS)).toMatchObject({
      state: 'REFUNDED',
      refundTransaction: refund.transactionHash,
      enteredAtMs: { FAILED: START_MS + 600_000, REFUNDED: START_MS + HOUR_MS },
      expected: null,
    });
  });

  test('a fill of the last moment outranks the expiry', () => {
    expect(at([deposit, chainEvent({ kind: 'fill', block: 'b', atMs: 599_000 })], HOUR_MS)).toMatchObject({
      state: 'COMPLETED',
      failure: null,
    });
  });

  test('the same deposit id on two chains is two transfers', () => {
    const other = chainEvent({ kind: 'deposit', block: 'x', chainId: 10, transferKey: 'across:10:7', fields: { originChainId: '10' } });
    expect(at([other])).toMatchObject({ transferKey: 'across:10:7', originChainId: 10, state: 'PENDING' });
    // The fill says which origin it is of; were it filed under the other key, it would still not count.
    expect(at([other, { ...fill, transferKey: 'across:10:7' }]).state).toBe('PENDING');
  });
});

describe('reorgs', () => {
  test('a deposit that leaves the chain without a fill is pending and not seen, at once', () => {
    expect(at([deposit, confirmation(deposit, 1_000), removal(deposit, 2_000)])).toMatchObject({
      state: 'PENDING',
      seenOnChain: false,
      depositRemoved: true,
      expected: null,
      originTransaction: deposit.transactionHash,
      amountIn: 1_000_000_000n,
    });
  });

  test('a deposit that leaves the chain after its fill stays completed', () => {
    expect(at([deposit, fill, removal(deposit, 9_000)])).toMatchObject({ state: 'COMPLETED', depositRemoved: true, seenOnChain: false });
  });

  test('a dropped fill takes the completion back', () => {
    expect(at([deposit, fill, removal(fill, 9_000)])).toMatchObject({
      state: 'PENDING',
      amountDelivered: null,
      destinationTransaction: null,
    });
  });

  test('the same transaction mined again is the same transfer', () => {
    const again = chainEvent({ kind: 'deposit', block: 'a2', transaction: 'deposit', atMs: 2_000 });
    const transfer = at([deposit, removal(deposit, 3_000), again]);
    expect(transfer).toMatchObject({
      state: 'PENDING',
      seenOnChain: true,
      depositRemoved: false,
      originTransaction: deposit.transactionHash,
    });
    expect(transfer.events).toHaveLength(1);
    expect(transfer.enteredAtMs.PENDING).toBe(START_MS + 2_000);
  });

  test('a block that comes back brings its events back', () => {
    const back = { ...deposit, observedAtMs: START_MS + 4_000 };
    expect(at([back, removal(deposit, 3_000), deposit]).seenOnChain).toBe(true);
  });

  test('a removal that arrives before what it removes, even of the same moment, holds', () => {
    expect(at([removal(deposit, 500), deposit]).seenOnChain).toBe(false);
  });
});

describe('a number that a reorg gave to another deposit', () => {
  const AMOUNTS = { inputAmount: '5000000', outputAmount: '4990000' };
  const before = deposit;
  const now = chainEvent({ kind: 'deposit', block: 'a2', transaction: 'other', atMs: 3_000, fields: AMOUNTS });
  const refundOf = ({ fields }: ChainEvent) =>
    chainEvent({ kind: 'refund', block: `r ${fields.inputAmount}`, transaction: `refund ${fields.inputAmount}`, atMs: HOUR_MS, fields });

  test('the key tells of the one that stands, not of the fill or the refund of the other', () => {
    const gone = [before, removal(before, 2_000)];
    expect(at([...gone, fill, now])).toMatchObject({
      state: 'PENDING',
      originTransaction: now.transactionHash,
      amountIn: 5_000_000n,
      destinationTransaction: null,
    });
    expect(at([...gone, refundOf(before), now], 2 * HOUR_MS)).toMatchObject({ state: 'FAILED', refundTransaction: null });
    expect(at([...gone, refundOf(now), fill, now], 2 * HOUR_MS)).toMatchObject({
      state: 'REFUNDED',
      refundTransaction: refundOf(now).transactionHash,
      originTransaction: now.transactionHash,
    });
  });

  test('when both are gone it tells of the one that was paid out, whichever was heard of last', () => {
    const both = [before, removal(before, 2_000), now, removal(now, 9_000)];
    expect(at(both)).toMatchObject({ state: 'PENDING', originTransaction: now.transactionHash, depositRemoved: true });
    expect(at([...both, fill])).toMatchObject({
      state: 'COMPLETED',
      originTransaction: before.transactionHash,
      depositRemoved: true,
      amountDelivered: 999_500_000n,
    });
  });

  test('a refund that does not say of which deposit it is, is that of the one there is', () => {
    const silent = chainEvent({ kind: 'refund', block: 'r', atMs: HOUR_MS });
    expect(at([now, silent], 2 * HOUR_MS).state).toBe('REFUNDED');
  });
});

describe('stuck', () => {
  const patient = chainEvent({ kind: 'deposit', block: 'a', fields: { fillDeadline: '0' } });

  test('older than an hour, where the corridor is usually quicker', () => {
    expect(at([patient], HOUR_MS).stuck).toBe(false);
    const due = at([patient], HOUR_MS).dueAtMs ?? 0;
    expect(at([patient], due - START_MS)).toMatchObject({ stuck: true, dueAtMs: null });
  });

  test('older than the p99 of a corridor that takes longer', () => {
    const slow = { ...EXPECTATIONS, fillTimes: () => ({ p50: HOUR_MS, p90: 2 * HOUR_MS, p99: 3 * HOUR_MS }) };
    expect(foldTransfer([patient], START_MS + 2 * HOUR_MS, slow)?.stuck).toBe(false);
    expect(foldTransfer([patient], START_MS + 4 * HOUR_MS, slow)?.stuck).toBe(true);
  });

  test('what has arrived is not stuck', () => {
    expect(at([patient, { ...fill, fields: {} }], 9 * HOUR_MS).stuck).toBe(false);
  });
});
