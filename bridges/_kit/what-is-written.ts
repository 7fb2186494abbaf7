import { describe, expect, test } from 'vitest';
import { playBack } from './play-back.ts';
import type { BridgeContext } from './port.ts';
import { sampleQuestion } from './sample-questions.ts';
import type { ConformanceCases } from './testing/conformance-cases.ts';

/** What a folder that `npm run new-bridge` has made still lacks, each by its name. */
export const describeWhatIsWritten = ({ bridge, nowMs, answers, failures }: ConformanceCases): void => {
  const { manifest } = bridge;
  describe(`${manifest.id} is written`, () => {
    test('a documented answer', () => {
      expect(answers.length, 'no documented answer yet: `answers` names none').toBeGreaterThan(0);
    });

    test('a documented refusal', () => {
      expect(failures.length, 'no documented refusal yet: `failures` names none').toBeGreaterThan(0);
    });

    test.skipIf(manifest.meta === true)('a contract that is watched', () => {
      const watched = manifest.chains.flatMap((chainId) => bridge.watches(chainId));
      expect(watched.length, 'no contract is watched yet: `watches` names none').toBeGreaterThan(0);
    });

    const question = sampleQuestion(bridge);
    const someone = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
    const request = { ...question, sender: someone, recipient: someone, minAmountOut: 1n, quoted: { amountOut: 1n, validUntilMs: nowMs } };
    test.each([
      ['quote', (context: BridgeContext) => bridge.quote(context, question)],
      ['corridors', (context: BridgeContext) => bridge.corridors(context)],
      ['transaction', (context: BridgeContext) => bridge.transaction(context, request)],
    ])('%s', async (_part, ask) => {
      const given = await ask(playBack({ http: { kind: 'timeout' } }, nowMs));
      expect(given.ok ? '' : given.error.detail).not.toMatch(/not written yet/);
    });
  });
};
