import { readFileSync } from 'node:fs';
import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { describeConformance, describeReadings, type Otherwise } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { HttpPort } from '../_kit/port.ts';
import { depositoryAbi } from './abi.ts';
import { relay } from './relay.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const corridor = (id: string) => {
  const found = corridorById(id);
  if (found === undefined) throw new Error(`no corridor ${id}`);
  return found;
};

const nowMs = 1_754_342_218_143;
const ID = '0x5fd4e4b6a1c0b63d3c4f0b3f2d7a6e1c9b8a7f6e5d4c3b2a190817161514131a';
const DEPOSITORY = '0x4cD00E387622C35bDDB9b4c962C136462338BC31';
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const common = {
  rebate: 0n,
  surcharges: [],
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};

const question = { corridor: corridor('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
const answer: QuoteAnswer = {
  ...common,
  amountOut: 999_881_800n,
  minAmountOut: 999_381_858n,
  fees: [
    { kind: 'relayer-gas', asset: 'ethereum:USDC', amount: 23_200n },
    { kind: 'solver', asset: 'ethereum:USDC', amount: 95_000n },
  ],
  originGas: 91_000n,
  etaSeconds: { p50: 2, p90: 10 },
};

const ether = { corridor: corridor('ethereum:ETH>base:ETH'), amountIn: 1_001_599_368_867_232n };

// biome-ignore lint/suspicious/noExplicitAny: a recorded answer that a test takes apart
type Body = any;

/** The token's answer with some of it changed. */
const changed = (change: (body: Body) => void, name = 'quote.usdc-1-to-42161'): string => {
  const body = JSON.parse(fixture(name));
  change(body);
  return JSON.stringify(body);
};
const refusal = (name: string, recorded: ReturnType<typeof recordedJson>, expected: object) => ({ name, question, recorded, expected });
const tampered = (name: string, change: (body: Body) => void, code = 'MALFORMED_ANSWER') =>
  refusal(name, recordedJson(changed(change)), { code });

/** An answer without a least amount is one of the older kind, whose tolerance alone says what may slip. */
const otherwise: Otherwise = (body, _question, sound) => {
  const { currencyOut, slippageTolerance } = JSON.parse(body).details;
  if ((currencyOut.minimumAmount ?? null) !== null) return undefined;
  return { ...sound, minAmountOut: sound.amountOut - BigInt(slippageTolerance?.destination?.value ?? 0) };
};

describeConformance({
  otherwise,
  bridge: relay,
  nowMs,
  answers: [
    { name: '1 000 USDC from Ethereum to Arbitrum', question, recorded: recordedJson(fixture('quote.usdc-1-to-42161')), expected: answer },
    {
      name: 'ether from Ethereum to Base, as documented',
      question: ether,
      recorded: recordedJson(fixture('quote.bridge-eth-1-to-8453')),
      expected: {
        ...common,
        amountOut: 1_000_000_000_000_000n,
        minAmountOut: 1_000_000_000_000_000n,
        fees: [
          { kind: 'relayer-gas', asset: 'ethereum:ETH', amount: 1_599_368_867_232n },
          { kind: 'solver', asset: 'ethereum:ETH', amount: 0n },
        ],
        originGas: 21_000n,
        etaSeconds: { p50: 12, p90: 36 },
      },
    },
    {
      name: 'a negative service fee is a rebate',
      question,
      recorded: recordedJson(fixture('quote.usdc-with-rebate')),
      expected: {
        ...answer,
        amountOut: 999_990_000n,
        minAmountOut: 999_990_000n,
        fees: [
          { kind: 'relayer-gas', asset: 'ethereum:USDC', amount: 23_200n },
          { kind: 'solver', asset: 'ethereum:USDC', amount: 0n },
        ],
        rebate: 13_200n,
      },
    },
    {
      name: 'a swap on the way, which the answer names',
      question,
      recorded: recordedJson(fixture('quote.usdc-rebalanced')),
      expected: {
        ...answer,
        amountOut: 999_631_800n,
        minAmountOut: 999_131_983n,
        fees: [...answer.fees, { kind: 'swap', asset: 'ethereum:USDC', amount: 250_000n }],
      },
    },
    {
      name: 'another coin out',
      question: { ...question, corridor: corridor('ethereum:USDC>arbitrum:ETH') },
      recorded: recordedJson(fixture('quote.usdc-to-eth')),
      expected: {
        ...answer,
        amountOut: 344_640_000_000_000_000n,
        minAmountOut: 342_916_800_000_000_000n,
        fees: [
          { kind: 'relayer-gas', asset: 'ethereum:USDC', amount: 23_200n },
          { kind: 'solver', asset: 'ethereum:USDC', amount: 600_000n },
        ],
      },
    },
  ],
  failures: [
    refusal('too low', recordedJson(fixture('quote.error-amount-too-low'), 400), { code: 'AMOUNT_TOO_LOW' }),
    refusal('no route', recordedJson(fixture('quote.error-no-routes'), 400), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('no such token', recordedJson(fixture('quote.error-input-currency'), 400), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('nothing left', recordedJson(fixture('quote.error-liquidity'), 400), { code: 'INSUFFICIENT_LIQUIDITY' }),
    refusal('a payment that would fail', recordedJson(fixture('quote.error-destination-failed'), 400), { code: 'UPSTREAM_ERROR' }),
    refusal('a disabled chain', recordedJson('{"message":"off","errorCode":"CHAIN_DISABLED"}', 400), { code: 'PAUSED' }),
    refusal('an error of no known shape', recordedJson('{"why":"no"}', 400), { code: 'UPSTREAM_ERROR' }),
    tampered('another token', ({ details }) => Object.assign(details.currencyOut.currency, { address: sender })),
    tampered('other decimals', ({ details }) => {
      details.currencyOut.currency.decimals = 18;
      details.currencyOut.amountFormatted = '0.0000000009998818';
    }),
    tampered('another chain', ({ details }) => Object.assign(details.currencyOut.currency, { chainId: 10 })),
    tampered('another amount in', ({ details }) =>
      Object.assign(details.currencyIn, { amount: '1000000001', amountFormatted: '1000.000001' }),
    ),
    tampered('an amount that is not what it says in whole units', ({ details }) =>
      Object.assign(details.currencyOut, { amount: '999881801' }),
    ),
    tampered('one unit more than the fees leave', ({ details }) =>
      Object.assign(details.currencyOut, { amount: '999881801', amountFormatted: '999.881801' }),
    ),
    tampered('a unit that nothing explains', ({ details }) =>
      Object.assign(details.currencyOut, { amount: '999881799', amountFormatted: '999.881799' }),
    ),
    tampered('fees that are not their parts', ({ fees }) =>
      Object.assign(fees.relayerGas, { amount: '23201', amountFormatted: '0.023201' }),
    ),
    tampered('a minimum above the amount', ({ details }) => Object.assign(details.currencyOut, { minimumAmount: '999881801' })),
    tampered('a deposit on another chain', ({ steps }) => Object.assign(steps[1].items[0].data, { chainId: 10 })),
    tampered('a deposit that takes a coin beside', ({ steps }) => Object.assign(steps[1].items[0].data, { value: '1' })),
    tampered(
      'ten times',
      ({ details }) => Object.assign(details.currencyOut, { amount: '9998818000', amountFormatted: '9998.818', amountUsd: '9998.818' }),
      'IMPLAUSIBLE_ANSWER',
    ),
  ],
  corridors: [
    {
      name: 'coins, tokens of the solver, no disabled and no unknown chain',
      recorded: recordedJson(fixture('chains')),
      expected: [
        { from: 'ethereum:ETH', to: 'arbitrum:ETH' },
        { from: 'ethereum:USDC', to: 'arbitrum:USDC' },
        { from: 'arbitrum:ETH', to: 'ethereum:ETH' },
        { from: 'arbitrum:USDC', to: 'ethereum:USDC' },
      ],
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(fixture('quote.usdc-1-to-42161')),
    expected: {
      chainId: 1,
      to: DEPOSITORY,
      data: expect.stringMatching(/^0x/) as unknown as string,
      value: 0n,
      spender: DEPOSITORY,
      amountSent: question.amountIn,
      amountOut: answer.amountOut,
      minAmountOut: answer.minAmountOut,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: depositoryAbi, data: data as Hex }),
    expectedReadBack: {
      functionName: 'depositErc20',
      args: [sender, '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', question.amountIn, ID],
    },
  },
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

test.each([
  ['the answer’s USD figures agree with them', '0.118200', true],
  ['they do not', '7.5', false],
])('fees in another coin are one figure, if %s', async (_name, relayerUsd, accepted) => {
  const body = changed(({ fees }) => {
    const currency = { chainId: 1, address: '0x0000000000000000000000000000000000000000', symbol: 'ETH', name: 'Ether', decimals: 18 };
    fees.relayer = { currency, amount: '40758620689655', amountUsd: relayerUsd };
    fees.relayerGas = { currency, amount: '40758620689655' };
    fees.relayerService = { currency, amount: '0' };
  });
  const given = await relay.quote(playBack(recordedJson(body), nowMs), question);
  if (accepted) {
    expect(given).toMatchObject({
      ok: true,
      value: { amountOut: answer.amountOut, fees: [{ kind: 'solver', asset: 'ethereum:USDC', amount: 118_200n }] },
    });
  } else expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

const usdc = { corridor: 'ethereum:USDC>arbitrum:USDC', amountIn: '1000000000' };
const failure = (code: string) => ({ reading: { failure: { code } } });
describeReadings(
  relay,
  new URL('fixtures/', import.meta.url),
  {
    'quote.bridge-eth-1-to-8453.json': {
      reading: {
        quote: {
          corridor: 'ethereum:ETH>base:ETH',
          amountIn: '1001599368867232',
          amountOut: '1000000000000000',
          minAmountOut: '1000000000000000',
          fees: [
            { kind: 'relayer-gas', amount: '1599368867232' },
            { kind: 'solver', amount: '0' },
          ],
          etaSeconds: { p50: 12, p90: 36 },
        },
      },
    },
    'quote.usdc-1-to-42161.json': { reading: { quote: { ...usdc, amountOut: '999881800', minAmountOut: '999381858', rebate: '0' } } },
    'quote.usdc-with-rebate.json': { reading: { quote: { ...usdc, amountOut: '999990000', rebate: '13200' } } },
    'quote.usdc-rebalanced.json': { reading: { quote: { ...usdc, amountOut: '999631800' } } },
    'quote.usdc-to-eth.json': { reading: { quote: { corridor: 'ethereum:USDC>arbitrum:ETH', amountOut: '344640000000000000' } } },
    'quote.error-amount-too-low.json': failure('AMOUNT_TOO_LOW'),
    'quote.error-no-routes.json': failure('UNSUPPORTED_ROUTE'),
    'quote.error-input-currency.json': failure('UNSUPPORTED_ROUTE'),
    'quote.error-destination-failed.json': failure('UPSTREAM_ERROR'),
    'quote.error-liquidity.json': failure('INSUFFICIENT_LIQUIDITY'),
    'chains.json': { reading: { corridors: [{ from: 'ethereum:ETH', to: 'arbitrum:ETH' }, {}, {}, {}] } },
    'intents-status-v3.success.json': {
      reading: {
        transfer: {
          bridge: 'relay',
          state: 'COMPLETED',
          vendorState: 'success',
          originChainId: 7_777_777,
          destinationChainId: 8453,
          originTransaction: '0xe53021eaa63d100b08338197d26953e2219bcbad828267dd936c549ff643aad7',
          destinationTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'intents-status.success-deprecated.json': { reading: { transfer: { state: 'COMPLETED', destinationChainId: 8453 } } },
    'intents-status-v3.pending.json': {
      ask: { transfer: { originChainId: 1, id: ID } },
      reading: { transfer: { state: 'CONFIRMED', transferKey: `relay:1:${ID}`, destinationTransaction: null } },
    },
    'intents-status-v3.refunded.json': {
      reading: {
        transfer: {
          state: 'REFUNDED',
          destinationTransaction: null,
          refundTransaction: '0x9da7bc54dfe6229d6980fd62250d472f23dfe0f41a1cdc870c81a08b3445f254',
        },
      },
    },
    'intents-status-v3.failure.json': { reading: { transfer: { state: 'FAILED', vendorState: 'failure' } } },
    'intents-status-v3.unknown.json': failure('NOT_FOUND'),
  },
  otherwise,
);
