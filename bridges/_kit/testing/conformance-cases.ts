import type fc from 'fast-check';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Recorded } from '../play-back.ts';
import type { Bridge, BridgeEvent, RawLog, SupportedCorridor } from '../port.ts';
import type { QuoteQuestion } from '../quote-question.ts';
import type { Asked } from '../read-recorded.ts';
import type { BridgeTransaction } from '../to-sign.ts';

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
  /** How long a vendor is documented to answer nobody after a 429, where it need not say so itself. */
  readonly shutOutMs?: number;
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
