import { readFileSync } from 'node:fs';
import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import type { HttpOutcome } from '../_kit/network-port.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { spokePoolAbi } from './abi.ts';
import { across } from './across.ts';
import { swapApprovalQuote } from './swap-approval.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const nowMs = 1_754_342_218_143;
const question = { corridor: corridorNamed('ethereum:WETH>optimism:WETH'), amountIn: 10n ** 18n };
const answer: QuoteAnswer = {
  amountOut: 999_921_094_975_691_997n,
  minAmountOut: 999_921_094_975_691_997n,
  fees: [
    { kind: 'lp', asset: 'ethereum:WETH', amount: 0n },
    { kind: 'relayer-capital', asset: 'ethereum:WETH', amount: 78_750_000_000_001n },
    { kind: 'relayer-gas', asset: 'ethereum:WETH', amount: 155_024_308_002n },
  ],
  rebate: 0n,
  surcharges: [],
  originGas: 97_600n,
  etaSeconds: { p50: 2, p90: 10 },
  limits: { min: 134_862_494_200_912n, max: 1_661_211_802_629_989_209_324n, instant: 231_397_155_893_653_275_446n },
  validUntilMs: nowMs + 30_000,
};

/** The documented answer with some of it changed. */
const changed = (change: (body: Record<string, unknown> & { limits: Record<string, string> }) => void): string =>
  changedJson(fixture('suggested-fees'), change);

interface ApprovalBody {
  inputToken: object;
  outputToken: object;
  steps: { bridge: { fees: { lp: object } } };
  swapTx: { data: string };
}

const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const refusal = (name: string, recorded: ReturnType<typeof recordedJson>, expected: object) => ({ name, question, recorded, expected });

describeConformance({
  bridge: across,
  nowMs,
  answers: [
    { name: '1 WETH from Ethereum to OP Mainnet', question, recorded: recordedJson(fixture('suggested-fees')), expected: answer },
    {
      name: 'native ether asks with WETH',
      question: { ...question, corridor: corridorNamed('ethereum:ETH>optimism:ETH') },
      recorded: recordedJson(fixture('suggested-fees')),
      expected: { ...answer, fees: answer.fees.map((fee) => ({ ...fee, asset: 'ethereum:ETH' })) },
    },
  ],
  failures: [
    refusal('too low, said by the API', recordedJson(fixture('suggested-fees.error-amount-too-low'), 400), { code: 'AMOUNT_TOO_LOW' }),
    refusal('no such route', recordedJson(fixture('suggested-fees.error-route-not-enabled'), 400), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('a wrong parameter', recordedJson(fixture('available-routes.error-invalid-param'), 400), { code: 'UPSTREAM_ERROR' }),
    refusal('a missing parameter', recordedJson(fixture('limits.error-missing-param'), 400), { code: 'UPSTREAM_ERROR' }),
    refusal('their fault', recordedJson(fixture('error-500'), 500), { code: 'UPSTREAM_ERROR' }),
    refusal(
      'too low, said in the answer',
      recordedJson(changed((body) => Object.assign(body, { isAmountTooLow: true, outputAmount: '-1' }))),
      {
        code: 'AMOUNT_TOO_LOW',
        limit: 134_862_494_200_912n,
      },
    ),
    refusal('above the maximum', recordedJson(changed(({ limits }) => Object.assign(limits, { maxDeposit: '999999999999999999' }))), {
      code: 'AMOUNT_TOO_HIGH',
      limit: 999_999_999_999_999_999n,
    }),
    refusal('nothing left', recordedJson(changed(({ limits }) => Object.assign(limits, { maxDeposit: '0', maxDepositInstant: '0' }))), {
      code: 'INSUFFICIENT_LIQUIDITY',
    }),
    refusal('another token', recordedJson(changed((body) => Object.assign(body.outputToken as object, { address: sender }))), {
      code: 'MALFORMED_ANSWER',
    }),
    refusal('other decimals', recordedJson(changed((body) => Object.assign(body.outputToken as object, { decimals: 6 }))), {
      code: 'MALFORMED_ANSWER',
    }),
    refusal('another chain', recordedJson(changed((body) => Object.assign(body.inputToken as object, { chainId: 137 }))), {
      code: 'MALFORMED_ANSWER',
    }),
    refusal('another pool to pay into', recordedJson(changed((body) => Object.assign(body, { spokePoolAddress: sender }))), {
      code: 'MALFORMED_ANSWER',
    }),
    refusal('ten times', recordedJson(changed((body) => Object.assign(body, { outputAmount: '9999210949756919970' }))), {
      code: 'IMPLAUSIBLE_ANSWER',
    }),
    refusal('one unit off', recordedJson(changed((body) => Object.assign(body, { outputAmount: '999921094975691996' }))), {
      code: 'MALFORMED_ANSWER',
    }),
  ],
  corridors: [
    {
      name: 'tokens and native ether',
      recorded: recordedJson(fixture('available-routes')),
      expected: [
        { from: 'ethereum:WETH', to: 'optimism:WETH' },
        { from: 'ethereum:ETH', to: 'optimism:ETH' },
      ],
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(fixture('suggested-fees')),
    expected: {
      chainId: 1,
      to: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5',
      data: expect.stringMatching(/^0x7b939232/) as unknown as string,
      value: 0n,
      spender: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5',
      amountSent: question.amountIn,
      amountOut: answer.amountOut,
      minAmountOut: answer.amountOut,
      etaSeconds: answer.etaSeconds,
      validUntilMs: answer.validUntilMs,
      usualGas: answer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: spokePoolAbi, data: data as Hex }).args,
    expectedReadBack: [
      sender,
      recipient,
      '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
      '0x4200000000000000000000000000000000000006',
      10n ** 18n,
      answer.amountOut,
      10n,
      '0x394311A6Aaa0D8E3411D8b62DE4578D41322d1bD',
      1_754_342_087,
      1_754_353_917,
      1_754_342_267,
      '0x',
    ],
  },
});

test('native ether is sent as value, and nobody needs an allowance', async () => {
  const native = corridorNamed('ethereum:ETH>optimism:ETH');
  const built = await across.transaction(playBack(recordedJson(fixture('suggested-fees')), nowMs), {
    corridor: native,
    amountIn: question.amountIn,
    sender,
    recipient,
    minAmountOut: answer.minAmountOut,
    quoted: answer,
  });
  expect(built).toMatchObject({ ok: true, value: { value: question.amountIn } });
  expect(built.ok && 'spender' in built.value).toBe(false);
});

test.each([
  ['instant', 231_397_155_893_653_275_446n, { p50: 2, p90: 10 }],
  ['above instant', 999_999_999_999_999_999n, { p50: 900, p90: 2_700 }],
])('the expected time follows the limits: %s', async (_name, instant, eta) => {
  const body = changed(({ limits }) => Object.assign(limits, { maxDepositInstant: String(instant) }));
  const given = await across.quote(playBack(recordedJson(body), nowMs), question);
  expect(given).toMatchObject({ ok: true, value: { etaSeconds: eta } });
});

test.each(['polygon:WETH>polygon:USDC', 'polygon:POL>ethereum:ETH', 'avalanche:AVAX>ethereum:ETH'])('%s is refused unasked', async (id) => {
  const given = await across.quote(playBack({ http: { kind: 'timeout' } }, nowMs), { corridor: corridorNamed(id), amountIn: 10n ** 18n });
  expect(given).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
});

/** The documented answer charges 78 905 024 308 003 for 1 WETH. */
const FEE = 78_905_024_308_003n;
test.each([
  ['a fee that rose by a tenth: what was quoted stands', FEE - FEE / 11n, 30_000, 'quoted'],
  ['a fee that rose by more: what is delivered now', FEE - FEE / 10n, 30_000, 'now'],
  ['a fee that fell: what is delivered now', FEE + 1n, 30_000, 'now'],
  ['a quote that lapsed: what is delivered now', FEE - 1n, 0, 'now'],
])('%s', async (_name, quotedFee, validForMs, promised) => {
  const quoted = { amountOut: question.amountIn - quotedFee, validUntilMs: nowMs + validForMs };
  const request = { ...question, sender, recipient, minAmountOut: 0n, quoted };
  const built = await across.transaction(playBack(recordedJson(fixture('suggested-fees')), nowMs), request);
  const amountOut = promised === 'quoted' ? quoted.amountOut : answer.amountOut;
  expect(built).toMatchObject({ ok: true, value: { amountOut, minAmountOut: amountOut } });
  const { args } = decodeFunctionData({ abi: spokePoolAbi, data: (built.ok ? built.value.data : '0x') as Hex });
  expect(args?.[5]).toBe(amountOut);
});

/** The older answer, which leaves out what later ones repeat, with some of it changed. */
const earlier = (change: (body: Record<string, unknown>) => void = () => {}): string =>
  changedJson(fixture('suggested-fees.without-output-amount'), change);

test.each([
  ['another amount was asked than its shares are of', earlier(), { ...question, amountIn: 2n * 10n ** 18n }],
  ['a part has no share', earlier((body) => Object.assign(body, { lpFee: { total: '0' } })), question],
  ['another pool on the origin chain', earlier((body) => Object.assign(body, { spokePoolAddress: sender })), question],
  ['another corridor was asked', earlier(), { ...question, corridor: corridorNamed('ethereum:WETH>base:WETH') }],
  ['an output amount without tokens', earlier((body) => Object.assign(body, { outputAmount: '999921094975691997' })), question],
])('an answer without an output amount is malformed where %s', async (_name, body, asked) => {
  const given = await across.quote(playBack(recordedJson(body), nowMs), asked);
  expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test('a deposit from an answer without a deadline or an exclusive relayer names half of what the pool allows, and nobody', async () => {
  const body = earlier((one) => {
    delete one.exclusiveRelayer;
    delete one.exclusivityDeadline;
  });
  const request = { ...question, sender, recipient, minAmountOut: 0n, quoted: answer };
  const built = await across.transaction(playBack(recordedJson(body), nowMs), request);
  const { args } = decodeFunctionData({ abi: spokePoolAbi, data: (built.ok ? built.value.data : '0x') as Hex });
  expect(args?.slice(4, 11)).toEqual([10n ** 18n, answer.amountOut, 10n, NATIVE_ADDRESS, 1_754_342_087, 1_754_352_887, 0]);
});

test.each([
  ['the minimum is asked for where the API names none', '/limits', 134_349_011_863_017n],
  ['without an answer to that, there is none', '/nothing', null],
])('too low: %s', async (_name, path, limit) => {
  const context = playBack({ http: { kind: 'timeout' } }, nowMs);
  const asked: string[] = [];
  const given = await across.quote(
    {
      ...context,
      http: {
        request: async ({ url }) => {
          asked.push(new URL(url).pathname);
          if (url.includes('/suggested-fees')) return responseOf('suggested-fees.error-amount-too-low', 400);
          return url.includes(path) ? responseOf('limits', 200) : { kind: 'timeout' };
        },
      },
    },
    { ...question, amountIn: 1_000n },
  );
  expect(given).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_LOW', limit } });
  expect(asked).toEqual(['/suggested-fees', '/limits']);
});

const responseOf = (name: string, status: number): HttpOutcome => ({ kind: 'response', status, headers: {}, body: fixture(name) });

describe('GET /swap/approval', () => {
  const asked = { corridor: corridorNamed('optimism:USDC>arbitrum:USDC'), amountIn: 1_000_000n };
  const read = (change: (body: ApprovalBody) => void, put = asked) => {
    const body = changedJson(fixture('swap-approval.bridge-only'), change);
    return swapApprovalQuote(playBack(recordedJson(body), 1_754_347_045_980), put);
  };

  test.each<[string, (body: ApprovalBody) => void, RegExp]>([
    ['another amount', (body) => Object.assign(body, { inputAmount: '1000001' }), /an answer for 1000001, asked was 1000000/],
    ['another token', (body) => Object.assign(body.outputToken, { address: sender }), /asked was arbitrum:USDC/],
    ['other decimals', (body) => Object.assign(body.inputToken, { decimals: 18 }), /asked was optimism:USDC/],
    ['more delivered than bridged', (body) => Object.assign(body, { expectedOutputAmount: '980663' }), /the last step does not give/],
    ['fees that do not add up', (body) => Object.assign(body.steps.bridge.fees.lp, { total: '12' }), /do not come to what it takes/],
    ['a call to a stranger', (body) => Object.assign(body.swapTx, { to: sender }), /no contract of Across/],
    ['a call on another chain', (body) => Object.assign(body.swapTx, { chainId: 1 }), /a transaction on chain 1/],
    [
      'a deposit that asks for less',
      (body) => Object.assign(body.swapTx, { data: body.swapTx.data.replace('ef6b6', 'ef6b5') }),
      /a deposit of 1000000 for 980661/,
    ],
  ])('%s is malformed', async (_name, change, detail) => {
    expect(await read(change)).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER', detail: expect.stringMatching(detail) } });
  });

  test('it is believed no longer than it says', async () => {
    const given = await read((body) => Object.assign(body, { quoteExpiryTimestamp: 1_754_347_050 }));
    expect(given).toMatchObject({ ok: true, value: { validUntilMs: 1_754_347_050_000 } });
  });
});
