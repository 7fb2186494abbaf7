import { decodeFunctionData, type Hex } from 'viem';
import { expect, test } from 'vitest';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { depositoryAbi } from './abi.ts';
import { relay } from './relay.ts';
import { answer, type Body, changed, common, fixture, ID, nowMs, otherwise, question, recipient, sender } from './testing/recorded.ts';

const DEPOSITORY = '0x4cD00E387622C35bDDB9b4c962C136462338BC31';
const ether = { corridor: corridorNamed('ethereum:ETH>base:ETH'), amountIn: 1_001_599_368_867_232n };

const refusal = (name: string, recorded: ReturnType<typeof recordedJson>, expected: object) => ({ name, question, recorded, expected });
const tampered = (name: string, change: (body: Body) => void, code = 'MALFORMED_ANSWER') =>
  refusal(name, recordedJson(changed(change)), { code });

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
      question: { ...question, corridor: corridorNamed('ethereum:USDC>arbitrum:ETH') },
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
      request: { requestId: ID, transferId: ID },
    },
    readBack: (data) => decodeFunctionData({ abi: depositoryAbi, data: data as Hex }),
    expectedReadBack: {
      functionName: 'depositErc20',
      args: [sender, '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', question.amountIn, ID],
    },
  },
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
