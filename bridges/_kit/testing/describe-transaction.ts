import { describe, expect, test } from 'vitest';
import type { Result } from '#core/result.ts';
import { playBack } from '../play-back.ts';
import type { BridgeTransaction, TransactionFailure } from '../to-sign.ts';
import type { ConformanceCases } from './conformance-cases.ts';

export const describeTransaction = ({ bridge, nowMs, answers, transaction }: ConformanceCases): void => {
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
