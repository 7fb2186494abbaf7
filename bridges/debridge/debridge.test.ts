import { decodeFunctionData, encodeErrorResult, type Hex, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { recordedJson } from '../_kit/play-back.ts';
import { destinationAbi, earlierDestinationAbi, sourceAbi } from './abi.ts';
import { debridge } from './debridge.ts';
import {
  answer,
  changed,
  DLN_SOURCE,
  fixture,
  nowMs,
  order,
  orderCall,
  question,
  recipient,
  sender,
  withTx,
} from './testing/sample-order.ts';

const refusal = (name: string, body: string, expected: object, asked = question) => ({
  name,
  question: asked,
  recorded: recordedJson(body),
  expected,
});
const malformed = { code: 'MALFORMED_ANSWER' };

describeConformance({
  bridge: debridge,
  nowMs,
  answers: [
    {
      name: '1 000 USDC from Ethereum to Arbitrum',
      question,
      recorded: recordedJson(fixture('create-tx.usdc-estimation')),
      expected: answer,
    },
  ],
  failures: [
    {
      name: 'too low',
      question,
      recorded: recordedJson(fixture('create-tx.error-low-give-amount'), 400),
      expected: { code: 'AMOUNT_TOO_LOW' },
    },
    refusal('too low, with a status of success', fixture('create-tx.error-low-give-amount'), { code: 'AMOUNT_TOO_LOW' }),
    { name: 'their fault', question, recorded: recordedJson(fixture('create-tx.error-500'), 500), expected: { code: 'UPSTREAM_ERROR' } },
    refusal('no liquidity', '{"errorId":"INSUFFICIENT_LIQUIDITY","errorMessage":"nobody"}', { code: 'INSUFFICIENT_LIQUIDITY' }),
    refusal('expenses put on top: more is paid than was asked', fixture('create-tx.usdc-prepended'), {
      ...malformed,
      detail: expect.stringContaining('1000052347'),
    }),
    refusal(
      'another token',
      changed(({ estimation }) => Object.assign(estimation.dstChainTokenOut, { address: sender })),
      malformed,
    ),
    refusal(
      'another chain',
      changed(({ estimation }) => Object.assign(estimation.srcChainTokenIn, { chainId: 10 })),
      malformed,
    ),
    refusal(
      'other decimals',
      changed(({ estimation }) => Object.assign(estimation.dstChainTokenOut, { decimals: 18 })),
      malformed,
    ),
    refusal(
      'a step that takes what it does not say',
      changed(({ estimation }) => Object.assign(estimation.costsDetails[1] as object, { payload: { feeAmount: '1' } })),
      malformed,
    ),
    refusal(
      'a step from nowhere',
      changed(({ estimation }) => estimation.costsDetails.splice(1, 1)),
      malformed,
    ),
    refusal(
      'a cost that nobody documents',
      changed(({ estimation }) => Object.assign(estimation.costsDetails[0] as object, { type: 'Tip' })),
      malformed,
    ),
    refusal(
      'more out than the costs leave',
      changed(({ estimation }) => Object.assign(estimation.dstChainTokenOut, { amount: '999147814', recommendedAmount: '999147814' })),
      malformed,
    ),
    refusal(
      'more than solvers take',
      changed(({ estimation }) => Object.assign(estimation.dstChainTokenOut, { recommendedAmount: '999147812' })),
      malformed,
    ),
    refusal('another payment than the fixed fee', withTx({ value: '1' }), malformed),
    refusal(
      'a fixed fee of 1 000 ether',
      changed((body) => Object.assign(body, { fixFee: String(10n ** 21n) })),
      malformed,
    ),
    refusal(
      'far more worth out than in',
      changed(({ estimation }) => Object.assign(estimation.dstChainTokenOut, { approximateUsdValue: 1_100 })),
      malformed,
    ),
    refusal('on one chain', '{}', { code: 'UNSUPPORTED_ROUTE' }, { ...question, corridor: corridorNamed('ethereum:USDC>ethereum:USDT') }),
  ],
  corridors: [
    {
      name: 'what solvers hold, on the chains that are listed',
      recorded: recordedJson(
        JSON.stringify({ chains: [1, 10, 137, 100000022].map((chainId) => ({ chainId, originalChainId: chainId, chainName: 'x' })) }),
      ),
      expected: [
        ['ethereum:ETH', 'optimism:ETH'],
        ['ethereum:USDC', 'optimism:USDC'],
        ['ethereum:USDC', 'polygon:USDC'],
        ['optimism:ETH', 'ethereum:ETH'],
        ['optimism:USDC', 'ethereum:USDC'],
        ['optimism:USDC', 'polygon:USDC'],
        ['polygon:USDC', 'ethereum:USDC'],
        ['polygon:USDC', 'optimism:USDC'],
      ].map(([from = '', to = '']) => ({ from, to })),
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(withTx()),
    expected: {
      chainId: 1,
      to: DLN_SOURCE,
      data: orderCall(),
      value: 10n ** 15n,
      spender: DLN_SOURCE,
      amountSent: question.amountIn,
      amountOut: answer.amountOut,
      minAmountOut: answer.amountOut,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: sourceAbi, data: data as Hex }).args?.[0],
    expectedReadBack: {
      ...order,
      takeTokenAddress: order.takeTokenAddress.toLowerCase(),
      receiverDst: recipient.toLowerCase(),
      orderAuthorityAddressDst: sender.toLowerCase(),
    },
  },
});

test('a fixed fee that changed is explained', () => {
  const data = encodeErrorResult({ abi: sourceAbi, errorName: 'WrongFixedFee', args: [1n, 2n] });
  expect(debridge.explainRevert(data)).toMatchObject({ code: 'QUOTE_EXPIRED', detail: expect.stringContaining('WrongFixedFee') });
});

test('the topics are those on the mainnets', () => {
  const topics = [...sourceAbi, ...destinationAbi, ...earlierDestinationAbi].flatMap((item) =>
    item.type === 'event' ? [[item.name, toEventSelector(item)]] : [],
  );
  expect(topics).toEqual([
    ['CreatedOrder', '0xfc8703fd57380f9dd234a89dce51333782d49c5902f307b02f03e014d18fe471'],
    ['ClaimedOrderCancel', '0x7d7d1c5b3eadbe275ceb358e65cd57410b35997187258dbaaae42ab6e1405fd8'],
    ['FulfilledOrder', '0xc164aca37b9805a1c9027b6f32260a069723a82926f6e9ece4926e4dd3ea8ecf'],
    ['FulfilledOrder', '0xd281ee92bab1446041582480d2c0a9dc91f855386bb27ea295faac1e992f7fe4'],
  ]);
});
