import { readFileSync } from 'node:fs';
import { concatHex, encodeAbiParameters, type Hex, toFunctionSelector } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { bridgeData } from './abi.ts';
import { lifi } from './lifi.ts';
import { readBridgeData } from './transaction.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const nowMs = 1_754_342_218_143;
const question = { corridor: corridorNamed('ethereum:USDC>optimism:USDT'), amountIn: 1_000_000n };
const answer: QuoteAnswer = {
  amountOut: 1_013_654n,
  minAmountOut: 1_008_586n,
  fees: [{ kind: 'lp', asset: 'ethereum:USDC', amount: 3_000n }],
  rebate: 0n,
  surcharges: [],
  originGas: 375_000n,
  etaSeconds: { p50: 106.944, p90: 320.832 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
  via: 'Optimism Gateway',
};

const USDC = {
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  chainId: 1,
  symbol: 'USDC',
  decimals: 6,
  coinKey: 'USDC',
  priceUSD: '1',
};
const OP_USDC = { ...USDC, address: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', chainId: 10 };
const ETH = { address: `0x${'0'.repeat(40)}`, chainId: 1, symbol: 'ETH', decimals: 18, coinKey: 'ETH', priceUSD: '2216.77' };
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const DIAMOND = '0x1231DEB6f5749EF6cE6943a275A1D3E7486F4EaE';

type Json = Record<string, unknown>;

/** The documented quote with some of it changed. */
const changed = (change: (body: { action: Json; estimate: Json; includedSteps: { estimate: Json }[]; transactionRequest: Json }) => void) =>
  changedJson(fixture('quote.composed'), change);

const fee = (name: string, amount: string, token: Json = USDC, included = true) => ({
  name,
  amount,
  token,
  included,
  percentage: '0.0025',
});

/** USDC to USDC over one bridge with what an aggregator takes: the shape of the documented answer with figures of our own. */
const likeForLike = (change: (body: { estimate: Json; includedSteps: Json[]; transactionRequest: Json }) => void = () => {}): string => {
  const fees = [fee('LIFI Fixed Fee', '2500'), fee('Relayer Capital Fee', '1500')];
  const message = fee('LayerZero fee', '60000000000000', ETH, false);
  const action = { fromChainId: 1, toChainId: 10, fromToken: USDC, toToken: OP_USDC, fromAmount: '1000000', slippage: 0.005 };
  const body = {
    type: 'lifi',
    tool: 'across',
    toolDetails: { key: 'across', name: 'AcrossV4' },
    action: { ...action, fromAddress: sender, toAddress: recipient },
    estimate: {
      fromAmount: '1000000',
      toAmount: '996000',
      toAmountMin: '996000',
      approvalAddress: DIAMOND,
      feeCosts: [...fees, message],
      gasCosts: [{ type: 'SEND', estimate: '210000', token: ETH }],
      executionDuration: 4,
    },
    includedSteps: [
      { type: 'cross', action, estimate: { fromAmount: '1000000', toAmount: '996000', toAmountMin: '996000', feeCosts: fees } },
    ],
    transactionRequest: { from: sender, to: DIAMOND, chainId: 1, value: '0x3691d6afc000', data: '0x', gasLimit: '0x1' },
  };
  change(body);
  return JSON.stringify(body);
};
const plain = { corridor: corridorNamed('ethereum:USDC>optimism:USDC'), amountIn: 1_000_000n };

const callData = (change: Json = {}): Hex =>
  concatHex([
    toFunctionSelector('startBridgeTokensViaAcrossV3((bytes32,string,string,address,address,address,uint256,uint256,bool,bool),(address))'),
    encodeAbiParameters(bridgeData, [
      {
        transactionId: `0x${'ab'.repeat(32)}`,
        bridge: 'optimism',
        integrator: 'routebook',
        referrer: `0x${'0'.repeat(40)}`,
        sendingAssetId: USDC.address as Hex,
        receiver: recipient,
        minAmount: 1_000_000n,
        destinationChainId: 10n,
        hasSourceSwaps: false,
        hasDestinationCall: false,
        ...change,
      } as never,
    ]),
  ]);
const signed = (data: Hex, parties: Json = { fromAddress: sender, toAddress: recipient }): string =>
  changed(({ action, transactionRequest }) => {
    Object.assign(action, parties);
    Object.assign(transactionRequest, { data });
  });

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
    expect(await lifi.transaction(playBack(recordedJson(body), nowMs), request)).toMatchObject({ ok: false, error: malformed });
  });
});

test('a figure in USD that is out of this world changes no amount', async () => {
  const sound = await lifi.quote(playBack(recordedJson(fixture('quote.composed')), nowMs), question);
  const absurd = changed(({ estimate }) => Object.assign((estimate.feeCosts as Json[])[0] as Json, { amountUSD: '22737686383756.59' }));
  expect(await lifi.quote(playBack(recordedJson(absurd), nowMs), question)).toEqual(sound);
});

describe('the diamond’s logs', () => {
  const started = {
    chainId: 1,
    address: DIAMOND,
    topics: ['0xcba69f43792f9f399347222505213b55af8e0b0b54b893085c2e27ecbe1644f1'],
    data: encodeAbiParameters(bridgeData, [readBridgeData(callData()) as never]),
  };

  test('a start says what is sent where, by which bridge', () => {
    expect(lifi.decode(started)).toMatchObject({
      kind: 'deposit',
      transferKey: `lifi:1:0x${'ab'.repeat(32)}`,
      fields: { bridge: 'optimism', inputToken: USDC.address, inputAmount: 1_000_000n, recipient, destinationChainId: 10n },
    });
  });

  test('the same from elsewhere is nobody’s, and damaged ones are none', () => {
    expect(lifi.decode({ ...started, address: sender })).toBeUndefined();
    expect(lifi.decode({ ...started, data: started.data.slice(0, 100) })).toBeUndefined();
  });

  test('transfers are followed as those of the bridge that was picked', () => {
    expect(lifi.watches(1)).toEqual([]);
  });
});
