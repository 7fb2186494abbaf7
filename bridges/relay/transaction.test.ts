import { encodeFunctionData, erc20Abi } from 'viem';
import { describe, expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { HttpPort } from '../_kit/network-port.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { TransactionRequest } from '../_kit/to-sign.ts';
import { relay } from './relay.ts';
import { answer, type Body, changed, fixture, nowMs, question, recipient, sender } from './testing/recorded.ts';

describe('a deposit address', () => {
  const coin = { corridor: corridorNamed('base:ETH>optimism:ETH'), amountIn: 10n ** 17n };
  const who = { sender: '0xF0AE622e463fa757Cf72243569E18Be7Df1996cd', recipient: '0xF0AE622e463fa757Cf72243569E18Be7Df1996cd' };
  const ADDRESS = '0xEa04F61d00AFD8649B39b873306949aa11630067';
  const name = 'quote.strict-deposit-address';
  const quoted = { amountOut: 99_980_217_346_383_433n, validUntilMs: nowMs };
  const build = (body: string, more: Partial<TransactionRequest> = {}) =>
    relay.transaction(playBack(recordedJson(body), nowMs), {
      ...{ ...coin, ...who, minAmountOut: 97_980_612_999_455_765n, quoted, depositAddress: true },
      ...more,
    });

  test('as documented: the coin goes there as it is, and its request and order are two numbers', async () => {
    expect(await build(fixture(name))).toMatchObject({
      ok: true,
      value: {
        chainId: 8453,
        to: ADDRESS,
        data: '0x',
        value: coin.amountIn,
        depositAddress: ADDRESS,
        request: {
          requestId: '0xcb422162ba0a775cadcdc7983fc2108e761840446fe3f241fd8f72286fd3b4f8',
          transferId: '0x67ffde85c03352d45f9b073ef15fc73c656115d1c472de76aff9c66580eb5dc7',
        },
        usualGas: 27_300n,
      },
    });
  });

  test('a token is transferred to it, by a call that is made here', async () => {
    const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [ADDRESS, question.amountIn] });
    const byToken = (data: string) =>
      changed((body) => {
        const [, deposit] = body.steps;
        Object.assign(deposit, { depositAddress: ADDRESS });
        Object.assign(deposit.items[0].data, { to: question.corridor.from.address, data, value: '0' });
        body.steps = [deposit];
      });
    const request = { ...question, sender, recipient, minAmountOut: answer.minAmountOut, quoted: answer };
    const built = await build(byToken(`${transfer}${'00'.repeat(32)}`), request);
    expect(built).toMatchObject({ ok: true, value: { to: question.corridor.from.address, data: transfer, value: 0n } });
    expect(built.ok && 'spender' in built.value).toBe(false);
    const more = transfer.replace('3b9aca00', '3b9aca01');
    for (const wrong of [more, transfer.replace('a9059cbb', '095ea7b3'), '0x']) {
      expect(await build(byToken(wrong), request)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
    }
  });

  test.each<[string, (body: Body) => void]>([
    ['no address', ({ steps }) => Object.assign(steps[0], { depositAddress: null })],
    ['the zero address', ({ steps }) => Object.assign(steps[0], { depositAddress: `0x${'0'.repeat(40)}` })],
    ['the sender’s own', ({ steps }) => Object.assign(steps[0], { depositAddress: who.sender })],
    ['another than its own call goes to', ({ steps }) => Object.assign(steps[0].items[0].data, { to: sender })],
    ['a call beside the coin', ({ steps }) => Object.assign(steps[0].items[0].data, { data: '0x12345678' })],
    ['no request', ({ steps }) => Object.assign(steps[0], { requestId: null, items: [{ ...steps[0].items[0], check: null }] })],
    ['two requests', ({ steps }) => Object.assign(steps[0], { requestId: `0x${'12'.repeat(32)}` })],
    ['a second step', ({ steps }) => steps.push(steps[0])],
  ])('with %s is nothing to sign', async (_name, change) => {
    expect(await build(changed(change, name))).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
  });

  test('is asked for as one that is bound to the request', async () => {
    const context = playBack(recordedJson(fixture(name)), nowMs);
    const bodies: unknown[] = [];
    const request: HttpPort['request'] = (input) => {
      bodies.push(JSON.parse(input.body ?? ''));
      return context.http.request(input);
    };
    await relay.transaction({ ...context, http: { request } }, { ...coin, ...who, minAmountOut: 1n, quoted, depositAddress: true });
    expect(bodies).toMatchObject([{ useDepositAddress: true, strict: true, refundTo: who.sender, tradeType: 'EXACT_INPUT' }]);
  });
});

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
