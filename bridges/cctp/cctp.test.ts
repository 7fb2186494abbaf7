import { decodeFunctionData, encodeErrorResult, type Hex, parseAbi, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { recordedJson } from '../_kit/play-back.ts';
import { messengerAbi, transmitterAbi } from './abi.ts';
import { cctp } from './cctp.ts';
import { isForwarded } from './forward-hook.ts';
import { fast, fixture, forwarded, nowMs, otherwise, question, recipient, sender } from './testing/recorded.ts';

const refusal = (name: string, body: unknown, expected: object, asked = question) => ({
  name,
  question: asked,
  recorded: recordedJson(JSON.stringify(body)),
  expected,
});
const tier = (finalityThreshold: number, minimumFee: unknown, more: object = {}) => ({ finalityThreshold, minimumFee, ...more });

describeConformance({
  bridge: cctp,
  nowMs,
  shutOutMs: 300_000,
  otherwise,
  answers: [
    { name: 'forwarded, from Ethereum to Base', question, recorded: recordedJson(fixture('burn-usdc-fees.forward')), expected: forwarded },
    { name: 'brought by the user himself', question, recorded: recordedJson(fixture('burn-usdc-fees')), expected: fast },
    {
      name: 'Avalanche is final in seconds, for nothing',
      question: { ...question, corridor: corridorNamed('avalanche:USDC>ethereum:USDC') },
      recorded: recordedJson(fixture('burn-usdc-fees')),
      expected: {
        ...fast,
        amountOut: question.amountIn,
        minAmountOut: question.amountIn,
        fees: [{ kind: 'protocol', asset: 'avalanche:USDC', amount: 0n }],
        etaSeconds: { p50: 20, p90: 46 },
        userSteps: [{ kind: 'claim', chainId: 1, afterSeconds: 8, gas: 237_401n }],
        limits: { min: 1n, max: null, instant: null },
      },
    },
  ],
  failures: [
    {
      name: 'domains that are not joined',
      question,
      recorded: recordedJson(fixture('burn-usdc-fees.error-404'), 404),
      expected: { code: 'UNSUPPORTED_ROUTE' },
    },
    refusal('no fee at all', [], { code: 'UNSUPPORTED_ROUTE' }),
    refusal('fast dearer than it may be', [tier(1_000, 101), tier(2_000, 0)], { code: 'IMPLAUSIBLE_ANSWER' }),
    refusal('fast cheaper than standard', [tier(1_000, 1), tier(2_000, 2)], { code: 'MALFORMED_ANSWER' }),
    refusal('two fees for one finality', [tier(1_000, 1), tier(1_000, 2)], { code: 'MALFORMED_ANSWER' }),
    refusal('another finality', [tier(1_500, 1)], { code: 'MALFORMED_ANSWER' }),
    refusal('a negative fee', [tier(1_000, -1)], { code: 'MALFORMED_ANSWER' }),
    refusal('a fee in words', [tier(1_000, 'one')], { code: 'MALFORMED_ANSWER' }),
    refusal('forwarding fees out of order', [tier(1_000, 1, { forwardFee: { low: 3, medium: 2, high: 1 } })], { code: 'MALFORMED_ANSWER' }),
    refusal('an absurd forwarding fee', [tier(1_000, 1, { forwardFee: { low: 1, medium: 2, high: 2_000_000_000 } })], {
      code: 'IMPLAUSIBLE_ANSWER',
    }),
    refusal(
      'eaten up by forwarding',
      [tier(1_000, 1, { forwardFee: { low: 1, med: 2, high: 1_500_000 } })],
      { code: 'AMOUNT_TOO_LOW', limit: 1_500_168n },
      {
        ...question,
        amountIn: 1_500_000n,
      },
    ),
    refusal(
      'another token',
      [tier(1_000, 1)],
      { code: 'UNSUPPORTED_ROUTE' },
      { ...question, corridor: corridorNamed('ethereum:USDT>base:USDT') },
    ),
  ],
  corridors: [
    {
      name: 'all to all',
      recorded: recordedJson(fixture('fast-burn-allowance')),
      expected: ['ethereum', 'optimism', 'polygon', 'base', 'arbitrum', 'avalanche'].flatMap((from, _, all) =>
        all.filter((to) => to !== from).map((to) => ({ from: `${from}:USDC`, to: `${to}:USDC` })),
      ),
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(fixture('burn-usdc-fees.forward')),
    expected: {
      chainId: 1,
      to: '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d',
      data: expect.stringMatching(/^0x779b432d/) as unknown as string,
      value: 0n,
      spender: '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d',
      amountSent: question.amountIn,
      amountOut: forwarded.amountOut,
      minAmountOut: forwarded.minAmountOut,
      etaSeconds: forwarded.etaSeconds,
      validUntilMs: forwarded.validUntilMs,
      usualGas: forwarded.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: messengerAbi, data: data as Hex }).args,
    expectedReadBack: [
      question.amountIn,
      6,
      `0x${'0'.repeat(24)}${recipient.slice(2).toLowerCase()}`,
      '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      `0x${'0'.repeat(64)}`,
      110_162n,
      1_000,
      `0x636374702d666f72776172640000000000000000000000000000000000000000${nowMs.toString(16).padStart(16, '0')}`,
    ],
  },
});

test.each([
  ['Max fee must be less than amount', 'LIMIT'],
  ['Burn amount exceeds per tx limit', 'LIMIT'],
  ['No TokenMessenger for domain', 'UNSUPPORTED_ROUTE'],
] as const)('%s means %s', (words, code) => {
  const data = encodeErrorResult({ abi: parseAbi(['error Error(string)']), args: [words] });
  expect(cctp.explainRevert(data)).toMatchObject({ code, detail: expect.stringContaining(words) });
});

test('the topics are those on the mainnets', () => {
  const topics = [...messengerAbi, ...transmitterAbi].flatMap((item) =>
    item.type === 'event' ? [[item.name, toEventSelector(item)]] : [],
  );
  expect(Object.fromEntries(topics)).toEqual({
    DepositForBurn: '0x0c8c1cbdc5190613ebd485511d4e2812cfa45eecb79d845893331fedad5130a5',
    MessageSent: '0x8c5261668696ce22758910d05bab8f186d6eb247ceac2af2e82c7dc17669b036',
    MessageReceived: '0xff48c13eda96b1cceacc6b9edeedc9e9db9d6226afbc30146b720c19d3addb1c',
  });
});

test('a forwarding hook is known by its first bytes', () => {
  expect(isForwarded('0x636374702d666f72776172640000000000000000000000000000000000000000ff')).toBe(true);
  expect(isForwarded('0x0000019876543210')).toBe(false);
});
