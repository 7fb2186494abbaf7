import { describe, expect, test } from 'vitest';
import { type Deposit, depositIdOf, type IssuedQuote, issuedFor } from './issued-quote.ts';

const SENDER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
const RECIPIENT = '0x976EA74026E726554dB657fA54763abd0C3a0aa9';

const issued = (change: Partial<IssuedQuote> = {}): IssuedQuote => ({
  routeId: 'stargate-1',
  bridge: 'stargate',
  corridor: 'ethereum:USDC>arbitrum:USDC',
  from: 'ethereum:USDC',
  to: 'arbitrum:USDC',
  sender: SENDER,
  recipient: RECIPIENT,
  amountIn: 1_000n,
  amountSent: 1_000n,
  amountOut: 990n,
  minAmountOut: 980n,
  etaSeconds: { p50: 30, p90: 60 },
  quotedAtMs: 1_000_000,
  issuedAtMs: 1_001_000,
  ...change,
});

const deposit = (change: Partial<Deposit> = {}): Deposit => ({
  bridge: 'stargate',
  from: 'ethereum:USDC',
  to: 'arbitrum:USDC',
  sender: SENDER,
  recipient: RECIPIENT,
  amountSent: 1_000n,
  amountOut: 990n,
  depositedAtMs: 1_010_000,
  ...change,
});

test('a wrapped coin is what the coin is, and letter case is nothing', () => {
  const coin = { bridge: 'across', from: 'optimism:ETH', to: 'base:ETH', sender: SENDER, amountSent: 5n };
  expect(depositIdOf({ ...coin, from: 'optimism:WETH', to: 'base:WETH', sender: SENDER.toLowerCase() })).toBe(depositIdOf(coin));
  expect(depositIdOf({ ...coin, to: 'base:USDC' })).not.toBe(depositIdOf(coin));
});

describe('the promise of a deposit', () => {
  test('is the one whose amount out it names, also when it is not the latest', () => {
    const first = issued();
    const second = issued({ amountOut: 991n, issuedAtMs: 1_002_000 });
    expect(issuedFor(deposit(), [first, second])).toBe(first);
  });

  test('is the latest when it names none of them: the pool gave a little more or less', () => {
    const latest = issued({ issuedAtMs: 1_002_000 });
    expect(issuedFor(deposit({ amountOut: 989n }), [issued(), latest])).toBe(latest);
    expect(issuedFor(deposit({ amountOut: null, recipient: null }), [issued(), latest])).toBe(latest);
  });

  test.each<[string, Partial<Deposit>]>([
    ['it arrives below what that transaction enforced', { amountOut: 979n }],
    ['it goes to somebody else', { recipient: SENDER }],
    ['it was made long before the transaction was handed out', { depositedAtMs: 900_000 }],
  ])('is none when %s', (_name, change) => {
    expect(issuedFor(deposit(change), [issued()])).toBeUndefined();
  });

  test('may be a moment younger than its block', () => {
    expect(issuedFor(deposit({ depositedAtMs: 1_000_500 }), [issued()])).toBeDefined();
  });
});
