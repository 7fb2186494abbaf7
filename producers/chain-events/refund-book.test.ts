import { describe, expect, test } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { chainEvent, removal } from '#core/transfers/testing/sample-events.ts';
import { createRefundBook } from './refund-book.ts';

const HOUR_MS = 3_600_000;
const TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const DEPOSITOR = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
const OTHER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';

/** A deposit that expires ten minutes after its block; another `amount` makes it another deposit, whatever its number. */
const deposit = (id: number, over: { block?: string; amount?: string; depositor?: string; fillDeadline?: string } = {}): ChainEvent => {
  const { block = `deposit ${id}`, amount = '1000', depositor = DEPOSITOR, fillDeadline } = over;
  const fields = { inputAmount: amount, outputAmount: amount, depositor, ...(fillDeadline && { fillDeadline }) };
  return chainEvent({ kind: 'deposit', block, transferKey: `across:1:${id}`, fields });
};
const fillOf = ({ transferKey, fields }: ChainEvent): ChainEvent =>
  chainEvent({ kind: 'fill', block: `fill ${transferKey} ${fields.inputAmount}`, transferKey, fields });
/** The log of a root bundle that pays `paid`, an hour later unless said otherwise. */
const refund = (block: string, paid: string, atMs = HOUR_MS): ChainEvent =>
  chainEvent({ kind: 'refund', block, atMs, transferKey: '', fields: { originChainId: '1', token: TOKEN.toLowerCase(), paid } });
const bookOf = (...events: readonly ChainEvent[]) => {
  const book = createRefundBook();
  for (const event of events) book.observe(event);
  return book;
};
const PAID = `${OTHER}=7,${DEPOSITOR.toLowerCase()}=1000`;

test('a refund belongs to the expired deposit of the same depositor, token and amount, as long as nobody filled it', () => {
  const filled = deposit(2);
  const book = bookOf(deposit(1, { fillDeadline: '99999999999' }), filled, fillOf(filled), deposit(3), deposit(4));
  const [first, ...more] = book.match(refund('r', PAID));
  expect(more).toEqual([]);
  expect(first).toMatchObject({ transferKey: 'across:1:3', fields: { refundedTo: DEPOSITOR.toLowerCase(), refundedAmount: '1000' } });
  book.observe(first as ChainEvent);
  expect(book.match(refund('s', PAID))).toMatchObject([{ transferKey: 'across:1:4' }]);
  // Read again, the same log is the same refund.
  expect(book.match(refund('r', PAID))).toEqual([first]);
  // Taken back by a reorg, the money is owed again.
  book.observe(removal(first as ChainEvent, 2 * HOUR_MS));
  expect(book.match(refund('t', `${DEPOSITOR}=2000`))).toMatchObject([{ transferKey: 'across:1:3' }, { transferKey: 'across:1:4' }]);
});

test('a deadline of another chain’s clock is met by a refund some seconds before it, and by none long before', () => {
  const book = bookOf(deposit(1));
  expect(book.match(refund('r', PAID, 599_000))).toMatchObject([{ transferKey: 'across:1:1' }]);
  expect(book.match(refund('r', PAID, 300_000))).toEqual([]);
});

describe('a number that changed hands', () => {
  const dropped = deposit(7, { block: 'a', amount: '500' });
  const standing = deposit(7, { block: 'b' });

  test('the fill of the deposit that had it before keeps nobody from a refund', () => {
    const book = bookOf(dropped, fillOf(dropped), removal(dropped, 1_000), standing);
    expect(book.match(refund('r', PAID))).toMatchObject([{ transferKey: 'across:1:7' }]);
    book.observe(fillOf(standing));
    expect(book.match(refund('r', PAID))).toEqual([]);
    // With both fills seen, the end of one is not the end of the other.
    book.observe(removal(fillOf(dropped), HOUR_MS));
    expect(book.match(refund('r', PAID))).toEqual([]);
    book.observe(removal(fillOf(standing), HOUR_MS));
    expect(book.match(refund('r', PAID))).toMatchObject([{ transferKey: 'across:1:7' }]);
  });

  test('the word that the deposit before is gone does not forget the one that has it now', () => {
    const book = bookOf(dropped, standing, removal(dropped, 1_000));
    expect(book.match(refund('r', PAID))).toMatchObject([{ transferKey: 'across:1:7' }]);
    expect(book.match(refund('r', `${DEPOSITOR}=500`))).toEqual([]);
  });

  test('the refund of the deposit before is not that of the one that has it now', () => {
    const book = bookOf(dropped);
    const [first] = book.match(refund('r', `${DEPOSITOR}=500`));
    for (const event of [first as ChainEvent, removal(dropped, HOUR_MS), standing]) book.observe(event);
    expect(book.match(refund('s', PAID))).toMatchObject([{ transferKey: 'across:1:7' }]);
  });

  test('a deposit that is mined again under another number gets its refund there', () => {
    const again = deposit(8, { block: 'b' });
    const book = bookOf(deposit(7, { block: 'a' }), removal(deposit(7, { block: 'a' }), 1_000), again);
    expect(book.match(refund('r', PAID))).toMatchObject([{ transferKey: 'across:1:8' }]);
  });

  test('a refund repeats the terms of its deposit, so that a reader of the key knows which of them it means', () => {
    const { fields } = standing;
    expect(bookOf(standing).match(refund('r', PAID))[0]?.fields).toMatchObject({
      inputAmount: fields.inputAmount,
      recipient: fields.recipient,
      fillDeadline: fields.fillDeadline,
    });
  });
});
