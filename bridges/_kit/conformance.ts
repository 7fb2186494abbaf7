import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';
import { checkAnswer } from './check-answer.ts';
import { brokenHex, brokenJson, brokenRecording } from './mutations.ts';
import { playBack, type Recorded } from './play-back.ts';
import type { Bridge, BridgeEvent, BridgeTransaction, QuoteQuestion, RawLog, SupportedCorridor, TransactionFailure } from './port.ts';
import { ADAPTER_FAILED, type Asked, type Reading, readRecorded } from './read-recorded.ts';
import { readingJson } from './reading-json.ts';
import { recordingOf } from './recording.ts';
import { troubles } from './troubles.ts';
import { vendorChanges, withMoreFields } from './vendor-changes.ts';
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

/** The same cases on every run: a failure names its seed and path. */
const SEED = 20_261_120;
const RUNS = 400;
/** For each recorded answer. */
const MUTATIONS = 1_000;

/** Every bridge runs this suite over its documented answers, and `describeEvents` over its contracts' logs. */
export const describeConformance = (cases: ConformanceCases): void => {
  const { bridge, nowMs } = cases;
  const ask = async (question: QuoteQuestion, recorded: Recorded): Promise<Result<QuoteAnswer, QuoteFailure>> => {
    const given = await bridge.quote(playBack(recorded, nowMs), question);
    return given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: nowMs }) : given;
  };

  describe(`${bridge.manifest.id} conforms to the port`, () => {
    test.each(cases.answers)('documented answer: $name', async ({ question, recorded, expected }) => {
      expect(await ask(question, recorded)).toEqual({ ok: true, value: expected });
    });

    test.each(cases.failures)('documented refusal: $name', async ({ question, recorded, expected }) => {
      expect(await ask(question, recorded)).toMatchObject({ ok: false, error: expected });
    });

    test.each(cases.corridors)('corridors: $name', async ({ recorded, expected }) => {
      expect(await bridge.corridors(playBack(recorded, nowMs))).toEqual({ ok: true, value: expected });
    });

    test.each(troubles(cases))('trouble on the way: $name', async ({ question, recorded, expected }) => {
      expect(await ask(question, recorded)).toMatchObject({ ok: false, error: expected });
      expect(await bridge.corridors(playBack(recorded, nowMs))).toMatchObject({ ok: false, error: { code: expected.code } });
    });

    test.each(cases.answers)('broken answers never give a route with wrong money: $name', async ({ question, recorded, expected }) => {
      await fc.assert(
        fc.asyncProperty(brokenRecording(recorded), async (damaged) => {
          const given = await ask(question, damaged);
          if (given.ok)
            expect(money(given.value)).toEqual(meant(damaged, { question, sound: money(expected), otherwise: cases.otherwise }));
        }),
        { seed: SEED, numRuns: MUTATIONS },
      );
    });

    test.each(cases.corridors)('broken lists of corridors never throw: $name', async ({ recorded }) => {
      await fc.assert(
        fc.asyncProperty(brokenRecording(recorded), async (damaged) => {
          await bridge.corridors(playBack(damaged, nowMs));
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });
  });

  describeWhatIsWritten(cases);
  describeTransaction(cases);
  describeReverts(bridge);
  describeVitals(bridge);
};

/** Answers that a view call might give, and many that it might not. */
const anyAnswer = fc.oneof(
  fc.constantFrom('0x', `0x${'0'.repeat(64)}`, `0x${'0'.repeat(63)}1`, `0x${'f'.repeat(64)}`),
  fc.uint8Array({ maxLength: 256 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
);

const describeVitals = (bridge: Bridge): void => {
  const vitals = bridge.manifest.chains.flatMap((chainId) => bridge.vitals?.(chainId) ?? []);
  test(`${bridge.manifest.id} reads what its contracts say of themselves, whatever they answer`, () => {
    for (const { name, call } of vitals) {
      expect(name).not.toBe('');
      expect(call).toEqual({ to: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/), data: expect.stringMatching(/^0x[0-9a-f]{8}/) });
    }
    fc.assert(
      fc.property(anyAnswer, (data) => {
        for (const vital of vitals) {
          const reading = vital.read(data);
          if (reading?.kind === 'liquidity') expect(reading.amount).toBeGreaterThanOrEqual(0n);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
};

const describeReverts = (bridge: Bridge): void => {
  test(`${bridge.manifest.id} explains no revert that is not its own, and never throws`, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 100 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
        ),
        (data) => {
          expect(bridge.explainRevert(data)).toBeUndefined();
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });
};

const describeTransaction = ({ bridge, nowMs, answers, transaction }: ConformanceCases): void => {
  describe(`${bridge.manifest.id} builds what it quoted`, () => {
    const [first] = answers;
    if (first === undefined || transaction === undefined) {
      test('the calldata says what was quoted', () => {
        expect.fail('no transaction to read back yet: `transaction` and the answer that it is for are needed');
      });
      return;
    }
    const build = async (minAmountOut: bigint): Promise<Result<BridgeTransaction, TransactionFailure>> =>
      bridge.transaction(playBack(transaction.recorded, nowMs), {
        ...first.question,
        sender: transaction.sender,
        recipient: transaction.recipient,
        minAmountOut,
        quoted: first.expected,
      });

    test('the calldata says what was quoted', async () => {
      const built = await build(first.expected.minAmountOut);
      expect(built).toEqual({ ok: true, value: transaction.expected });
      if (built.ok) expect(transaction.readBack(built.value.data)).toEqual(transaction.expectedReadBack);
    });

    test('nothing is signed that delivers less than is accepted', async () => {
      const given = await build(first.expected.amountOut + 1n);
      expect(given).toMatchObject({ ok: false, error: { code: 'QUOTE_MOVED', amountOut: first.expected.amountOut } });
    });
  });
};

/** What must be read from each file of a folder of recorded answers, by the file's name: the JSON that `npm run bridge -- read` prints, or a part. */
export type ReadingCases = Readonly<Record<string, { readonly reading: object; readonly ask?: Asked }>>;

/** Every bridge runs this suite over its folder `fixtures`: every recorded answer is read, and broken ones never give wrong money. */
export const describeReadings = (bridge: Bridge, folder: URL, cases: ReadingCases, otherwise?: Otherwise): void => {
  const { id } = bridge.manifest;
  const nowMs = Date.UTC(2026, 0, 1);
  const read = (file: string, body: string, ask: Asked) => readRecorded(bridge, recordingOf(file, body), ask, nowMs);

  describe(`${id} reads what was recorded`, () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

    test('every recording has its reading', () => {
      if (Object.keys(bridge.manifest.endpoints).length > 0) expect(files.length, 'no recorded answer in fixtures/ yet').toBeGreaterThan(0);
      expect(Object.keys(cases).sort()).toEqual(files.sort());
    });

    test.each(Object.entries(cases))('%s', async (file, { reading, ask = {} }) => {
      const given = await read(file, readFileSync(new URL(file, folder), 'utf8'), ask);
      expect(given.ok ? readingJson(id, given.value) : given.error).toMatchObject(reading);
    });

    /** What must hold of whatever has become of a recorded answer. */
    const holds = async (file: string, damaged: string, { ask, sound }: { ask: Asked; sound: Reading | undefined }): Promise<void> => {
      const question = sound?.kind === 'quote' ? sound.question : undefined;
      const given = await read(file, damaged, question === undefined ? ask : { ...ask, question });
      if (!given.ok) return;
      if (given.value.kind === 'failure') expect(given.value.failure.detail).not.toBe(ADAPTER_FAILED);
      if (given.value.kind !== 'quote') return;
      const right = sound?.kind === 'quote' ? money(sound.answer) : undefined;
      expect(money(given.value.answer)).toEqual((right && otherwise?.(damaged, given.value.question, right)) ?? right);
    };
    const soundOf = async (file: string, ask: Asked) => {
      const body = readFileSync(new URL(file, folder), 'utf8');
      const given = await read(file, body, ask);
      return { body, given, sound: given.ok ? given.value : undefined };
    };

    test.each(Object.entries(cases))('broken, it never makes the adapter throw nor gives other money: %s', async (file, { ask = {} }) => {
      const { body, sound } = await soundOf(file, ask);
      await fc.assert(
        fc.asyncProperty(brokenJson(body), (damaged) => holds(file, damaged, { ask, sound })),
        { seed: SEED, numRuns: MUTATIONS },
      );
    });

    test.each(Object.entries(cases))('whatever its vendor changes, it gives no other money: %s', async (file, { ask = {} }) => {
      const { body, sound } = await soundOf(file, ask);
      for (const { name, body: changed } of vendorChanges(body)) {
        try {
          await holds(file, changed, { ask, sound });
        } catch (error) {
          throw new Error(`${file}, ${name}: ${error instanceof Error ? error.message : error}`);
        }
        // Without the question beside it, a changed answer may be one to another question; it is never a throw.
        const alone = await read(file, changed, ask);
        if (alone.ok && alone.value.kind === 'failure') expect(alone.value.failure.detail, name).not.toBe(ADAPTER_FAILED);
      }
    });

    test.each(Object.entries(cases))('with fields that it does not know, it is read the same: %s', async (file, { ask = {} }) => {
      const { body, given } = await soundOf(file, ask);
      const grown = await read(file, withMoreFields(body), ask);
      const figures = (one: typeof given) => (one.ok ? readingJson(id, one.value) : one.error);
      expect(withoutDetail(figures(grown))).toEqual(withoutDetail(figures(given)));
    });
  });
};

/** A failure's detail may quote the body; what counts is its code, and its figures. */
const withoutDetail = (json: unknown): unknown => JSON.parse(JSON.stringify(json, (key, value) => (key === 'detail' ? undefined : value)));

/** Every bridge runs this suite over the logs of its contracts. */
export const describeEvents = (bridge: Bridge, events: EventCases): void => {
  describe(`${bridge.manifest.id} reads its contracts’ logs`, () => {
    test('the decoder inverts the encoder', () => {
      fc.assert(
        fc.property(events, ({ log, expected }) => {
          expect(bridge.decode(log)).toEqual(expected);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    test('a watched contract is watched for every event that is decoded', () => {
      fc.assert(
        fc.property(events, ({ log }) => {
          const watched = bridge.watches(log.chainId).find(({ address }) => address.toLowerCase() === log.address.toLowerCase());
          expect(watched?.topics).toContain(log.topics[0]);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    test('the same log from elsewhere is nobody’s', () => {
      fc.assert(
        fc.property(events, ({ log }) => {
          expect(bridge.decode({ ...log, address: `0x${'12'.repeat(20)}` })).toBeUndefined();
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    test('damaged logs never throw', () => {
      const damaged = events.chain(({ log }) =>
        fc.tuple(brokenHex(log.data), fc.subarray([...log.topics])).map(([data, topics]): RawLog => ({ ...log, data, topics })),
      );
      fc.assert(
        fc.property(damaged, (log) => {
          bridge.decode(log);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });
  });
};

const money = ({ amountOut, minAmountOut, fees, rebate }: QuoteAnswer): Money => ({ amountOut, minAmountOut, fees, rebate });

interface Meaning {
  readonly question: QuoteQuestion;
  readonly sound: Money;
  readonly otherwise: Otherwise | undefined;
}

const meant = (damaged: Recorded, { question, sound, otherwise }: Meaning): Money =>
  ('http' in damaged && damaged.http.kind === 'response' ? otherwise?.(damaged.http.body, question, sound) : undefined) ?? sound;
