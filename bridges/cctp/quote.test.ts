import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../_kit/check-answer.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { messengerAbi } from './abi.ts';
import { cctp } from './cctp.ts';
import { fixture, forwarded, nowMs, question, recipient, sender } from './testing/recorded.ts';

describe('cctp asks for the fees and for the allowance', () => {
  /** Fees and allowance as two answers, and what was asked. */
  const world = (fees: string, allowance: string, status = 200): { context: BridgeContext; asked: string[] } => {
    const asked: string[] = [];
    const context: BridgeContext = {
      ...playBack(recordedJson(fees), nowMs),
      endpoints: { cctp: 'http://iris' },
      http: {
        request: async ({ url }) => {
          asked.push(url);
          return url.includes('/fees/')
            ? { kind: 'response', status: 200, headers: {}, body: fees }
            : { kind: 'response', status, headers: {}, body: allowance };
        },
      },
    };
    return { context, asked };
  };
  const fees = fixture('burn-usdc-fees.forward');

  test('the requests are those of the reference', async () => {
    const { context, asked } = world(fees, fixture('fast-burn-allowance'));
    await cctp.quote(context, question);
    expect(asked).toEqual(['http://iris/v2/burn/USDC/fees/0/6?forward=true', 'http://iris/v2/fastBurn/USDC/allowance']);
  });

  test.each([
    ['covered to the unit: fast', '1000.000001', 'finality', 22, 1_000_000_001n],
    ['a unit short: standard, for nothing but the forwarding', '1000', 'protocol', 902, 1_000_000_000n],
    ['nothing left: standard', '0', 'protocol', 902, 0n],
  ])('%s', async (_name, allowance, kind, p50, instant) => {
    const { context } = world(fees, JSON.stringify({ allowance: Number(allowance), lastUpdated: '2026-01-01T00:00:00Z' }));
    const given = await cctp.quote(context, question);
    if (!given.ok) throw new Error(given.error.detail);
    expect(checkAnswer({ question, answer: given.value, observedAtMs: nowMs }).ok).toBe(true);
    expect(given.value.fees[0]?.kind).toBe(kind);
    expect(given.value.etaSeconds.p50).toBe(p50);
    expect(given.value.limits.instant).toBe(instant);
  });

  test('an allowance that is not known keeps nobody from a quote', async () => {
    const { context } = world(fees, '{"code":429,"error":"slow down"}', 429);
    expect(await cctp.quote(context, question)).toMatchObject({
      ok: true,
      value: { amountOut: forwarded.amountOut, limits: { instant: null } },
    });
  });

  test.each([
    ['within one message', 1_000_000_001n, { ok: true, value: { limits: { max: 1_000_000_001n } } }],
    ['above it', 1_000_000_000n, { ok: false, error: { code: 'AMOUNT_TOO_HIGH', limit: 1_000_000_000n } }],
    ['nothing may be burnt', 0n, { ok: false, error: { code: 'PAUSED' } }],
  ])('the limit of a message is asked of the chain: %s', async (_name, limit, expected) => {
    const { context } = world(fees, fixture('fast-burn-allowance'));
    const data = `0x${limit.toString(16).padStart(64, '0')}`;
    const rpc = { ...context.rpc, call: async () => ({ kind: 'results' as const, results: [{ ok: true as const, data }] }) };
    expect(await cctp.quote({ ...context, rpc }, question)).toMatchObject(expected);
  });

  test('where nothing slower is offered, the allowance is the limit', async () => {
    const { context } = world('[{"finalityThreshold":1000,"minimumFee":1}]', '{"allowance":10.5}');
    expect(await cctp.quote(context, question)).toMatchObject({ ok: false, error: { code: 'INSUFFICIENT_LIQUIDITY', limit: 10_500_000n } });
  });

  test('the caller’s own minimum is what the burn enforces, where it is tighter', async () => {
    const { context } = world(fees, fixture('fast-burn-allowance'));
    const request = { ...question, sender, recipient, minAmountOut: forwarded.amountOut, quoted: forwarded };
    const built = await cctp.transaction(context, request);
    const { args } = decodeFunctionData({ abi: messengerAbi, data: (built.ok ? built.value.data : '0x') as Hex });
    expect(args?.[5]).toBe(question.amountIn - forwarded.amountOut);
    expect(built).toMatchObject({ ok: true, value: { minAmountOut: forwarded.amountOut } });
  });
});
