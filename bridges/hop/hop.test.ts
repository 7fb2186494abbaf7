import { readFileSync } from 'node:fs';
import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance, describeReadings } from '../_kit/conformance.ts';
import type { HttpPort } from '../_kit/network-port.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { changedJson } from '../_kit/testing/changed-json.ts';
import { hopAbi } from './abi.ts';
import { hop } from './hop.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const nowMs = 1_764_141_272_000;
const DEADLINE = 1_764_746_072n;
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const common = { rebate: 0n, surcharges: [], limits: { min: null, max: null, instant: null }, validUntilMs: nowMs + 30_000 };

const ether = { corridor: corridorNamed('optimism:ETH>arbitrum:ETH'), amountIn: 10n ** 18n };
const etherAnswer: QuoteAnswer = {
  ...common,
  amountOut: 998_111_222_333_444_555n,
  minAmountOut: 993_120_666_221_777_332n,
  fees: [
    { kind: 'bonder', asset: 'optimism:ETH', amount: 1_200_000_000_000_000n },
    { kind: 'swap', asset: 'optimism:ETH', amount: 688_777_666_555_445n },
  ],
  originGas: 300_000n,
  etaSeconds: { p50: 120, p90: 300 },
};
const usdc = { corridor: corridorNamed('optimism:USDC>arbitrum:USDC'), amountIn: 1_000_000n };
const usdt = { corridor: corridorNamed('ethereum:USDT>polygon:USDT'), amountIn: 500_000_000n };
const dai = { corridor: corridorNamed('arbitrum:DAI>ethereum:DAI'), amountIn: 10n ** 21n };

// biome-ignore lint/suspicious/noExplicitAny: a recorded answer that a test takes apart
type Body = any;
const changed = (change: (body: Body) => void, name = 'quote'): string => changedJson(fixture(name), change);
const refusal = (name: string, recorded: ReturnType<typeof recordedJson>, expected: object, question = usdc) => ({
  name,
  question,
  recorded,
  expected,
});
const tampered = (name: string, change: object) =>
  refusal(name, recordedJson(changed((body) => Object.assign(body, change))), { code: 'MALFORMED_ANSWER' });
const says = (error: string, code: string) => refusal(`“${error}”`, recordedJson(JSON.stringify({ error })), { code });

describeConformance({
  bridge: hop,
  nowMs,
  answers: [
    {
      name: 'ether between two layer-2s',
      question: ether,
      recorded: recordedJson(fixture('quote.eth-10-to-42161')),
      expected: etherAnswer,
    },
    {
      name: 'as documented',
      question: usdc,
      recorded: recordedJson(fixture('quote')),
      expected: {
        ...common,
        amountOut: 747_908n,
        minAmountOut: 742_915n,
        fees: [
          { kind: 'bonder', asset: 'optimism:USDC', amount: 250_515n },
          { kind: 'swap', asset: 'optimism:USDC', amount: 1_577n },
        ],
        originGas: 140_000n,
        etaSeconds: { p50: 960, p90: 1_500 },
      },
    },
    {
      name: 'from Ethereum nobody bonds, and the first minimum is the pool’s at the other end',
      question: usdt,
      recorded: recordedJson(fixture('quote.usdt-1-to-137')),
      expected: {
        ...common,
        amountOut: 499_850_000n,
        minAmountOut: 497_350_750n,
        fees: [
          { kind: 'bonder', asset: 'ethereum:USDT', amount: 0n },
          { kind: 'swap', asset: 'ethereum:USDT', amount: 150_000n },
        ],
        originGas: 130_000n,
        etaSeconds: { p50: 600, p90: 1_200 },
      },
    },
    {
      name: 'to Ethereum no pool follows the fee',
      question: dai,
      recorded: recordedJson(fixture('quote.dai-42161-to-1')),
      expected: {
        ...common,
        amountOut: 993_250_000_000_000_000_000n,
        minAmountOut: 988_252_500_000_000_000_000n,
        fees: [
          { kind: 'bonder', asset: 'arbitrum:DAI', amount: 6_250_000_000_000_000_000n },
          { kind: 'swap', asset: 'arbitrum:DAI', amount: 500_000_000_000_000_000n },
        ],
        originGas: 300_000n,
        etaSeconds: { p50: 1_080, p90: 1_800 },
      },
    },
  ],
  failures: [
    refusal('a parameter is missing', recordedJson(fixture('quote.error')), { code: 'UPSTREAM_ERROR' }),
    refusal('no such token', recordedJson(fixture('quote.error-asset')), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('the bonder’s fee is above the amount', recordedJson(fixture('quote.fee-above-amount')), {
      code: 'AMOUNT_TOO_LOW',
      limit: 2_250_001n,
    }),
    refusal(
      'a pool with too little in it',
      recordedJson(fixture('quote.thin-pool')),
      { code: 'INSUFFICIENT_LIQUIDITY' },
      {
        corridor: corridorNamed('arbitrum:DAI>optimism:DAI'),
        amountIn: 10n ** 21n,
      },
    ),
    says('Insufficient liquidity at destination', 'INSUFFICIENT_LIQUIDITY'),
    says('chain "solana" is not supported', 'UNSUPPORTED_ROUTE'),
    says('amount must be greater than bonder fee. Estimated bonder fee is 0.25', 'AMOUNT_TOO_LOW'),
    says('Too many requests', 'RATE_LIMITED'),
    says('something else', 'UPSTREAM_ERROR'),
    tampered('another amount', { amountIn: '1000001' }),
    tampered('more out than in', { estimatedRecieved: '1000001' }),
    tampered('more out than the fee leaves', { estimatedRecieved: '790000' }),
    tampered('a fee that leaves much unexplained', { bonderFee: '100000' }),
    tampered('a minimum above the estimate', { destinationAmountOutMin: '747909' }),
    tampered('a minimum far below', { destinationAmountOutMin: '1' }),
    tampered('no minimum', { destinationAmountOutMin: null }),
    tampered('a negative fee', { bonderFee: '-1' }),
    tampered('no fee', { bonderFee: null }),
    refusal(
      'a fee that no bonder works for',
      recordedJson(changed((body) => Object.assign(body, { bonderFee: '1' }), 'quote.eth-10-to-42161')),
      { code: 'MALFORMED_ANSWER' },
      ether,
    ),
  ],
  corridors: [
    {
      name: 'by the chains’ names',
      recorded: recordedJson(fixture('available-routes')),
      expected: [
        { from: 'ethereum:USDC', to: 'optimism:USDC' },
        { from: 'base:ETH', to: 'arbitrum:ETH' },
      ],
    },
    {
      name: 'Polygon’s ether is WETH; bridged USDC, unknown chains and unknown tokens are not offered',
      recorded: recordedJson(
        JSON.stringify([
          { token: 'ETH', sourceChain: 'polygon', destinationChain: 'base' },
          { token: 'USDC.e', sourceChain: 'polygon', destinationChain: 'optimism' },
          { token: 'DAI', sourceChain: 'gnosis', destinationChain: 'optimism' },
          { token: 'USDT', sourceChain: 'base', destinationChain: 'optimism' },
          { token: 'HOP', sourceChain: 'polygon', destinationChain: 'optimism' },
        ]),
      ),
      expected: [{ from: 'polygon:WETH', to: 'base:ETH' }],
    },
  ],
  transaction: {
    sender,
    recipient,
    recorded: recordedJson(fixture('quote.eth-10-to-42161')),
    expected: {
      chainId: 10,
      to: '0x86cA30bEF97fB651b8d866D45503684b90cb3312',
      data: expect.stringMatching(/^0xeea0d7b2/) as unknown as string,
      value: ether.amountIn,
      amountSent: ether.amountIn,
      amountOut: etherAnswer.amountOut,
      minAmountOut: etherAnswer.minAmountOut,
      etaSeconds: etherAnswer.etaSeconds,
      validUntilMs: etherAnswer.validUntilMs,
      usualGas: etherAnswer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: hopAbi, data: data as Hex }),
    expectedReadBack: {
      functionName: 'swapAndSend',
      args: [
        42161n,
        recipient,
        ether.amountIn,
        1_200_000_000_000_000n,
        994_614_283_950_506_727n,
        DEADLINE,
        etherAnswer.minAmountOut,
        DEADLINE,
      ],
    },
  },
});

describe('what bonders have left', () => {
  const bonderHas = (amount: string): BridgeContext => {
    const context = playBack(recordedJson(fixture('quote.eth-10-to-42161')), nowMs);
    const file = { data: { ETH: { baseAvailableCreditIncludingVault: { optimism: { arbitrum: amount } } } } };
    const http: HttpPort = {
      request: (input) =>
        input.url.includes('v1-available-liquidity')
          ? playBack(recordedJson(JSON.stringify(file)), nowMs).http.request(input)
          : context.http.request(input),
    };
    return { ...context, http };
  };

  test.each([
    ['enough: minutes', '1000000000000000000', { p50: 120, p90: 300 }],
    ['too little: the root has to leave by the chain’s own bridge', '999999999999999999', { p50: 604_800, p90: 691_200 }],
  ])('%s', async (_name, amount, etaSeconds) => {
    expect(await hop.quote(bonderHas(amount), ether)).toMatchObject({
      ok: true,
      value: { amountOut: etherAnswer.amountOut, etaSeconds, limits: { instant: BigInt(amount) } },
    });
  });
});

describe('what is signed', () => {
  const built = async (name: string, question: typeof usdc, minAmountOut = 0n) => {
    const context = playBack(recordedJson(fixture(name)), nowMs);
    const quoted = await hop.quote(context, question);
    if (!quoted.ok) throw new Error(quoted.error.detail);
    const given = await hop.transaction(context, { ...question, sender, recipient, minAmountOut, quoted: quoted.value });
    if (!given.ok) throw new Error(given.error.detail);
    return { ...given.value, call: decodeFunctionData({ abi: hopAbi, data: given.value.data as Hex }) };
  };

  test('from Ethereum: into the bridge of the token', async () => {
    expect(await built('quote.usdt-1-to-137', usdt)).toMatchObject({
      to: '0x3E4a3a4796d16c0Cd582C382691998f7c06420B6',
      spender: '0x3E4a3a4796d16c0Cd582C382691998f7c06420B6',
      value: 0n,
      call: { functionName: 'sendToL2', args: [137n, recipient, 500_000_000n, 497_350_750n, DEADLINE, `0x${'0'.repeat(40)}`, 0n] },
    });
  });

  test('to Ethereum: the first pool enforces the minimum and the fee', async () => {
    const minAmountOut = 990n * 10n ** 18n;
    expect(await built('quote.dai-42161-to-1', dai, minAmountOut)).toMatchObject({
      to: '0xe7F40BF16AB09f4a6906Ac2CAA4094aD2dA48Cc2',
      minAmountOut,
      call: {
        functionName: 'swapAndSend',
        args: [1n, recipient, dai.amountIn, 6_250_000_000_000_000_000n, 996_250_000_000_000_000_000n, DEADLINE, 0n, 0n],
      },
    });
  });

  test('USDC that Circle issues: into HopCCTP, and never through a pool', async () => {
    expect(await built('quote', usdc)).toMatchObject({
      to: '0x469147af8Bde580232BE9DC84Bb4EC84d348De24',
      minAmountOut: 747_908n,
      call: { functionName: 'send', args: [42161n, recipient, 1_000_000n, 250_515n] },
    });
  });
});

test.each(['ethereum:WETH>optimism:WETH', 'ethereum:USDT>base:USDT', 'ethereum:USDC>avalanche:USDC', 'ethereum:USDC>arbitrum:USDT'])(
  '%s is refused unasked',
  async (id) => {
    const given = await hop.quote(playBack({ http: { kind: 'timeout' } }, nowMs), { corridor: corridorNamed(id), amountIn: 10n ** 18n });
    expect(given).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
  },
);

test.each([
  ['L2_BRG: bonderFee must meet minimum requirements', 'QUOTE_MOVED'],
  ["Swap didn't result in min tokens", 'QUOTE_MOVED'],
  ['Deadline not met', 'QUOTE_EXPIRED'],
  ['L1_BRG: chainId not supported', 'UNSUPPORTED_ROUTE'],
])('the revert “%s” is %s', (words, code) => {
  const bytes = Buffer.from(words).toString('hex');
  const data = `0x08c379a0${'20'.padStart(64, '0')}${words.length.toString(16).padStart(64, '0')}${bytes.padEnd(Math.ceil(bytes.length / 64) * 64, '0')}`;
  expect(hop.explainRevert(data)).toMatchObject({ code });
});

test.each([
  ['the fee is off it already: taken off again, it fits no estimate', {}, 743_633n],
  ['both fit: the fee comes off', { bonderFee: '2000', estimatedRecieved: '993000', amountOutMin: '992000' }, 990_000n],
])('a minimum to Ethereum of which %s', async (_name, change, minAmountOut) => {
  const body = changed((json) => Object.assign(json, { destinationAmountOutMin: '0', ...change }));
  const question = { corridor: corridorNamed('optimism:USDT>ethereum:USDT'), amountIn: 1_000_000n };
  expect(await hop.quote(playBack(recordedJson(body), nowMs), question)).toMatchObject({ ok: true, value: { minAmountOut } });
});

const failure = (code: string) => ({ reading: { failure: { code } } });
const TRANSFER = '0x5a15b2abd4d0f2e5d0ea3d5fc93758374b14940096487d70f7c95b5393fc9c89';
describeReadings(hop, new URL('fixtures/', import.meta.url), {
  'quote.json': {
    ask: { question: usdc },
    reading: { quote: { amountOut: '747908', minAmountOut: '742915', fees: [{ amount: '250515' }, { amount: '1577' }] } },
  },
  'quote.eth-10-to-42161.json': { ask: { question: ether }, reading: { quote: { amountOut: '998111222333444555' } } },
  'quote.more-than-in.json': { ask: { question: usdt }, ...failure('MALFORMED_ANSWER') },
  'quote.usdt-1-to-137.json': { ask: { question: usdt }, reading: { quote: { amountOut: '499850000', minAmountOut: '497350750' } } },
  'quote.dai-42161-to-1.json': { ask: { question: dai }, reading: { quote: { amountOut: '993250000000000000000' } } },
  'quote.thin-pool.json': {
    ask: { question: { corridor: corridorNamed('arbitrum:DAI>optimism:DAI'), amountIn: 10n ** 21n } },
    ...failure('INSUFFICIENT_LIQUIDITY'),
  },
  'quote.without-slippage.json': {
    ask: { question: { corridor: corridorNamed('arbitrum:USDT>ethereum:USDT'), amountIn: 1_000_000_000n } },
    reading: { quote: { amountOut: '999223000', minAmountOut: '994585387', fees: [{ amount: '250613' }, { amount: '526387' }] } },
  },
  'quote.fee-above-amount.json': { ask: { question: usdc }, ...failure('AMOUNT_TOO_LOW') },
  'quote.error.json': failure('UPSTREAM_ERROR'),
  'quote.error-asset.json': failure('UNSUPPORTED_ROUTE'),
  'available-routes.json': {
    reading: {
      corridors: [
        { from: 'ethereum:USDC', to: 'optimism:USDC' },
        { from: 'base:ETH', to: 'arbitrum:ETH' },
      ],
    },
  },
  'transfer-status.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'bonded',
        transferKey: `hop:0:${TRANSFER}`,
        originChainId: 10,
        destinationChainId: 42161,
        originTransaction: '0xbe6953dac8149e3f4d3a5719445170fb9835c461a980cbdaf9ad5cce10c9d27c',
        destinationTransaction: '0x659225113a0711d73bd576d2edb916b1031d4fb3e422a08ee8e0f863c4fb5af7',
        from: null,
        sender: '0xd813A52b1158FC08F69bA52ca72CA4360E255Ba3',
        amountIn: '2996498',
      },
    },
  },
  'transfer-status.pending.json': {
    reading: { transfer: { state: 'CONFIRMED', from: 'arbitrum:DAI', to: 'ethereum:DAI', destinationTransaction: null } },
  },
  'transfer-status.error-not-found.json': { reading: { failure: { code: 'NOT_FOUND' } } },
});
