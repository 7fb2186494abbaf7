import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';
import { checkAnswer } from '../check-answer.ts';
import { brokenRecording } from '../mutations.ts';
import { playBack, type Recorded } from '../play-back.ts';
import type { QuoteQuestion } from '../quote-question.ts';
import { troubles } from '../troubles.ts';
import type { ConformanceCases, Money, Otherwise } from './conformance-cases.ts';
import { moneyOf } from './money-of.ts';
import { MUTATIONS, RUNS, SEED } from './property-runs.ts';

/** Documented answers, refusals and lists are read as they are documented; troubles and broken ones never give wrong money. */
export const describeAnswers = (cases: ConformanceCases): void => {
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
            expect(moneyOf(given.value)).toEqual(meant(damaged, { question, sound: moneyOf(expected), otherwise: cases.otherwise }));
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
};

interface Meaning {
  readonly question: QuoteQuestion;
  readonly sound: Money;
  readonly otherwise: Otherwise | undefined;
}

const meant = (damaged: Recorded, { question, sound, otherwise }: Meaning): Money =>
  ('http' in damaged && damaged.http.kind === 'response' ? otherwise?.(damaged.http.body, question, sound) : undefined) ?? sound;
