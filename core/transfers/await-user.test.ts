import { describe, expect, test } from 'vitest';
import type { ChainEvent } from '../domain/chain-event.ts';
import type { Promised, Transfer } from '../domain/transfer.ts';
import { tallyOf } from '../figures/fill-tally.ts';
import { foldTransfer } from './fold-transfer.ts';
import { holdToPromise } from './hold-to-promise.ts';
import { chainEvent, confirmation, EXPECTATIONS, removal, START_MS } from './testing/sample-events.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A withdrawal from Optimism: proven after an hour, claimed seven days later. */
const optimism = { chainId: 10, bridge: 'optimism-bridge', transferKey: 'optimism-bridge:10:0x1' };
const terms = {
  inputToken: '0x0000000000000000000000000000000000000000',
  outputToken: '0x0000000000000000000000000000000000000000',
  inputAmount: '1000',
  outputAmount: '1000',
  originChainId: '10',
  destinationChainId: '1',
  fillDeadline: '',
};
const deposit = chainEvent({
  ...optimism,
  kind: 'deposit',
  block: 'd',
  fields: { ...terms, userSteps: 'prove@1+3600,claim@1+608400' },
});
const confirmed = confirmation(deposit, 30_000);
const proven = (atMs: number) => chainEvent({ ...optimism, kind: 'proven', block: 'p', chainId: 1, atMs });
const claimed = (atMs: number) => chainEvent({ ...optimism, kind: 'claimed', block: 'c', chainId: 1, atMs });
const fill = (atMs: number) =>
  chainEvent({ ...optimism, kind: 'fill', block: 'f', chainId: 1, atMs, fields: { ...terms, deliveredAmount: '1000' } });

const at = (events: readonly ChainEvent[], afterMs: number): Transfer => {
  const transfer = foldTransfer(events, START_MS + afterMs, EXPECTATIONS);
  if (transfer === undefined) throw new Error('no transfer');
  return transfer;
};

describe('a withdrawal that its user has to prove and to claim', () => {
  test('is confirmed like any other', () => {
    expect(at([deposit], 1_000)).toMatchObject({
      state: 'PENDING',
      expected: { state: 'CONFIRMED', byMs: START_MS + 60_000 },
      actionNeeded: null,
      stuck: false,
      dueAtMs: START_MS + HOUR_MS,
    });
  });

  test('goes on by itself until it can be proven, and says when it could arrive', () => {
    expect(at([deposit, confirmed], HOUR_MS - 1)).toMatchObject({
      state: 'CONFIRMED',
      userSteps: [
        { kind: 'prove', chainId: 1, readyAtMs: START_MS + HOUR_MS, doneAtMs: null, transaction: null },
        { kind: 'claim', chainId: 1, readyAtMs: START_MS + HOUR_MS + 7 * DAY_MS, doneAtMs: null, transaction: null },
      ],
      actionNeeded: null,
      expected: { state: 'COMPLETED', byMs: START_MS + HOUR_MS + 7 * DAY_MS },
      dueAtMs: START_MS + HOUR_MS,
    });
  });

  test('then waits for its user, however long, without being stuck', () => {
    for (const afterMs of [HOUR_MS, 30 * DAY_MS]) {
      expect(at([deposit, confirmed], afterMs)).toMatchObject({
        state: 'CONFIRMED',
        actionNeeded: { kind: 'prove', chainId: 1, sinceMs: START_MS + HOUR_MS, untilMs: null },
        expected: null,
        stuck: false,
        dueAtMs: null,
      });
    }
  });

  test('proven late is claimed late', () => {
    const late = proven(5 * HOUR_MS);
    const readyAtMs = START_MS + 5 * HOUR_MS + 7 * DAY_MS;
    const transfer = at([deposit, confirmed, late], 6 * HOUR_MS);
    expect(transfer).toMatchObject({
      state: 'BRIDGING',
      actionNeeded: null,
      expected: { state: 'COMPLETED', byMs: readyAtMs },
      dueAtMs: readyAtMs,
    });
    expect(transfer.userSteps[0]).toMatchObject({ doneAtMs: START_MS + 5 * HOUR_MS, transaction: late.transactionHash });
    expect(at([deposit, confirmed, late], 5 * HOUR_MS + 7 * DAY_MS)).toMatchObject({
      actionNeeded: { kind: 'claim', chainId: 1, sinceMs: readyAtMs, untilMs: null },
    });
  });

  test('a proof that a reorg takes away was none', () => {
    const gone = proven(5 * HOUR_MS);
    expect(at([deposit, confirmed, gone, removal(gone, 6 * HOUR_MS)], 7 * HOUR_MS).actionNeeded).toMatchObject({ kind: 'prove' });
  });

  test('claimed and not there, it is stuck an hour later', () => {
    const events = [deposit, confirmed, proven(2 * HOUR_MS), claimed(8 * DAY_MS)];
    expect(at(events, 8 * DAY_MS + HOUR_MS)).toMatchObject({ state: 'BRIDGING', stuck: false, actionNeeded: null });
    expect(at(events, 8 * DAY_MS + HOUR_MS + 1)).toMatchObject({ stuck: true, dueAtMs: null });
  });

  test('its arrival says that all was done', () => {
    const arrival = fill(8 * DAY_MS);
    const transfer = at([deposit, confirmed, arrival], 9 * DAY_MS);
    expect(transfer).toMatchObject({ state: 'COMPLETED', expected: null, actionNeeded: null, amountDelivered: 1_000n });
    expect(transfer.userSteps.map(({ doneAtMs, transaction }) => [doneAtMs, transaction])).toEqual([
      [START_MS + 8 * DAY_MS, arrival.transactionHash],
      [START_MS + 8 * DAY_MS, arrival.transactionHash],
    ]);
  });

  test('what its user took his time for is no figure of the bridge', () => {
    const transfer = at([deposit, confirmed, fill(8 * DAY_MS)], 9 * DAY_MS);
    expect(transfer.secondsTaken).toBe(8 * 86_400);
    expect(tallyOf(transfer)).toBeUndefined();
    expect(tallyOf({ ...transfer, userSteps: [] })).toBeDefined();
  });

  test('times that were promised go before the decoder’s', () => {
    const promised: Promised = {
      routeId: 'r',
      amountOut: 1_000n,
      minAmountOut: 1_000n,
      etaSeconds: { p50: 60, p90: 90 },
      userSteps: [
        { kind: 'prove', chainId: 1, afterSeconds: 20 },
        { kind: 'claim', chainId: 1, afterSeconds: 50 },
      ],
      issuedAtMs: START_MS,
    };
    const afterMs = 40_000;
    const held = holdToPromise(at([deposit, confirmed], afterMs), promised, START_MS + afterMs);
    expect(held.actionNeeded).toEqual({ kind: 'prove', chainId: 1, sinceMs: START_MS + 20_000, untilMs: null });
    const provenAt = at([deposit, confirmed, proven(30_000)], afterMs);
    expect(holdToPromise(provenAt, promised, START_MS + afterMs)).toMatchObject({
      actionNeeded: null,
      expected: { state: 'COMPLETED', byMs: START_MS + 60_000 },
      dueAtMs: START_MS + 60_000,
    });
  });
});

describe('money that waits where it was to arrive', () => {
  const seconds = (afterMs: number): string => String((START_MS + afterMs) / 1_000);
  const ticket = { chainId: 42161, bridge: 'arbitrum-bridge', transferKey: 'arbitrum-bridge:1:0x1' };
  const sent = chainEvent({ ...ticket, chainId: 1, kind: 'deposit', block: 'd', fields: { fillDeadline: '', guid: '0x1' } });
  const known = (block: string, kind: ChainEvent['kind'], atMs: number, fields: Readonly<Record<string, string>>) =>
    chainEvent({ ...ticket, kind, block, atMs, fields: { asDeposited: 'true', destinationChainId: '42161', fillDeadline: '', ...fields } });
  const kept = known('k', 'message-delivered', 600_000, { userSteps: 'claim@42161+0', stepsUntil: seconds(7 * DAY_MS) });
  const extended = known('e', 'message-delivered', 2 * DAY_MS, { stepsUntil: seconds(14 * DAY_MS) });
  const sinceMs = START_MS + 600_000;

  test('is its user’s to take from then on, until it goes', () => {
    expect(at([sent, confirmation(sent, 30_000), kept], 3 * DAY_MS)).toMatchObject({
      state: 'BRIDGING',
      actionNeeded: { kind: 'claim', chainId: 42161, sinceMs, untilMs: START_MS + 7 * DAY_MS },
      amountDelivered: null,
      expected: null,
      stuck: false,
      dueAtMs: START_MS + 7 * DAY_MS,
    });
    const gone = at([sent, kept], 7 * DAY_MS);
    expect(gone).toMatchObject({ state: 'BRIDGING', actionNeeded: null, expected: null, stuck: true, dueAtMs: null });
    const untilMs = START_MS + 14 * DAY_MS;
    expect(at([sent, kept, extended], 8 * DAY_MS).actionNeeded).toEqual({ kind: 'claim', chainId: 42161, sinceMs, untilMs });
  });

  test('and then is there, by no merit of the bridge', () => {
    const taken = known('f', 'fill', 3 * DAY_MS, {});
    const transfer = at([sent, kept, taken], 9 * DAY_MS);
    expect(transfer).toMatchObject({ state: 'COMPLETED', amountDelivered: transfer.amountQuoted, actionNeeded: null });
    expect(transfer.userSteps).toMatchObject([{ kind: 'claim', doneAtMs: START_MS + 3 * DAY_MS, transaction: taken.transactionHash }]);
    expect(tallyOf(transfer)).toBeUndefined();
  });

  test('may go back, and of another coin it does not', () => {
    const canceled = (inputToken: string | undefined) => known('c', 'refund', DAY_MS, inputToken === undefined ? {} : { inputToken });
    expect(at([sent, kept, canceled(sent.fields.inputToken)], 2 * DAY_MS)).toMatchObject({ state: 'REFUNDED', actionNeeded: null });
    expect(at([sent, kept, canceled('0x01')], 2 * DAY_MS)).toMatchObject({ state: 'BRIDGING', refundTransaction: null });
  });

  test('that nobody deposited is no transfer', () => {
    expect(foldTransfer([kept, extended, known('c', 'refund', DAY_MS, {})], START_MS + DAY_MS, EXPECTATIONS)).toBeUndefined();
  });

  test('waits no more where a reorg took that away', () => {
    expect(at([sent, kept, removal(kept, 700_000)], DAY_MS)).toMatchObject({ userSteps: [], actionNeeded: null });
  });
});

test('proofs and claims of what nobody deposited are no transfer', () => {
  expect(foldTransfer([proven(1_000), claimed(2_000)], START_MS + 3_000, EXPECTATIONS)).toBeUndefined();
});

test('a transfer that needs no step has none', () => {
  const plain = at([chainEvent({ kind: 'deposit', block: 'd' })], 1_000);
  expect(plain.userSteps).toEqual([]);
  expect(plain.actionNeeded).toBeNull();
});
