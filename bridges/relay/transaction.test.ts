import { describe, expect, test } from 'vitest';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { HttpPort } from '../_kit/port.ts';
import { relay } from './relay.ts';
import { answer, type Body, changed, fixture, nowMs, question, recipient, sender } from './testing/recorded.ts';

describe('what is signed', () => {
  const build = (body: string) =>
    relay.transaction(playBack(recordedJson(body), nowMs), {
      ...question,
      sender,
      recipient,
      minAmountOut: answer.minAmountOut,
      quoted: answer,
    });

  test.each<[string, (body: Body) => void]>([
    ['another contract', ({ steps }) => Object.assign(steps[1].items[0].data, { to: sender })],
    ['another call', ({ steps }) => Object.assign(steps[1].items[0].data, { data: '0xa9059cbb' })],
    [
      'another amount',
      ({ steps }) => {
        const { data } = steps[1].items[0];
        data.data = data.data.replace('3b9aca00', '3b9aca01');
      },
    ],
    [
      'a deposit for somebody else',
      ({ steps }) => {
        const { data } = steps[1].items[0];
        data.data = data.data.replace(sender.slice(2).toLowerCase(), recipient.slice(2).toLowerCase());
      },
    ],
    ['two deposits', ({ steps }) => steps.push(steps[1])],
  ])('never %s', async (_name, change) => {
    expect(await build(changed(change))).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });

  test('is asked for by its sender, who gets a refund, and within what was accepted', async () => {
    const bodies: unknown[] = [];
    const context = playBack(recordedJson(fixture('quote.usdc-1-to-42161')), nowMs);
    const http: HttpPort = {
      request: (input) => {
        bodies.push(JSON.parse(input.body ?? ''));
        return context.http.request(input);
      },
    };
    await relay.transaction({ ...context, http }, { ...question, sender, recipient, minAmountOut: 999_381_859n, quoted: answer });
    expect(bodies).toEqual([
      {
        user: sender,
        recipient,
        refundTo: sender,
        originChainId: 1,
        destinationChainId: 42161,
        originCurrency: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
        destinationCurrency: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
        amount: '1000000000',
        tradeType: 'EXACT_INPUT',
        slippageTolerance: '4',
      },
    ]);
  });

  test('nothing that may pay less than is accepted', async () => {
    const built = await relay.transaction(playBack(recordedJson(fixture('quote.usdc-1-to-42161')), nowMs), {
      ...question,
      sender,
      recipient,
      minAmountOut: answer.minAmountOut + 1n,
      quoted: answer,
    });
    expect(built).toMatchObject({ ok: false, error: { code: 'QUOTE_MOVED', amountOut: answer.amountOut } });
  });
});
