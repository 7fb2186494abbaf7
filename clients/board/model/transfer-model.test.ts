import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRANSFER_STATES } from '#core/domain/transfer.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { at, sampleArrival, sampleTransfer } from '#sdk/testing/sample-transfer.ts';
import { worldOf } from './corridor-map.ts';
import { awaitedOf, deliveryOf, differenceInWords } from './delivery.ts';
import { pathOfTransfer, placeOf } from './place.ts';
import { stepsInWords } from './step-words.ts';
import { clockText, shortHex, tokenText } from './token-text.ts';
import { paceOf } from './transfer-pace.ts';
import { shortListOf, stepsOf } from './transfer-steps.ts';
import { standingOf, storyOf } from './transfer-words.ts';

const START_MS = Date.parse(at(0));
const dropped = sampleTransfer({ seenOnChain: false, depositRemoved: true, expected: null });
const refunded = sampleTransfer({
  state: 'REFUNDED',
  failure: 'DEPOSIT_EXPIRED',
  enteredAt: { PENDING: at(0), FAILED: at(600_000), REFUNDED: at(900_000) },
  expected: null,
});

describe('addresses', () => {
  test('of a transfer lead back to it, whatever its key is made of', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((id) => id.isWellFormed()),
        (id) => {
          expect(placeOf(pathOfTransfer(id))).toEqual({ page: 'transfer', id });
        },
      ),
    );
    expect(pathOfTransfer('across:1:4711')).toBe('/transfers/across:1:4711');
  });

  test.each([
    ['/', { page: 'book' }],
    ['/transfers', { page: 'transfers' }],
    ['/transfers/', { page: 'transfers' }],
    ['/transfers/%E0%A4%A', { page: 'transfer', id: '%E0%A4%A' }],
    ['/transfers/a/b', { page: 'book' }],
    [`/transfers/0x${'aB'.repeat(20)}`, { page: 'address', address: `0x${'aB'.repeat(20)}` }],
    [`/transfers/0x${'ab'.repeat(32)}`, { page: 'transfer', id: `0x${'ab'.repeat(32)}` }],
  ])('%s is %o', (pathname, place) => {
    expect(placeOf(pathname)).toEqual(place);
  });
});

describe('the stations of a transfer', () => {
  const shown = (transfer: TransferJson) => stepsOf(transfer).map(({ state, standing }) => `${state} ${standing}`);

  test('are reached, awaited and ahead', () => {
    expect(shown(sampleTransfer())).toEqual(['PENDING reached', 'CONFIRMED awaited', 'BRIDGING ahead', 'COMPLETED ahead']);
    const confirmed = sampleTransfer({ state: 'CONFIRMED', enteredAt: { PENDING: at(0), CONFIRMED: at(9_000) } });
    expect(shown(confirmed)).toEqual(['PENDING reached', 'CONFIRMED reached', 'BRIDGING awaited', 'COMPLETED ahead']);
  });

  test('that it went past without a stop are said to be passed', () => {
    expect(shown(sampleArrival(4_000))).toEqual(['PENDING reached', 'CONFIRMED passed', 'BRIDGING passed', 'COMPLETED reached']);
  });

  test('are undone by a reorg, and a way home shows what was walked', () => {
    expect(shown(dropped)).toEqual(['PENDING undone', 'CONFIRMED ahead', 'BRIDGING ahead', 'COMPLETED ahead']);
    expect(shown(refunded)).toEqual(['PENDING reached', 'FAILED bad', 'REFUNDED reached']);
  });

  test('are of every state an unbroken way with at most one that is awaited', () => {
    const times = fc.dictionary(fc.constantFrom(...TRANSFER_STATES), fc.constantFrom(at(0), at(5_000)));
    const any = fc.record({
      state: fc.constantFrom(...TRANSFER_STATES),
      enteredAt: times,
      seenOnChain: fc.boolean(),
      depositRemoved: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (wish) => {
        const steps = stepsOf(sampleTransfer(wish));
        expect(steps[0]?.state).toBe('PENDING');
        expect(new Set(steps.map(({ state }) => state)).size).toBe(steps.length);
        expect(steps.filter(({ standing }) => standing === 'awaited').length).toBeLessThanOrEqual(1);
        expect(steps.some(({ state }) => state === wish.state)).toBe(true);
      }),
    );
  });
});

test('a short list keeps what is under way before what is over, and every row in its place', () => {
  const old = sampleTransfer({ transferKey: 'old', startedAt: at(0) });
  const done = [3, 2, 1].map((n) => sampleArrival(4_000, { transferKey: `done ${n}`, startedAt: at(n * 1_000) }));
  expect(shortListOf([...done, old], 3).map(({ transferKey }) => transferKey)).toEqual(['done 3', 'done 2', 'old']);
});

describe('the time of a transfer', () => {
  const pace = (transfer: Parameters<typeof paceOf>[0], afterMs: number) => paceOf(transfer, START_MS + afterMs);

  test('ticks against what is expected, then is late, then stuck, in words', () => {
    expect(pace(sampleTransfer(), 15_000)).toEqual({ elapsedMs: 15_000, share: 0.25, isLate: false, words: 'arrival within 1 min' });
    expect(pace(sampleTransfer(), 72_000)).toMatchObject({ isLate: true, share: 1, words: 'late: arrival was due 12 s ago' });
    expect(pace(sampleTransfer({ stuck: true }), 7_260_000)).toMatchObject({ isLate: true, words: 'stuck: arrival was due 2 h ago' });
  });

  test('is measured by what was promised where something was', () => {
    expect(pace(sampleTransfer({ secondsPromised: 30 }), 15_000)).toMatchObject({ share: 0.5, words: 'of about 30 s promised' });
    expect(pace(sampleArrival(4_000, { secondsPromised: 6 }), 99_000)).toMatchObject({
      elapsedMs: 4_000,
      words: 'of about 6 s promised',
    });
  });

  test('stands still when it is over, is never negative, and promises nothing for what is not on chain', () => {
    expect(pace(sampleArrival(4_000), 99_000)).toEqual({ elapsedMs: 4_000, share: undefined, isLate: false, words: 'from block to block' });
    expect(pace(sampleTransfer(), -3_000)).toMatchObject({ elapsedMs: 0, share: 0 });
    expect(pace(dropped, 5_000)).toMatchObject({ share: undefined, isLate: false, words: 'until it is mined' });
  });
});

test('how a transfer stands is said in words that differ wherever it matters', () => {
  const names = { origin: 'Ethereum', destination: 'Base' };
  const all = [
    sampleTransfer(),
    sampleTransfer({ state: 'CONFIRMED' }),
    sampleTransfer({ state: 'BRIDGING' }),
    sampleTransfer({ stuck: true }),
    sampleTransfer({ seenOnChain: false }),
    sampleTransfer({ amountDelivered: '1' }),
    sampleTransfer({ state: 'FAILED' }),
    dropped,
    refunded,
    sampleArrival(4_000),
    sampleArrival(4_000, { depositRemoved: true, seenOnChain: false }),
  ];
  expect(new Set(all.map((transfer) => storyOf(transfer, names))).size).toBe(all.length);
  expect(all.map((transfer) => standingOf(transfer).words)).toEqual([
    ...['Confirming', 'Confirmed', 'Under way', 'Stuck', 'Not on chain yet', 'Confirming'],
    ...['Expired', 'Deposit taken back', 'Refunded', 'Arrived', 'Arrived'],
  ]);
  expect(standingOf(all.at(-1) as TransferJson).mood).toBe('warn');
});

describe('a step that is its user’s', () => {
  const wait = { kind: 'claim' as const, chainId: 1, readyAt: at(600_000), doneAt: null, transaction: null };
  const waiting = sampleTransfer({ state: 'BRIDGING', userSteps: [wait], expected: { state: 'COMPLETED', by: at(600_000) } });
  const due = sampleTransfer({
    state: 'BRIDGING',
    userSteps: [wait],
    actionNeeded: { kind: 'claim', chainId: 1, since: at(600_000) },
    expected: null,
  });
  const names = { origin: 'Optimism', destination: 'Ethereum', chainName: () => 'Ethereum' };

  test('is announced, and then asked for', () => {
    expect(storyOf(waiting, names)).toBe('Its sender can claim it on Ethereum from 2025-11-20 14:56 UTC on.');
    expect(standingOf(waiting).words).toBe('Under way');
    expect(storyOf(due, names)).toBe('It goes on when its sender sends the transaction to claim it on Ethereum.');
    const ending = sampleTransfer({ ...due, actionNeeded: { kind: 'claim', chainId: 1, since: at(600_000), until: at(1_200_000) } });
    expect(storyOf(ending, names)).toBe(`${storyOf(due, names)} That can be done until 2025-11-20 15:06 UTC.`);
    expect(standingOf(due)).toEqual({ words: 'Yours to claim', mood: 'warn' });
    expect(paceOf(due, START_MS + 700_000)).toMatchObject({ isLate: false, words: 'waits for its sender to claim' });
  });

  test('is told beside a route, with when', () => {
    const leg = (userSteps: object[]) => ({ legs: [{ userSteps }] }) as never;
    expect(
      stepsInWords(
        leg([
          { kind: 'prove', afterSeconds: 3_600 },
          { kind: 'claim', afterSeconds: 608_400 },
        ]),
      ),
    ).toBe('prove after 1 h, claim after 7 d 1 h');
    expect(stepsInWords({ legs: [{}] } as never)).toBeUndefined();
  });
});

describe('quoted against delivered', () => {
  const words = (amountQuoted: string | null, amountDelivered: string | null, promised?: { amountOut: string }) =>
    differenceInWords(
      deliveryOf({ ...sampleTransfer({ amountQuoted, amountDelivered }), ...(promised && { promised: promised as never }) }),
    );

  test.each([
    ['1000000', '1000000', 'to the unit'],
    ['1000000', '999970', '−0.3 bps'],
    ['1000000', '1000150', '+1.5 bps'],
    ['1000000000000', '999999999999', '< 0.01 bps less'],
    ['0', '5', '< 0.01 bps more'],
    ['1000000', null, '—'],
    [null, '1000000', '—'],
  ])('%s and %s: %s', (quoted, delivered, text) => {
    expect(words(quoted, delivered)).toBe(text);
  });

  test('what its sender has agreed to since is what is awaited, and no difference to explain once it has come', () => {
    const under = sampleTransfer({ amountQuoted: '1000000', amountUpdated: '990000' });
    expect(awaitedOf(under)).toEqual({ amount: '990000', word: 'changed by its sender' });
    expect(awaitedOf(sampleTransfer({ amountQuoted: '1000000' }))).toEqual({ amount: '1000000', word: 'quoted' });
    expect(deliveryOf(under)).toMatchObject({ quoted: 1_000_000n, changed: 990_000n, delivered: undefined });
    expect(differenceInWords(deliveryOf({ ...under, amountDelivered: '990000' }))).toBe('as its sender changed it');
    expect(differenceInWords(deliveryOf({ ...under, amountDelivered: '1000000' }))).toBe('to the unit');
    expect(differenceInWords(deliveryOf({ ...under, amountDelivered: '980000' }))).toBe('−200 bps');
  });

  test('what Routebook promised goes before what the deposit did', () => {
    expect(words('999970', '999970', { amountOut: '1000000' })).toBe('−0.3 bps');
  });

  test('what is awaited is what it will be held to', () => {
    const promised = { amountOut: '999698700' } as never;
    const minimum = sampleTransfer({ amountQuoted: '999687000', promised });
    expect(awaitedOf(minimum)).toEqual({ amount: '999698700', word: 'promised' });
    expect(deliveryOf(minimum).quoted).toBe(999_698_700n);
    const spedUp = sampleTransfer({ amountQuoted: '999687000', amountUpdated: '990000000', promised });
    expect(awaitedOf(spedUp)).toEqual({ amount: '990000000', word: 'changed by its sender' });
  });
});

test('amounts, hashes and times read as people read them', () => {
  const world = worldOf({
    chains: [],
    bridges: [],
    corridors: [],
    assets: [{ asset: 'base:USDC', chainId: 8453, symbol: 'USDC', address: '0x', decimals: 6 }],
  });
  expect(tokenText(world, '1000500000', 'base:USDC')).toBe('1,000.5 USDC');
  expect(tokenText(world, '1000500000', 'base:USDC', { digits: 4 })).toBe('1,000.5000 USDC');
  expect(tokenText(world, 7n, 'base:0xAb')).toBe('7 base units');
  expect(tokenText(world, null, 'base:USDC')).toBe('—');
  expect(shortHex(`0x${'ab'.repeat(32)}`)).toBe('0xabab…abab');
  expect(clockText('2026-11-26T01:23:16.000Z')).toBe('01:23:16 UTC');
});
