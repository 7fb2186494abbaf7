import fc from 'fast-check';
import { toEventSelector } from 'viem';
import { describe, expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { describeEvents } from '../_kit/conformance.ts';
import type { BridgeEvent, RawLog, TransactionOutcome } from '../_kit/port.ts';
import { arbitrumBridge } from './arbitrum-bridge.ts';
import { ARB_RETRYABLE_TX } from './contracts.ts';
import { decodeTogether } from './events.ts';
import { ALL_EVENTS, aliased, type Drawn, depositEthMessage, drawn, logs, PUBLISHED_TOPICS, retryableOf } from './testing/arbitrum-logs.ts';
import { ticketIdOf } from './ticket.ts';

const THERE = { originChainId: 1n, destinationChainId: 42161n };
const BACK = { originChainId: 42161n, destinationChainId: 1n };
const ether = { inputToken: NATIVE_ADDRESS, outputToken: NATIVE_ADDRESS };
const there = ({ token }: Drawn) => ({ ...THERE, inputToken: token.l1Token, outputToken: token.l2Token });
const back = ({ token }: Drawn) => ({ ...BACK, inputToken: token.l2Token, outputToken: token.l1Token });
const parties = ({ from, to, amount }: Drawn) => ({ inputAmount: amount, outputAmount: amount, depositor: from, recipient: to });
const delivered = ({ to, amount }: Drawn) => ({ deliveredTo: to, deliveredAmount: amount });

/** 45 818 blocks of twelve seconds, and an hour. */
const userSteps = 'claim@1+553416';
const withdrawalKey = ({ number }: Drawn) => `arbitrum-bridge:42161:${number}`;
const claimed = (one: Drawn): BridgeEvent => ({
  kind: 'claimed',
  transferKey: withdrawalKey(one),
  fields: { ...BACK, position: one.number },
});

const ofTicket = ({ hash }: Drawn, kind: BridgeEvent['kind'], more: BridgeEvent['fields']): BridgeEvent => ({
  kind,
  transferKey: `arbitrum-bridge:1:${hash}`,
  fields: { ...THERE, ticketId: hash, asDeposited: 'true', ...more },
});

/** Each log by itself. */
const alone: readonly ((one: Drawn) => { log: RawLog; expected: BridgeEvent })[] = [
  (one) => ({ log: logs.initiated(one), expected: { kind: 'deposit', fields: { ...there(one), ...parties(one) } } }),
  (one) => ({ log: logs.redeemed(one, one.hash, 'success'), expected: ofTicket(one, 'fill', {}) }),
  (one) => ({
    log: logs.redeemed(one, one.hash, undefined),
    expected: ofTicket(one, 'message-delivered', { redeem: 'outcome unknown', retryTxHash: one.hash }),
  }),
  (one) => ({ log: logs.extended(one, one.hash), expected: ofTicket(one, 'message-delivered', { stepsUntil: one.number }) }),
  (one) => ({ log: logs.canceled(one.hash), expected: ofTicket(one, 'refund', { inputToken: NATIVE_ADDRESS }) }),
  (one) => ({
    log: logs.left(one, '0x'),
    expected: {
      kind: 'deposit',
      transferKey: withdrawalKey(one),
      fields: { ...BACK, ...ether, ...parties(one), position: one.number, userSteps },
    },
  }),
  (one) => ({
    log: logs.withdrawn(one),
    expected: {
      kind: 'deposit',
      transferKey: withdrawalKey(one),
      fields: { ...back(one), ...parties(one), position: one.number, userSteps },
    },
  }),
  (one) => ({ log: logs.executed(one), expected: claimed(one) }),
  (one) => ({ log: logs.finalized(one), expected: { kind: 'fill', fields: { ...back(one), ...parties(one), ...delivered(one) } } }),
  (one) => {
    const { depositor: _, ...known } = parties(one);
    return { log: logs.called(one, '0x'), expected: { kind: 'fill', fields: { ...BACK, ...ether, ...known, ...delivered(one) } } };
  },
];

describeEvents(
  arbitrumBridge,
  fc.tuple(fc.constantFrom(...alone), drawn).map(([make, one]) => make(one)),
);

const ticketOf = (one: Drawn, retryable = retryableOf(one), from: string = one.from) =>
  ticketIdOf(retryable, { messageNumber: one.number, sender: aliased(from), baseFee: one.baseFee });

const etherDeposit = (one: Drawn): BridgeEvent => {
  const ticketId = ticketOf(one);
  return {
    kind: 'deposit',
    transferKey: `arbitrum-bridge:1:${ticketId}`,
    fields: { ...THERE, ...ether, ...parties(one), ticketId, guid: ticketId },
  };
};

const tokenMessage = (one: Drawn) => retryableOf(one, { to: one.to, callValue: 0n, data: one.data });
const tokenDeposit = (one: Drawn): BridgeEvent => {
  const ticketId = ticketOf(one, tokenMessage(one), one.token.l1Gateway);
  return {
    kind: 'deposit',
    transferKey: `arbitrum-bridge:1:${ticketId}`,
    fields: { ...there(one), ...parties(one), ticketId, guid: ticketId },
  };
};
const tokenLogs = (one: Drawn): readonly RawLog[] => [
  logs.delivered(one, 9, one.token.l1Gateway),
  logs.shown(one, tokenMessage(one)),
  logs.initiated(one),
];

/** Two transfers of one transaction. */
const two = fc.tuple(drawn, drawn).filter(([a, b]) => a.number !== b.number);

describe('logs of one transaction', () => {
  test('topics are those of the packages’ contracts', () => {
    const own = Object.fromEntries(ALL_EVENTS.map((event) => [(event as { name: string }).name, toEventSelector(event as never)]));
    expect(own).toEqual(PUBLISHED_TOPICS);
  });

  test('ether that is sent by a ticket is a deposit, and its ticket its number', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const given = decodeTogether([logs.delivered(a), logs.shown(a, retryableOf(a)), logs.delivered(b), logs.shown(b, retryableOf(b))]);
        expect(given).toEqual([null, etherDeposit(a), null, etherDeposit(b)]);
      }),
    );
  });

  test('a token’s deposit has the ticket of its own message, also where others are sent along', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const given = decodeTogether([...tokenLogs(a), ...tokenLogs(b)]);
        expect(given).toEqual([null, null, tokenDeposit(a), null, null, tokenDeposit(b)]);
      }),
    );
  });

  test('a redeem that failed, or was never carried out, is no fill: its ticket waits for another for a week', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const atMs = 1_700_000_000_999;
        const created = { ...logs.created(one.hash), blockTimeMs: atMs };
        const waiting = ofTicket(one, 'message-delivered', { userSteps: 'claim@42161+0', stepsUntil: 1_700_604_800n });
        const redeemed = (outcome?: TransactionOutcome) => logs.redeemed(one, one.hash, outcome);
        expect(decodeTogether([created, redeemed('success')])).toEqual([null, ofTicket(one, 'fill', {})]);
        expect(decodeTogether([created, redeemed('reverted')])).toEqual([waiting, null]);
        expect(decodeTogether([created, redeemed('absent')])).toEqual([waiting, null]);
        // Its gas offer was too low.
        expect(decodeTogether([created])).toEqual([waiting]);
        expect(decodeTogether([redeemed('reverted')])).toEqual([null]);
        expect(decodeTogether([created, redeemed()])).toMatchObject([null, { fields: { redeem: 'outcome unknown' } }]);
        expect(arbitrumBridge.decode(created)).toBeUndefined();
      }),
    );
  });

  test('a redeem’s own transaction is asked for, by the topic that is its hash', () => {
    const { withOutcome } = arbitrumBridge.watches(42161).find(({ address }) => address === ARB_RETRYABLE_TX) ?? {};
    expect(withOutcome).toEqual({ [PUBLISHED_TOPICS.RedeemScheduled as string]: 2 });
  });

  test('messages that carry calldata, nothing, or an address alone are understood, and no transfers', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const message = (kind: number, shown: Parameters<typeof logs.shown>[1]) =>
          decodeTogether([logs.delivered(one, kind), logs.shown(one, shown)]);
        expect(message(9, retryableOf(one, { data: one.data }))).toEqual([null, null]);
        expect(message(9, retryableOf(one, { callValue: 0n }))).toEqual([null, null]);
        expect(message(12, depositEthMessage(one))).toEqual([null, null]);
        expect(message(3, retryableOf(one))).toEqual([null, null]);
        expect(decodeTogether([logs.left(one, one.data), logs.left(one, '0x', 0n)])).toEqual([null, null]);
      }),
    );
  });

  test('a claim says what it paid, ether as well as a token, and one within another is told apart', () => {
    const paid = (one: Drawn, fields: BridgeEvent['fields']): BridgeEvent => ({
      kind: 'fill',
      transferKey: withdrawalKey(one),
      fields: { ...fields, ...parties(one), ...delivered(one), position: one.number },
    });
    fc.assert(
      fc.property(two, ([outer, inner]) => {
        const given = decodeTogether([
          logs.executed(outer),
          logs.executed(inner),
          logs.called(inner, '0x'),
          logs.finalized(outer),
          logs.called(outer, outer.data),
          // An outbox of before Nitro, whose numbers are others.
          logs.called(outer, '0x', outer.from),
        ]);
        const expected = [claimed(outer), claimed(inner), paid(inner, { ...BACK, ...ether }), paid(outer, back(outer)), null, null];
        expect(given).toEqual(expected);
      }),
    );
  });

  test('a chain that it does not serve has none', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        expect(decodeTogether([{ ...logs.executed(one), chainId: 10 }])).toEqual([undefined]);
      }),
    );
    expect(decodeTogether([])).toEqual([]);
  });
});
