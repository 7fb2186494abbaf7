import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelUpdate } from './listenings.ts';
import { at, sampleArrival, sampleTransfer } from './testing/sample-transfer.ts';
import { createTransferKeeper } from './transfer-keeper.ts';
import { NO_TRANSFERS, withTold } from './transfers-view.ts';

const HASH = `0x${'a1'.repeat(32)}`;
const unseen = { state: 'PENDING', seenOnChain: false, transaction: HASH } as const;

describe('what is held of transfers', () => {
  test('is the same for every order in which the versions come, each transfer once and newest first', () => {
    const told = fc.record({ id: fc.nat(5), version: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(fc.array(told), fc.nat(), (tellings, seed) => {
        // A version says the same whenever it is told.
        const transfers = tellings.map(({ id, version }) =>
          sampleTransfer({ transferKey: `across:1:${id}`, version, startedAt: at(id * 1_000), amountIn: `${id}${version}` }),
        );
        const shuffled = transfers.toSorted((a, b) => ((a.version * 31 + seed) % 7) - ((b.version * 31 + seed) % 7));
        const hold = (all: typeof transfers) => all.reduce((held, one) => withTold(held, [one]), withTold(NO_TRANSFERS, [])).transfers;
        const held = hold(transfers);
        expect(hold(shuffled)).toEqual(held);
        expect(held.map(({ startedAt }) => startedAt)).toEqual(held.map(({ startedAt }) => startedAt).toSorted((a, b) => (a < b ? 1 : -1)));
        for (const one of held) {
          expect(one.version).toBe(
            Math.max(...transfers.filter((each) => each.transferKey === one.transferKey).map((each) => each.version)),
          );
        }
      }),
    );
  });

  test('is bounded: beyond a hundred the oldest leave', () => {
    const many = Array.from({ length: 130 }, (_, id) => sampleTransfer({ transferKey: `across:1:${id}`, startedAt: at(id) }));
    const { transfers } = withTold(NO_TRANSFERS, many);
    expect(transfers).toHaveLength(100);
    expect(transfers.at(-1)?.transferKey).toBe('across:1:30');
  });
});

describe('a subscription to transfers', () => {
  const update = (...transfers: Extract<ChannelUpdate, { channel: 'transfers' }>['transfers']) =>
    ({ type: 'update', channel: 'transfers', key: HASH, transfers }) satisfies ChannelUpdate;

  test('waits, shows a transaction that no chain has shown, then the transfer that it turns out to be', () => {
    const { view, listening } = createTransferKeeper({ transaction: HASH });
    expect(listening.params).toEqual({ transaction: HASH });
    expect(view()).toEqual({ status: 'waiting', transfers: [] });
    listening.onSubscribed?.();
    listening.listener(update(unseen));
    expect(view()).toEqual({ status: 'live', transfers: [], unseen });
    listening.listener(update(sampleTransfer()));
    expect(view()).toEqual({ status: 'live', transfers: [sampleTransfer()] });
  });

  test('is old while the socket is gone, and afterwards holds what the server knows by then and nothing else', () => {
    const { view, listening } = createTransferKeeper({});
    listening.onSubscribed?.();
    listening.listener(update(sampleTransfer(), sampleTransfer({ transferKey: 'across:1:8' })));
    listening.onLost?.();
    expect(view().status).toBe('stale');
    expect(view().transfers).toHaveLength(2);
    listening.onSubscribed?.();
    // Until the present state is there, what is shown is still old.
    expect(view().status).toBe('stale');
    listening.listener(update(sampleArrival(5_000)));
    expect(view()).toEqual({ status: 'live', transfers: [sampleArrival(5_000)] });
  });

  test('is refused for good, but not by what passes by itself', () => {
    const { view, listening } = createTransferKeeper({ address: 'nobody' });
    listening.onRefused?.({ code: 'NOT_READY', detail: 'soon' });
    expect(view().status).toBe('waiting');
    const problem = { code: 'INVALID_ADDRESS', detail: 'not an address', pointer: '/params/address' };
    listening.onRefused?.(problem);
    expect(view()).toMatchObject({ status: 'refused', problem });
  });
});
