import { describe, expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { lifi } from './lifi.ts';
import { answer, callData, changed, nowMs, question, recipient, sender, signed } from './testing/sample-quotes.ts';

describe('nothing is signed that is not what was asked', () => {
  test.each([
    ['a call that cannot be read', signed('0x12345678')],
    ['a call that pays somebody else', signed(callData({ receiver: sender }))],
    ['a call for another chain', signed(callData({ destinationChainId: 137n }))],
    ['a call that sends another token', signed(callData({ sendingAssetId: sender }))],
    ['a call that sends another amount', signed(callData({ minAmount: 2_000_000n }))],
    ['an answer for somebody else', signed(callData(), { toAddress: sender })],
    ['an answer without a call', changed((body) => Reflect.deleteProperty(body, 'transactionRequest'))],
  ])('%s', async (_name, body) => {
    const request = { ...question, sender, recipient, minAmountOut: 0n, quoted: answer };
    expect(await lifi.transaction(playBack(recordedJson(body), nowMs), request)).toMatchObject({
      ok: false,
      error: { code: 'MALFORMED_ANSWER' },
    });
  });
});
