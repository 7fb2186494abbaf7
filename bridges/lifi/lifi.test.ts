import { expect, test } from 'vitest';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { lifi } from './lifi.ts';
import {
  answer,
  callData,
  changed,
  DIAMOND,
  exchanged,
  fee,
  feeOf,
  fixture,
  giving,
  type Json,
  likeForLike,
  nowMs,
  OP_USDC,
  plain,
  question,
  recipient,
  sender,
  signed,
  USDC,
  unpriced,
} from './testing/sample-quotes.ts';
import { readBridgeData } from './transaction.ts';

const refusal = (name: string, body: string, expected: object, status = 200, headers: Record<string, string> = {}) => ({
  name,
  question,
  recorded: recordedJson(body, status, headers),
  expected,
});
const malformed = { code: 'MALFORMED_ANSWER' };

describeConformance({
  bridge: lifi,
  nowMs,
  answers: [
    { name: 'USDC to USDT, exchanged on the way', question, recorded: recordedJson(fixture('quote.composed')), expected: answer },
    {
      name: 'USDC to USDC: the fees close the sum, a message is paid besides',
      question: plain,
      recorded: recordedJson(likeForLike()),
      expected: {
        amountOut: 996_000n,
        minAmountOut: 996_000n,
        fees: [
          { kind: 'integrator', asset: 'ethereum:USDC', amount: 2_500n },
          { kind: 'relayer-capital', asset: 'ethereum:USDC', amount: 1_500n },
        ],
        rebate: 0n,
        surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: 60_000_000_000_000n }],
        originGas: 210_000n,
        etaSeconds: { p50: 4, p90: 12 },
        limits: answer.limits,
        validUntilMs: answer.validUntilMs,
        via: 'AcrossV4',
      },
    },
  ],
  failures: [
    refusal(
      'no quote: an amount too low counts more than a tool that timed out',
      fixture('quote.error-no-quote'),
      { code: 'AMOUNT_TOO_LOW' },
      404,
    ),
    refusal('no quote: no liquidity', fixture('quote.error-liquidity'), { code: 'INSUFFICIENT_LIQUIDITY' }, 404),
    refusal(
      'no quote, and nothing more',
      '{"message":"No available quotes for the requested transfer","code":1002}',
      { code: 'UNSUPPORTED_ROUTE' },
      404,
    ),
    refusal('the same with 200', '{"message":"No available quotes for the requested transfer","code":1002}', { code: 'UNSUPPORTED_ROUTE' }),
    refusal('a token that is not carried', fixture('quote.error-token'), { code: 'UNSUPPORTED_ROUTE' }, 400),
    refusal('a wrong request', fixture('error'), { code: 'UPSTREAM_ERROR' }, 400),
    refusal('a timeout of theirs', '{"message":"Request timed out","code":1009}', { code: 'UPSTREAM_TIMEOUT' }, 424),
    refusal('too many questions, said in words', fixture('quote.error-rate-limit'), { code: 'RATE_LIMITED', retryAfterMs: 3_300_000 }, 429),
    refusal('too many questions, said in their header', '{}', { code: 'RATE_LIMITED', retryAfterMs: 5_400_000 }, 429, {
      'ratelimit-reset': '5400',
    }),
    refusal(
      'another token',
      changed(({ action }) => Object.assign(action.toToken as Json, { address: OP_USDC.address })),
      malformed,
    ),
    refusal(
      'other decimals',
      changed(({ action }) => Object.assign(action.toToken as Json, { decimals: 18 })),
      malformed,
    ),
    refusal(
      'another chain',
      changed(({ action }) => Object.assign(action, { toChainId: 137 })),
      malformed,
    ),
    refusal(
      'another amount',
      changed(({ action }) => Object.assign(action, { fromAmount: '2000000' })),
      malformed,
    ),
    refusal(
      'ten times',
      changed(({ estimate }) => Object.assign(estimate, { toAmount: '10136540' })),
      malformed,
    ),
    refusal(
      'ten times, all through',
      changed(({ estimate, includedSteps }) => {
        for (const one of [estimate, includedSteps[1]?.estimate ?? {}])
          Object.assign(one, { toAmount: '10136540', toAmountMin: '10085860' });
      }),
      { code: 'IMPLAUSIBLE_ANSWER' },
    ),
    refusal(
      'less kept than the slippage allows',
      changed(({ estimate }) => Object.assign(estimate, { toAmountMin: '900000' })),
      malformed,
    ),
    refusal(
      'fees that are not those of the parts',
      changed(({ estimate }) => Object.assign(estimate, { feeCosts: [] })),
      malformed,
    ),
    refusal(
      'another spender',
      changed(({ estimate }) => Object.assign(estimate, { approvalAddress: sender })),
      malformed,
    ),
    refusal(
      'a call to somebody else',
      changed(({ transactionRequest }) => Object.assign(transactionRequest, { to: sender })),
      malformed,
    ),
    refusal(
      'a call that pays',
      changed(({ transactionRequest }) => Object.assign(transactionRequest, { value: '0x1' })),
      malformed,
    ),
    refusal(
      'a call on another chain',
      changed(({ transactionRequest }) => Object.assign(transactionRequest, { chainId: 10 })),
      malformed,
    ),
    {
      name: 'sums of one money that contradict each other',
      question: plain,
      recorded: recordedJson(
        likeForLike(({ estimate, includedSteps }) => {
          for (const one of [estimate, includedSteps[0]?.estimate as Json])
            Object.assign(one, { toAmount: '996001', toAmountMin: '996001' });
        }),
      ),
      expected: malformed,
    },
    refusal('a thousandth, all through', giving('1013'), { code: 'IMPLAUSIBLE_ANSWER' }),
    refusal('in wei, all through, and nobody says a price', giving(`1013654${'0'.repeat(12)}`, unpriced), { code: 'IMPLAUSIBLE_ANSWER' }),
    refusal(
      'twice the worth by its sums in USD, where nobody says a price',
      giving('1013654', unpriced, { fromAmountUSD: '1.00', toAmountUSD: '2.00' }),
      { code: 'IMPLAUSIBLE_ANSWER' },
    ),
    refusal(
      'half the worth by its sums in USD, where only its fee has a price',
      giving('1013654', unpriced, { fromAmountUSD: '1.00', toAmountUSD: '0.50' }),
      { code: 'IMPLAUSIBLE_ANSWER' },
    ),
    refusal('a fee in wei, all through', feeOf(`3000${'0'.repeat(12)}`), malformed),
    refusal('a fee in wei, all through, and nobody says its share', feeOf(`3000${'0'.repeat(12)}`, null), malformed),
    refusal('a fee that is another share than it says', feeOf('30'), malformed),
    {
      name: 'nearly all of it lost on the way without a reason',
      question: plain,
      recorded: recordedJson(exchanged('1')),
      expected: malformed,
    },
    {
      name: 'more lost on the way than pools take',
      question: plain,
      recorded: recordedJson(exchanged('945999')),
      expected: malformed,
    },
    {
      name: 'a fee besides the amount in a token that nobody asks for',
      question: plain,
      recorded: recordedJson(likeForLike(({ estimate }) => (estimate.feeCosts as Json[]).push(fee('Surprise', '1', OP_USDC, false)))),
      expected: malformed,
    },
  ],
  corridors: [
    {
      name: 'every token that it lists to every other chain, but for one with other decimals than ours',
      recorded: recordedJson(fixture('tokens')),
      expected: [
        { from: 'ethereum:ETH', to: 'optimism:USDT' },
        { from: 'ethereum:USDC', to: 'optimism:USDT' },
        { from: 'optimism:USDT', to: 'ethereum:ETH' },
        { from: 'optimism:USDT', to: 'ethereum:USDC' },
      ],
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(signed(callData())),
    expected: {
      chainId: 1,
      to: DIAMOND,
      data: callData(),
      value: 0n,
      spender: DIAMOND,
      amountSent: 1_000_000n,
      amountOut: answer.amountOut,
      minAmountOut: answer.minAmountOut,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => {
      const told = readBridgeData(data);
      return [told?.receiver, told?.destinationChainId, told?.sendingAssetId, told?.minAmount];
    },
    expectedReadBack: [recipient, 10n, USDC.address, 1_000_000n],
  },
});

test.each([
  ['49999 of a million', '946001', [{ kind: 'swap', asset: 'ethereum:USDC', amount: 49_999n }]],
  ['nothing', '996000', []],
])('an exchange on the way may cost %s', async (_name, left, swapped) => {
  const given = await lifi.quote(playBack(recordedJson(exchanged(left)), nowMs), plain);
  expect(given.ok && given.value.fees.filter(({ kind }) => kind === 'swap')).toEqual(swapped);
});

test('a figure in USD that is out of this world changes no amount', async () => {
  const sound = await lifi.quote(playBack(recordedJson(fixture('quote.composed')), nowMs), question);
  const absurd = changed(({ estimate }) => Object.assign((estimate.feeCosts as Json[])[0] as Json, { amountUSD: '22737686383756.59' }));
  expect(await lifi.quote(playBack(recordedJson(absurd), nowMs), question)).toEqual(sound);
});
