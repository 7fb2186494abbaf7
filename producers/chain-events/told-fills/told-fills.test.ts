import { encodeAbiParameters, encodeEventTopics, type Hex, pad, parseAbi } from 'viem';
import { expect, test } from 'vitest';
import type { TransferStatus } from '#bridges/_kit/port.ts';
import { relay } from '#bridges/relay/relay.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { assetById } from '#core/domain/asset.ts';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import type { ChainLog, PaidTransaction } from '#platform/rpc/chain-node.ts';
import { ASK_AGAIN_MS, askAgainAfterMs } from './ask-again.ts';
import { createToldFillBook } from './book.ts';
import { needsRise, readPayment } from './read-payment.ts';

const account = (number: number): Hex => pad(`0x${number.toString(16)}`, { size: 20 });
const word = (number: number): Hex => pad(`0x${number.toString(16)}`, { size: 32 });
const [SENDER, RECIPIENT, SOLVER, SOMEBODY] = [account(0xa1), account(0xa2), account(0xa3), account(0xa4)];
const TOKEN = assetById('arbitrum:USDC')?.address as Hex;
const erc20 = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)']);

const log = (to: Hex, amount: bigint, over: { token?: Hex; from?: Hex; logIndex?: number } = {}): ChainLog => ({
  address: over.token ?? TOKEN,
  topics: encodeEventTopics({ abi: erc20, args: { from: over.from ?? SOLVER, to } }) as Hex[],
  data: encodeAbiParameters([{ type: 'uint256' }], [amount]),
  blockNumber: 100,
  blockHash: word(1),
  transactionHash: word(2),
  logIndex: over.logIndex ?? 3,
});
const paid = (over: Partial<PaidTransaction> = {}): PaidTransaction => ({
  hash: word(2),
  blockNumber: 100,
  blockHash: word(1),
  succeeded: true,
  from: SOLVER,
  to: TOKEN,
  value: 0n,
  logs: [log(RECIPIENT, 1_000n)],
  ...over,
});
const terms = { token: TOKEN, recipient: RECIPIENT, atLeast: 990n, notFrom: [RECIPIENT, SENDER] };
const coinTerms = { ...terms, token: NATIVE_ADDRESS };
const context = { chainId: 42161, rise: undefined, taken: () => false };

test('a token’s transfer to the recipient, of at least what was promised, is the payment, wherever it stands in the transaction', () => {
  const logs = [log(SOMEBODY, 5_000n, { logIndex: 1 }), log(RECIPIENT, 10n, { logIndex: 2 }), log(RECIPIENT, 990n, { logIndex: 7 })];
  expect(readPayment(paid({ logs }), terms, context)).toEqual({
    kind: 'paid',
    amount: 990n,
    payer: SOLVER,
    logIndex: 7,
    paymentId: eventIdOf(42161, word(1), 7),
  });
});

test.each([
  ['it paid somebody else', paid({ logs: [log(SOMEBODY, 1_000n)] }), /got nothing/],
  ['it paid too little', paid({ logs: [log(RECIPIENT, 989n)] }), /got 989 .* owed 990/],
  ['two payments that make enough only together', paid({ logs: [log(RECIPIENT, 600n), log(RECIPIENT, 600n)] }), /got 1200/],
  ['it paid another token', paid({ logs: [log(RECIPIENT, 1_000n, { token: SOMEBODY })] }), /got nothing/],
  ['the recipient moved money of its own', paid({ logs: [log(RECIPIENT, 1_000n, { from: RECIPIENT })] }), /got nothing/],
  ['the sender moved money of its own', paid({ logs: [log(RECIPIENT, 1_000n, { from: SENDER })] }), /got nothing/],
  ['it reverted', paid({ succeeded: false }), /reverted/],
  [
    'a token of that name that is no ERC-20',
    paid({ logs: [{ ...log(RECIPIENT, 1_000n), topics: [...log(RECIPIENT, 0n).topics, word(9)] }] }),
    /nothing/,
  ],
])('no payment: %s', (_what, transaction, why) => {
  expect(readPayment(transaction, terms, context)).toMatchObject({ kind: 'not-paid', why: expect.stringMatching(why) });
});

test('a payment counts for one transfer; a second in the same transaction for the next', () => {
  const both = paid({ logs: [log(RECIPIENT, 1_000n, { logIndex: 3 }), log(RECIPIENT, 1_000n, { logIndex: 4 })] });
  const first = eventIdOf(42161, word(1), 3);
  expect(readPayment(both, terms, { ...context, taken: (id) => id === first })).toMatchObject({ kind: 'paid', logIndex: 4 });
  expect(readPayment(both, terms, { ...context, taken: () => true })).toMatchObject({
    kind: 'not-paid',
    why: expect.stringMatching(/another/),
  });
});

test('the coin is paid by a transaction’s own value, or by a contract as the recipient’s balance shows', () => {
  const direct = paid({ to: RECIPIENT, value: 1_000n, logs: [] });
  expect(needsRise(direct, coinTerms)).toBe(false);
  expect(readPayment(direct, coinTerms, context)).toMatchObject({ kind: 'paid', amount: 1_000n, payer: SOLVER, logIndex: 0 });
  expect(readPayment({ ...direct, value: 989n }, coinTerms, context)).toMatchObject({ kind: 'not-paid' });
  const byContract = paid({ to: SOMEBODY, logs: [] });
  expect(needsRise(byContract, coinTerms)).toBe(true);
  expect(readPayment(byContract, coinTerms, { ...context, rise: 990n })).toMatchObject({ kind: 'paid', amount: 990n, payer: SOMEBODY });
  for (const rise of [undefined, -5n, 989n])
    expect(readPayment(byContract, coinTerms, { ...context, rise })).toMatchObject({ kind: 'not-paid' });
  expect(readPayment({ ...direct, from: SENDER }, coinTerms, context)).toMatchObject({ kind: 'not-paid' });
  expect(needsRise(paid(), terms)).toBe(false);
});

test('questions come fast at first and ever slower, and a transfer costs some eighty of them until it is given up', () => {
  expect(askAgainAfterMs(0)).toBe(ASK_AGAIN_MS.min);
  // A block from the future, by another chain's clock.
  expect(askAgainAfterMs(-90_000)).toBe(ASK_AGAIN_MS.min);
  const askedForMs = relay.manifest.toldFills?.askedForMs ?? 0;
  const waits: number[] = [];
  for (let ageMs = 0; ageMs < askedForMs; ageMs += waits.at(-1) ?? 0) waits.push(askAgainAfterMs(ageMs));
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(ASK_AGAIN_MS.max);
  expect(waits.slice(0, 14).reduce((sum, wait) => sum + wait)).toBeLessThan(60_000);
  expect(waits.length).toBeLessThan(110);
});

const USDC = assetById('ethereum:USDC')?.address as Hex;
const deposit = (over: Partial<ChainEvent> = {}): ChainEvent => ({
  eventId: eventIdOf(1, word(7), 0),
  transferKey: `relay:1:${word(5)}`,
  bridge: 'relay',
  kind: 'deposit',
  removed: false,
  chainId: 1,
  blockNumber: 50,
  blockHash: word(7),
  logIndex: 0,
  transactionHash: word(8),
  blockTimeMs: 0,
  observedAtMs: 1,
  fields: { inputToken: USDC, inputAmount: '1000', depositor: SENDER, depositId: word(5), originChainId: '1' },
  ...over,
});
const promise: IssuedQuote = {
  routeId: 'relay-1',
  bridge: 'relay',
  corridor: 'ethereum:USDC>arbitrum:USDC',
  from: 'ethereum:USDC',
  to: 'arbitrum:USDC',
  sender: SENDER,
  recipient: RECIPIENT,
  amountIn: 1_000n,
  amountSent: 1_000n,
  amountOut: 995n,
  minAmountOut: 990n,
  etaSeconds: { p50: 3, p90: 10 },
  quotedAtMs: 0,
  issuedAtMs: 0,
};
const said = (over: Partial<TransferStatus> = {}): TransferStatus => ({
  state: 'COMPLETED',
  vendorState: 'success',
  transferKey: deposit().transferKey,
  id: word(5),
  originChainId: 1,
  destinationChainId: 42161,
  originTransaction: word(8),
  destinationTransaction: word(2),
  refundTransaction: null,
  from: null,
  to: null,
  sender: null,
  recipient: null,
  amountIn: null,
  amountOut: null,
  actionNeeded: null,
  ...over,
});

const newBook = () => {
  const left: string[] = [];
  const clock = { nowMs: 0 };
  const book = createToldFillBook({
    bridges: [relay],
    now: () => clock.nowMs,
    metrics: { open: () => undefined, asked: () => undefined, read: () => undefined, left: (_bridge, why) => void left.push(why) },
  });
  return { book, left, clock };
};
const fillEvent = (over: Partial<ChainEvent> = {}) =>
  deposit({ eventId: `${eventIdOf(42161, word(1), 3)}:${deposit().transferKey}`, kind: 'fill', chainId: 42161, ...over });

test('a deposit is asked about only when we promised something for it, and not before its next question is due', () => {
  const { book, left } = newBook();
  book.observe(deposit());
  expect(book.due('relay', 0)).toEqual([]);
  expect(book.unread('relay')).toEqual([deposit()]);
  book.promised(deposit(), [promise]);
  expect(book.due('relay', 0)).toEqual([deposit()]);
  book.asking(deposit(), 0);
  expect(book.due('relay', ASK_AGAIN_MS.min - 1)).toEqual([]);
  expect(book.due('relay', ASK_AGAIN_MS.min)).toEqual([deposit()]);
  const stranger = deposit({ transferKey: `relay:1:${word(6)}`, eventId: eventIdOf(1, word(7), 1) });
  book.observe(stranger);
  book.promised(stranger, []);
  expect(left).toEqual(['not-ours']);
  expect(book.unread('relay')).toEqual([]);
});

test('what was told settles it, a reorg opens it again, and old age gives it up', () => {
  const { book, left, clock } = newBook();
  book.observe(deposit());
  book.promised(deposit(), [promise]);
  expect(book.heard(deposit(), said())).toBeUndefined();
  expect(book.words(42161)).toMatchObject([{ kind: 'fill', hash: word(2), wanted: [{ terms }] }]);
  book.observe(fillEvent());
  expect(book.isTaken(eventIdOf(42161, word(1), 3))).toBe(true);
  expect([book.words(42161), book.due('relay', 10_000)]).toEqual([[], []]);
  clock.nowMs = 20_000;
  book.observe(fillEvent({ removed: true }));
  expect(book.isTaken(eventIdOf(42161, word(1), 3))).toBe(false);
  // Its word was of the block that went away: the vendor is asked anew.
  expect([book.words(42161), book.due('relay', 20_000)]).toEqual([[], [deposit()]]);
  expect(book.due('relay', (relay.manifest.toldFills?.askedForMs ?? 0) + 1)).toEqual([]);
  expect(left).toEqual(['given-up']);
});

test('after a restart the log alone says what is open, in whatever order it is read', () => {
  const { book } = newBook();
  book.observe(fillEvent());
  book.observe(deposit());
  expect(book.unread('relay')).toEqual([]);
});

test('a word that cannot be is none, and one transaction is news once', () => {
  const { book } = newBook();
  book.observe(deposit());
  book.promised(deposit(), [promise]);
  expect(book.heard(deposit(), said({ destinationChainId: 10 }))).toMatch(/nothing was promised on chain 10/);
  expect(book.heard(deposit(), said({ transferKey: `relay:1:${word(6)}` }))).toMatch(/speaks of/);
  expect(book.heard(deposit(), said({ destinationTransaction: '0x12' }))).toMatch(/no transaction/);
  expect(book.heard(deposit(), said({ destinationTransaction: null }))).toBeUndefined();
  expect(book.words(42161)).toEqual([]);
  book.heard(deposit(), said());
  expect([book.doubt(deposit(), word(2)), book.words(42161), book.doubt(deposit(), word(2))]).toEqual([true, [], false]);
});

test('a refund is looked for on the origin, to whom the money came from', () => {
  const { book } = newBook();
  book.observe(deposit());
  book.promised(deposit(), [promise]);
  book.heard(deposit(), said({ state: 'REFUNDED', destinationTransaction: null, refundTransaction: word(4) }));
  const [refund] = book.words(1);
  expect(refund).toMatchObject({
    kind: 'refund',
    hash: word(4),
    wanted: [{ terms: { token: USDC, recipient: SENDER, atLeast: 500n } }],
  });
  expect(refund?.wanted[0]?.tell({ amount: 900n, payer: SOLVER })).toMatchObject({
    refundedAmount: '900',
    refundedTo: SENDER,
    inputAmount: '1000',
  });
});
