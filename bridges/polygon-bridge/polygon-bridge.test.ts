import { decodeFunctionData, encodeErrorResult, type Hex, parseAbi } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, type Recorded } from '../_kit/play-back.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import type { ConformanceCases } from '../_kit/testing/conformance-cases.ts';
import { managerAbi, tokenAbi } from './abi.ts';
import { ERC20_PREDICATE, ROOT_CHAIN_MANAGER } from './contracts.ts';
import { polygonBridge } from './polygon-bridge.ts';
import { dai, ether, given, header, leaving, nowMs, recipient, rounds, sender, standing, word } from './testing/polygon-answers.ts';

const ask = (id: string, amountIn = 10n ** 18n + 1n): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn });
const deposit = ask('ethereum:ETH>polygon:WETH', 1_234_567_890_123_456_789n);
const withdrawal = ask('polygon:WETH>ethereum:ETH');

const answer: QuoteAnswer = {
  amountOut: deposit.amountIn,
  minAmountOut: deposit.amountIn,
  fees: [],
  rebate: 0n,
  surcharges: [],
  originGas: 75_000n,
  etaSeconds: { p50: 1_320, p90: 1_800 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};

const reverted = { ok: false, data: '0xdeadbeef' } as const;
const refusal = (name: string, question: QuoteQuestion, recorded: Recorded, expected: object) => ({ name, question, recorded, expected });
const open = given(...standing(ether));
const elsewhere = { code: 'UNSUPPORTED_ROUTE' };

const failures: ConformanceCases['failures'] = [
  refusal('no contract there', deposit, given('0x', '0x'), elsewhere),
  refusal('a revert', deposit, { rpc: { kind: 'results', results: [reverted, reverted] } }, { code: 'UPSTREAM_ERROR' }),
  refusal('one answer for two questions', deposit, given(word(1n)), { code: 'MALFORMED_ANSWER' }),
  refusal('another token is minted', deposit, given(...standing(ether, { child: recipient })), elsewhere),
  refusal('deposits switched off', deposit, given(...standing(ether, { deposits: false })), { code: 'PAUSED' }),
  refusal('exits switched off', withdrawal, leaving(ether, 10n ** 30n, 0n, { exits: false }), { code: 'PAUSED' }),
  refusal('more than there is', withdrawal, leaving(ether, 10n ** 18n, 0n), { code: 'AMOUNT_TOO_HIGH', limit: 10n ** 18n }),
  refusal('WETH, which is not ether here', ask('ethereum:WETH>polygon:WETH'), open, elsewhere),
  refusal('USDT, which has left', ask('ethereum:USDT>polygon:USDT'), open, elsewhere),
  refusal('USDC, which is Circle’s own', ask('ethereum:USDC>polygon:USDC'), open, elsewhere),
  refusal('another chain', ask('ethereum:ETH>base:ETH'), open, elsewhere),
];

describeConformance({
  bridge: polygonBridge,
  nowMs,
  answers: [{ name: 'ether', question: deposit, recorded: open, expected: answer }],
  failures,
  corridors: [
    {
      name: 'both pairs, of which one takes no deposits any more',
      recorded: given(...standing(ether), ...standing(dai, { deposits: false })),
      expected: [
        { from: 'ethereum:ETH', to: 'polygon:WETH' },
        { from: 'polygon:WETH', to: 'ethereum:ETH' },
        { from: 'polygon:DAI', to: 'ethereum:DAI' },
      ],
    },
    {
      name: 'one that stands for another token is none of the registry’s',
      recorded: given(...standing(ether, { child: dai.l2.address }), ...standing(dai, { deposits: false, exits: false })),
      expected: [],
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: open,
    expected: {
      chainId: 1,
      to: ROOT_CHAIN_MANAGER,
      data: expect.stringMatching(/^0x4faa8a26/) as unknown as string,
      value: deposit.amountIn,
      amountSent: deposit.amountIn,
      amountOut: deposit.amountIn,
      minAmountOut: deposit.amountIn,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: managerAbi, data: data as Hex }).args,
    expectedReadBack: [recipient],
  },
});

describe('a withdrawal', () => {
  const first = leaving(ether, 10n ** 24n, 50_000n);

  test('names its claim, when the next checkpoint is due as the last two tell', async () => {
    const quoted = await polygonBridge.quote(rounds(first, given(header(10_000n), header(7_600n))), withdrawal);
    expect(quoted).toMatchObject({
      ok: true,
      value: {
        amountOut: withdrawal.amountIn,
        fees: [],
        originGas: 40_000n,
        etaSeconds: { p50: 2_424, p90: 7_224 },
        userSteps: [{ kind: 'claim', chainId: 1, afterSeconds: 2_400, gas: 260_000n }],
        limits: { min: null, max: 10n ** 24n, instant: null },
      },
    });
    if (quoted.ok) expect(checkAnswer({ question: withdrawal, answer: quoted.value, observedAtMs: nowMs }).ok).toBe(true);
  });

  test.each([
    ['none yet', 0n, given()],
    ['one yet', 10_000n, given()],
    ['the wrong way round', 50_000n, given(header(7_600n), header(10_000n))],
    ['days apart', 50_000n, given(header(1_000_000n), header(1n))],
  ])('checkpoints: %s, and half an hour is taken', async (_name, current, second) => {
    const quoted = await polygonBridge.quote(rounds(leaving(ether, 10n ** 24n, current), second), withdrawal);
    expect(quoted.ok && quoted.value.userSteps?.[0]?.afterSeconds).toBe(1_800);
  });

  test('burns at the token itself, without an allowance, for its sender alone', async () => {
    const question = ask('polygon:DAI>ethereum:DAI');
    const build = (to: string) =>
      polygonBridge.transaction(playBack(leaving(dai, 10n ** 24n, 0n), nowMs), {
        ...question,
        sender,
        recipient: to,
        minAmountOut: question.amountIn,
        quoted: { amountOut: question.amountIn, validUntilMs: nowMs },
      });
    const built = await build(sender.toLowerCase());
    expect(built).toMatchObject({ ok: true, value: { chainId: 137, to: dai.l2.address, value: 0n, amountOut: question.amountIn } });
    expect(built.ok && built.value.spender).toBeUndefined();
    expect(built.ok && decodeFunctionData({ abi: tokenAbi, data: built.value.data as Hex }).args).toEqual([question.amountIn]);
    expect(await build(recipient)).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
  });
});

test('a token is deposited at the manager, and the allowance is its predicate’s', async () => {
  const question = ask('ethereum:DAI>polygon:DAI');
  const built = await polygonBridge.transaction(playBack(given(...standing(dai)), nowMs), {
    ...question,
    sender,
    recipient,
    minAmountOut: question.amountIn,
    quoted: { amountOut: question.amountIn, validUntilMs: nowMs },
  });
  expect(built).toMatchObject({ ok: true, value: { to: ROOT_CHAIN_MANAGER, spender: ERC20_PREDICATE, value: 0n } });
  const call = built.ok ? decodeFunctionData({ abi: managerAbi, data: built.value.data as Hex }) : undefined;
  expect(call).toEqual({ functionName: 'depositFor', args: [recipient, dai.l1.address, word(question.amountIn)] });
});

test('reverts are explained in words that a signer can act on', () => {
  const inWords = (reason: string) => encodeErrorResult({ abi: parseAbi(['error Error(string reason)']), args: [reason] });
  expect(polygonBridge.explainRevert(inWords('RootChainManager: DEPOSIT_DISABLED'))?.code).toBe('PAUSED');
  expect(polygonBridge.explainRevert(inWords('RootChainManager: TOKEN_NOT_MAPPED'))?.code).toBe('UNSUPPORTED_ROUTE');
  expect(polygonBridge.explainRevert(inWords('RootChainManager: ETHER_TRANSFER_FAILED'))).toBeUndefined();
});

test('what its contracts say of themselves: what is switched off, and what lies on Ethereum', () => {
  const [etherOff, etherHeld, daiOff, daiHeld, ...others] = polygonBridge.vitals?.(1) ?? [];
  const status = (deposits: boolean, exits: boolean) => standing(ether, { deposits, exits })[1] as Hex;
  expect([etherOff?.name, etherHeld?.name, daiOff?.name, daiHeld?.name, others]).toEqual([
    'ETH switched off',
    'ETH held',
    'DAI switched off',
    'DAI held',
    [],
  ]);
  expect(etherOff?.read(status(true, true))).toEqual({ kind: 'paused', paused: false });
  expect(etherOff?.read(status(false, true))).toEqual({ kind: 'paused', paused: true });
  expect(daiOff?.read(status(true, false))).toEqual({ kind: 'paused', paused: true });
  expect(daiHeld?.read(word(7n))).toEqual({ kind: 'liquidity', asset: 'ethereum:DAI', amount: 7n });
  expect(etherHeld?.read(word(9n))).toEqual({ kind: 'liquidity', asset: 'ethereum:ETH', amount: 9n });
  expect(polygonBridge.vitals?.(137)).toEqual([]);
});
