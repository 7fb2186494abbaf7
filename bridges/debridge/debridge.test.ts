import { readFileSync } from 'node:fs';
import { decodeFunctionData, encodeErrorResult, encodeFunctionData, type Hex, toEventSelector } from 'viem';
import { expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { destinationAbi, earlierDestinationAbi, sourceAbi } from './abi.ts';
import { debridge } from './debridge.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const nowMs = 1_754_342_218_143;
const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
const answer: QuoteAnswer = {
  amountOut: 999_147_813n,
  minAmountOut: 999_147_813n,
  fees: [
    { kind: 'protocol', asset: 'ethereum:USDC', amount: 400_000n },
    { kind: 'solver', asset: 'arbitrum:USDC', amount: 399_840n },
    { kind: 'relayer-gas', asset: 'arbitrum:USDC', amount: 52_347n },
  ],
  rebate: 0n,
  surcharges: [{ kind: 'fixed', asset: 'ethereum:ETH', amount: 10n ** 15n }],
  originGas: 250_000n,
  etaSeconds: { p50: 7, p90: 120 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const DLN_SOURCE = '0xeF4fB24aD0916217251F553c0596F8Edc630EB66';

interface Body {
  estimation: {
    srcChainTokenIn: Record<string, unknown>;
    dstChainTokenOut: Record<string, unknown>;
    costsDetails: Record<string, unknown>[];
  };
  fixFee: unknown;
}
/** The estimation with some of it changed. */
const changed = (change: (body: Body) => unknown, name = 'create-tx.usdc-estimation'): string => changedJson(fixture(name), change);

const order = {
  giveTokenAddress: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  giveAmount: question.amountIn,
  takeTokenAddress: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
  takeAmount: answer.amountOut,
  takeChainId: 42_161n,
  receiverDst: recipient,
  givePatchAuthoritySrc: sender,
  orderAuthorityAddressDst: sender,
  allowedTakerDst: '0x',
  externalCall: '0x',
  allowedCancelBeneficiarySrc: '0x',
} as const;
const orderCall = (changes: object = {}, affiliateFee: Hex = '0x'): Hex =>
  encodeFunctionData({
    abi: sourceAbi,
    functionName: 'createSaltedOrder',
    args: [{ ...order, ...changes }, 1_746_213_179_552n, affiliateFee, 0, '0x', '0x0101'],
  });
const withTx = (tx: object = {}): string =>
  changed((body) =>
    Object.assign(body, { tx: { to: DLN_SOURCE, data: orderCall(), value: '1000000000000000', ...tx }, orderId: `0x${'ab'.repeat(32)}` }),
  );

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

test.each<[string, object, string]>([
  ['another token given', { data: orderCall({ giveTokenAddress: recipient }) }, 'MALFORMED_ANSWER'],
  ['more given', { data: orderCall({ giveAmount: question.amountIn + 1n }) }, 'MALFORMED_ANSWER'],
  ['less taken', { data: orderCall({ takeAmount: answer.amountOut - 1n }) }, 'MALFORMED_ANSWER'],
  ['another token taken', { data: orderCall({ takeTokenAddress: sender }) }, 'MALFORMED_ANSWER'],
  ['another chain', { data: orderCall({ takeChainId: 10n }) }, 'MALFORMED_ANSWER'],
  ['somebody else paid', { data: orderCall({ receiverDst: sender }) }, 'MALFORMED_ANSWER'],
  ['somebody else may lower it', { data: orderCall({ givePatchAuthoritySrc: recipient }) }, 'MALFORMED_ANSWER'],
  ['somebody else may cancel', { data: orderCall({ orderAuthorityAddressDst: recipient }) }, 'MALFORMED_ANSWER'],
  ['somebody else refunded', { data: orderCall({ allowedCancelBeneficiarySrc: recipient }) }, 'MALFORMED_ANSWER'],
  ['a call besides', { data: orderCall({ externalCall: '0x12' }) }, 'MALFORMED_ANSWER'],
  ['a fee besides', { data: orderCall({}, `0x${'12'.repeat(52)}`) }, 'MALFORMED_ANSWER'],
  ['no order', { data: '0xa9059cbb' }, 'MALFORMED_ANSWER'],
  ['another contract', { to: '0x663DC15D3C1aC63ff12E45Ab68FeA3F0a883C251' }, 'UNSUPPORTED_ROUTE'],
  ['nothing to sign', { data: null }, 'MALFORMED_ANSWER'],
])('what is not the order that was quoted is not handed out: %s', async (_name, tx, code) => {
  const request = { ...question, sender, recipient, minAmountOut: answer.minAmountOut, quoted: answer };
  expect(await debridge.transaction(playBack(recordedJson(withTx(tx)), nowMs), request)).toMatchObject({ ok: false, error: { code } });
});

test('ether is paid as value, beside the fixed fee', async () => {
  const native = `0x${'0'.repeat(40)}`;
  const amountIn = 10n ** 18n;
  const step = (chain: string, type: string, given: bigint, left: bigint) => ({
    chain,
    tokenIn: native,
    tokenOut: native,
    amountIn: String(given),
    amountOut: String(left),
    type,
  });
  const side = (chainId: number, amount: bigint) => ({ address: native, chainId, decimals: 18, symbol: 'ETH', amount: String(amount) });
  const out = 999_200_000_000_000_000n;
  const changes = { giveTokenAddress: native, giveAmount: amountIn, takeTokenAddress: native, takeAmount: out, takeChainId: 10n };
  const body = {
    estimation: {
      srcChainTokenIn: side(1, amountIn),
      dstChainTokenOut: side(10, out),
      costsDetails: [
        step('1', 'DlnProtocolFee', amountIn, 999_600_000_000_000_000n),
        step('10', 'TakerMargin', 999_600_000_000_000_000n, out),
      ],
    },
    fixFee: '1000000000000000',
    tx: { to: DLN_SOURCE, data: orderCall(changes), value: String(amountIn + 10n ** 15n) },
  };
  const asked = { corridor: corridorNamed('ethereum:ETH>optimism:ETH'), amountIn };
  const built = await debridge.transaction(playBack(recordedJson(JSON.stringify(body)), nowMs), {
    ...asked,
    sender,
    recipient,
    minAmountOut: out,
    quoted: { amountOut: out, validUntilMs: nowMs + 1 },
  });
  expect(built).toMatchObject({ ok: true, value: { value: amountIn + 10n ** 15n, amountOut: out } });
  expect(built.ok && 'spender' in built.value).toBe(false);
});

test('an estimation is asked for without wallets, a transaction with them', async () => {
  const asked: URL[] = [];
  const context: BridgeContext = {
    ...playBack(recordedJson(withTx()), nowMs),
    endpoints: { debridge: 'http://dln/v1.0' },
    apiKeys: {},
    http: {
      request: async ({ url }) => {
        asked.push(new URL(url));
        return { kind: 'response', status: 200, headers: {}, body: withTx() };
      },
    },
  };
  await debridge.quote(context, question);
  await debridge.transaction(context, { ...question, sender, recipient, minAmountOut: 1n, quoted: answer });
  const common = {
    srcChainId: '1',
    srcChainTokenIn: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
    srcChainTokenInAmount: '1000000000',
    dstChainId: '42161',
    dstChainTokenOut: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
    dstChainTokenOutAmount: 'auto',
    prependOperatingExpenses: 'false',
  };
  expect(asked.map(({ pathname }) => pathname)).toEqual(['/v1.0/dln/order/create-tx', '/v1.0/dln/order/create-tx']);
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual(common);
  expect(Object.fromEntries(asked[1]?.searchParams ?? [])).toEqual({
    ...common,
    senderAddress: sender,
    dstChainTokenOutRecipient: recipient,
    srcChainOrderAuthorityAddress: sender,
    dstChainOrderAuthorityAddress: sender,
  });
});

test('a transfer is looked up by its transaction where its order is not known', async () => {
  const id = `0x${'ab'.repeat(32)}`;
  const context: BridgeContext = {
    ...playBack(recordedJson(''), nowMs),
    http: {
      request: async ({ url }) => ({
        kind: 'response',
        status: 200,
        headers: {},
        body: url.endsWith('/order-ids') ? JSON.stringify({ orderIds: [id] }) : JSON.stringify({ orderId: id, status: 'SentUnlock' }),
      }),
    },
  };
  const given = await debridge.status?.(context, { originChainId: 10, transactionHash: `0x${'12'.repeat(32)}` });
  expect(given).toMatchObject({ ok: true, value: { state: 'COMPLETED', vendorState: 'SentUnlock', transferKey: `debridge:10:${id}` } });
});

test.each([
  ['Created', 'CONFIRMED'],
  ['Fulfilled', 'COMPLETED'],
  ['ClaimedUnlock', 'COMPLETED'],
  ['OrderCancelled', 'FAILED'],
  ['SentOrderCancel', 'FAILED'],
  ['ClaimedOrderCancel', 'REFUNDED'],
])('%s is %s', async (word, state) => {
  const body = JSON.stringify({ orderId: '0x12', status: word });
  expect(await debridge.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: '0x12' })).toMatchObject({
    ok: true,
    value: { state },
  });
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
