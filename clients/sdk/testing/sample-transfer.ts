import type { TransferJson } from '#schemas/api/transfer.ts';

export const SAMPLE_SENDER = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

export const at = (ms: number): string => new Date(1_763_650_000_000 + ms).toISOString();

/** What is known only of transfers whose transaction Routebook handed out. */
const NO_FIGURES = { promised: null, secondsPromised: null, secondsTaken: null };

/** A usual Across transfer of 1 000 USDC from Ethereum to Arbitrum, its deposit just seen; a test says what differs. */
export const sampleTransfer = (wish: Partial<TransferJson> = {}): TransferJson => ({
  ...NO_FIGURES,
  transferKey: 'across:1:7',
  bridge: 'across',
  version: 1,
  state: 'PENDING',
  failure: null,
  enteredAt: { PENDING: at(0) },
  from: 'ethereum:USDC',
  to: 'arbitrum:USDC',
  originChainId: 1,
  destinationChainId: 42161,
  sender: SAMPLE_SENDER,
  recipient: SAMPLE_SENDER,
  amountIn: '1000000000',
  amountQuoted: '999500000',
  amountDelivered: null,
  promised: null,
  accuracyBps: null,
  secondsPromised: null,
  secondsTaken: null,
  originTransaction: `0x${'a1'.repeat(32)}`,
  destinationTransaction: null,
  refundTransaction: null,
  filledBy: null,
  expected: { state: 'COMPLETED', by: at(60_000) },
  stuck: false,
  seenOnChain: true,
  depositRemoved: false,
  startedAt: at(0),
  updatedAt: at(0),
  events: [],
  ...wish,
});

/** The same, delivered to the unit after so many ms. */
export const sampleArrival = (afterMs: number, wish: Partial<TransferJson> = {}): TransferJson =>
  sampleTransfer({
    version: 2,
    state: 'COMPLETED',
    enteredAt: { PENDING: at(0), COMPLETED: at(afterMs) },
    amountDelivered: '999500000',
    accuracyBps: null,
    secondsTaken: Math.round(afterMs / 1_000),
    destinationTransaction: `0x${'b2'.repeat(32)}`,
    expected: null,
    updatedAt: at(afterMs),
    ...wish,
  });
