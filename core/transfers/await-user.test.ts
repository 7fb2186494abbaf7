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
        actionNeeded: { kind: 'prove', chainId: 1, sinceMs: START_MS + HOUR_MS },
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
      actionNeeded: { kind: 'claim', chainId: 1, sinceMs: readyAtMs },
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
    expect(held.actionNeeded).toEqual({ kind: 'prove', chainId: 1, sinceMs: START_MS + 20_000 });
    const provenAt = at([deposit, confirmed, proven(30_000)], afterMs);
    expect(holdToPromise(provenAt, promised, START_MS + afterMs)).toMatchObject({
      actionNeeded: null,
      expected: { state: 'COMPLETED', byMs: START_MS + 60_000 },
      dueAtMs: START_MS + 60_000,
    });
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
