import type fc from 'fast-check';
import { describe } from 'vitest';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Recorded } from './play-back.ts';
import type { Bridge, BridgeEvent, BridgeTransaction, QuoteQuestion, RawLog, SupportedCorridor } from './port.ts';
import type { Asked } from './read-recorded.ts';
import { describeAnswers } from './testing/describe-answers.ts';
import { describeReverts } from './testing/describe-reverts.ts';
import { describeTransaction } from './testing/describe-transaction.ts';
import { describeVitals } from './testing/describe-vitals.ts';
import { testLogs } from './testing/test-logs.ts';
import { testReadings } from './testing/test-readings.ts';
import { describeWhatIsWritten } from './what-is-written.ts';

export interface ConformanceCases {
  readonly bridge: Bridge;
  /** When the recorded answers were given, epoch ms. */
  readonly nowMs: number;
  /** A documented answer and every figure that must be read from it. */
  readonly answers: readonly { name: string; question: QuoteQuestion; recorded: Recorded; expected: QuoteAnswer }[];
  /** A documented refusal and its code. */
  readonly failures: readonly { name: string; question: QuoteQuestion; recorded: Recorded; expected: Partial<QuoteFailure> }[];
  readonly corridors: readonly { name: string; recorded: Recorded; expected: readonly SupportedCorridor[] }[];
  readonly otherwise?: Otherwise;
  /** A transaction for the first answer, read back from its calldata by the test's own means. Its absence is a failure: it has to be written. */
  readonly transaction?: {
    readonly sender: string;
    readonly recipient: string;
    readonly recorded: Recorded;
    readonly expected: BridgeTransaction;
    readonly readBack: (data: string) => unknown;
    readonly expectedReadBack: unknown;
  };
}

/** The figures that a user would lose money by. */
export type Money = Pick<QuoteAnswer, 'amountOut' | 'minAmountOut' | 'fees' | 'rebate'>;

/**
 * For a vendor that says each figure once, so that a damaged answer may be a sound answer of another kind: a fee of 2 basis points where 1 was
 * said. What such a body then means, worked out by the test's own means from it and from what the sound answer means; undefined for a body
 * that means nothing else.
 */
export type Otherwise = (body: string, question: QuoteQuestion, sound: Money) => Money | undefined;

/** Logs made from random values by the contract's own encoding, and what the decoder must read from each. */
export type EventCases = fc.Arbitrary<{ readonly log: RawLog; readonly expected: BridgeEvent }>;

/** What must be read from each file of a folder of recorded answers, by the file's name: the JSON that `npm run bridge -- read` prints, or a part. */
export type ReadingCases = Readonly<Record<string, { readonly reading: object; readonly ask?: Asked }>>;

/** Every bridge runs this suite over its documented answers, and `describeEvents` over its contracts' logs. */
export const describeConformance = (cases: ConformanceCases): void => {
  describeAnswers(cases);
  describeWhatIsWritten(cases);
  describeTransaction(cases);
  describeReverts(cases.bridge);
  describeVitals(cases.bridge);
};

/** Every bridge runs this suite over its folder `fixtures`: every recorded answer is read, and broken ones never give wrong money. */
export const describeReadings = (bridge: Bridge, folder: URL, cases: ReadingCases, otherwise?: Otherwise): void => {
  describe(`${bridge.manifest.id} reads what was recorded`, () => testReadings(bridge, folder, cases, otherwise));
};

/** Every bridge runs this suite over the logs of its contracts. */
export const describeEvents = (bridge: Bridge, events: EventCases): void => {
  describe(`${bridge.manifest.id} reads its contracts’ logs`, () => testLogs(bridge, events));
};
