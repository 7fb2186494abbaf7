import { readFileSync } from 'node:fs';
import { decodeFunctionData, encodeErrorResult, type Hex, parseAbi, toEventSelector } from 'viem';
import { describe, expect, test } from 'vitest';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { describeConformance, describeReadings, type Money, type Otherwise } from '../_kit/conformance.ts';
import { playBack, recordedJson } from '../_kit/play-back.ts';
import type { BridgeContext } from '../_kit/port.ts';
import { messengerAbi, transmitterAbi } from './abi.ts';
import { cctp } from './cctp.ts';
import { isForwarded } from './forward-hook.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
const corridor = (id: string) => {
  const found = corridorById(id);
  if (found === undefined) throw new Error(`no corridor ${id}`);
  return found;
};

const nowMs = 1_754_342_218_143;
const question = { corridor: corridor('ethereum:USDC>base:USDC'), amountIn: 1_000_000_001n };
/** 1 bp of 1 000.000001, rounded up; burns allow a tenth more, rounded up. */
const fast: QuoteAnswer = {
  amountOut: 999_900_000n,
  minAmountOut: 999_889_999n,
  fees: [{ kind: 'finality', asset: 'ethereum:USDC', amount: 100_001n }],
  rebate: 0n,
  surcharges: [],
  originGas: 111_521n,
  // 20 s to the attestation, which the user brings to Base himself, and 2 s to the block there.
  etaSeconds: { p50: 22, p90: 50 },
  userSteps: [{ kind: 'claim', chainId: 8453, afterSeconds: 20, gas: 237_401n }],
  limits: { min: 3n, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};
const { userSteps: _, ...nobodysStep } = fast;
const forwarded: QuoteAnswer = {
  ...nobodysStep,
  amountOut: 999_899_890n,
  minAmountOut: 999_889_839n,
  fees: [...fast.fees, { kind: 'forwarding', asset: 'ethereum:USDC', amount: 110n }],
  etaSeconds: { p50: 22, p90: 50 },
  limits: { min: 163n, max: null, instant: null },
};
const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const refusal = (name: string, body: unknown, expected: object, asked = question) => ({
  name,
  question: asked,
  recorded: recordedJson(JSON.stringify(body)),
  expected,
});
const tier = (finalityThreshold: number, minimumFee: unknown, more: object = {}) => ({ finalityThreshold, minimumFee, ...more });

/** What a body of fees means, worked out in floating point and text alone: amounts stay below 2^53. */
const otherwise: Otherwise = (body, { amountIn, corridor: { from } }): Money | undefined => {
  let tiers: unknown;
  try {
    tiers = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!Array.isArray(tiers)) return undefined;
  const wanted = from.chainId === 43114 ? [2_000] : [1_000, 2_000];
  const [chosen] = wanted.flatMap((threshold) => tiers.find((one) => one?.finalityThreshold === threshold) ?? []);
  const bps = Number(chosen?.minimumFee);
  if (chosen === undefined || !(bps >= 0)) return undefined;
  const fee = BigInt(Math.ceil((Number(amountIn) * bps) / 10_000 - 1e-7));
  const forward = chosen.forwardFee;
  const middle = forward && BigInt(forward.medium ?? forward.med);
  const most = BigInt(Math.ceil((Number(fee) * 11) / 10 - 1e-7)) + (forward ? BigInt(forward.high) : 0n);
  const kind = chosen.finalityThreshold === 1_000 ? 'finality' : 'protocol';
  return {
    amountOut: amountIn - fee - (forward ? middle : 0n),
    minAmountOut: amountIn - most,
    fees: [{ kind, asset: from.id, amount: fee }, ...(forward ? [{ kind: 'forwarding' as const, asset: from.id, amount: middle }] : [])],
    rebate: 0n,
  };
};

describeConformance({
  bridge: cctp,
  nowMs,
  otherwise,
  answers: [
    { name: 'forwarded, from Ethereum to Base', question, recorded: recordedJson(fixture('burn-usdc-fees.forward')), expected: forwarded },
    { name: 'brought by the user himself', question, recorded: recordedJson(fixture('burn-usdc-fees')), expected: fast },
    {
      name: 'Avalanche is final in seconds, for nothing',
      question: { ...question, corridor: corridor('avalanche:USDC>ethereum:USDC') },
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
      { ...question, corridor: corridor('ethereum:USDT>base:USDT') },
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

describe('cctp asks for the fees and for the allowance', () => {
  /** Fees and allowance as two answers, and what was asked. */
  const world = (fees: string, allowance: string, status = 200): { context: BridgeContext; asked: string[] } => {
    const asked: string[] = [];
    const context: BridgeContext = {
      ...playBack(recordedJson(fees), nowMs),
      endpoints: { cctp: 'http://iris' },
      http: {
        request: async ({ url }) => {
          asked.push(url);
          return url.includes('/fees/')
            ? { kind: 'response', status: 200, headers: {}, body: fees }
            : { kind: 'response', status, headers: {}, body: allowance };
        },
      },
    };
    return { context, asked };
  };
  const fees = fixture('burn-usdc-fees.forward');

  test('the requests are those of the reference', async () => {
    const { context, asked } = world(fees, fixture('fast-burn-allowance'));
    await cctp.quote(context, question);
    expect(asked).toEqual(['http://iris/v2/burn/USDC/fees/0/6?forward=true', 'http://iris/v2/fastBurn/USDC/allowance']);
  });

  test.each([
    ['covered to the unit: fast', '1000.000001', 'finality', 22, 1_000_000_001n],
    ['a unit short: standard, for nothing but the forwarding', '1000', 'protocol', 902, 1_000_000_000n],
    ['nothing left: standard', '0', 'protocol', 902, 0n],
  ])('%s', async (_name, allowance, kind, p50, instant) => {
    const { context } = world(fees, JSON.stringify({ allowance: Number(allowance), lastUpdated: '2026-01-01T00:00:00Z' }));
    const given = await cctp.quote(context, question);
    if (!given.ok) throw new Error(given.error.detail);
    expect(checkAnswer({ question, answer: given.value, observedAtMs: nowMs }).ok).toBe(true);
    expect(given.value.fees[0]?.kind).toBe(kind);
    expect(given.value.etaSeconds.p50).toBe(p50);
    expect(given.value.limits.instant).toBe(instant);
  });

  test('an allowance that is not known keeps nobody from a quote', async () => {
    const { context } = world(fees, '{"code":429,"error":"slow down"}', 429);
    expect(await cctp.quote(context, question)).toMatchObject({
      ok: true,
      value: { amountOut: forwarded.amountOut, limits: { instant: null } },
    });
  });

  test.each([
    ['within one message', 1_000_000_001n, { ok: true, value: { limits: { max: 1_000_000_001n } } }],
    ['above it', 1_000_000_000n, { ok: false, error: { code: 'AMOUNT_TOO_HIGH', limit: 1_000_000_000n } }],
    ['nothing may be burnt', 0n, { ok: false, error: { code: 'PAUSED' } }],
  ])('the limit of a message is asked of the chain: %s', async (_name, limit, expected) => {
    const { context } = world(fees, fixture('fast-burn-allowance'));
    const data = `0x${limit.toString(16).padStart(64, '0')}`;
    const rpc = { ...context.rpc, call: async () => ({ kind: 'results' as const, results: [{ ok: true as const, data }] }) };
    expect(await cctp.quote({ ...context, rpc }, question)).toMatchObject(expected);
  });

  test('where nothing slower is offered, the allowance is the limit', async () => {
    const { context } = world('[{"finalityThreshold":1000,"minimumFee":1}]', '{"allowance":10.5}');
    expect(await cctp.quote(context, question)).toMatchObject({ ok: false, error: { code: 'INSUFFICIENT_LIQUIDITY', limit: 10_500_000n } });
  });

  test('the caller’s own minimum is what the burn enforces, where it is tighter', async () => {
    const { context } = world(fees, fixture('fast-burn-allowance'));
    const request = { ...question, sender, recipient, minAmountOut: forwarded.amountOut, quoted: forwarded };
    const built = await cctp.transaction(context, request);
    const { args } = decodeFunctionData({ abi: messengerAbi, data: (built.ok ? built.value.data : '0x') as Hex });
    expect(args?.[5]).toBe(question.amountIn - forwarded.amountOut);
    expect(built).toMatchObject({ ok: true, value: { minAmountOut: forwarded.amountOut } });
  });
});

const ask = { question };
const complete = {
  vendorState: 'complete',
  id: '0xf446cb82eb486fef485c14c301eaab73aa35f87e3feda3547acf0f33cd4b40f3',
  transferKey: expect.stringMatching(/^cctp:1:0x[0-9a-f]{64}$/),
  originChainId: 1,
  destinationChainId: 8453,
  from: 'ethereum:0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238',
  to: 'base:USDC',
  sender: '0xC5567a5E3370d4DBfB0540025078e283e36A363d',
  recipient: '0x23f9a5BEA7B92a0638520607407BC7f0310aEeD4',
  amountIn: '100000',
};

describeReadings(
  cctp,
  new URL('fixtures/', import.meta.url),
  {
    'burn-usdc-fees.json': {
      ask,
      reading: { quote: { amountOut: '999900000', fees: [{ kind: 'finality', amount: '100001' }], limits: { instant: null } } },
    },
    'burn-usdc-fees.forward.json': {
      ask,
      reading: {
        quote: { amountOut: '999899890', minAmountOut: '999889839', fees: [{ amount: '100001' }, { kind: 'forwarding', amount: '110' }] },
      },
    },
    'burn-usdc-fees.fractional.json': {
      ask,
      reading: { quote: { amountOut: '999870000', fees: [{ kind: 'finality', amount: '130001' }] } },
    },
    'burn-usdc-fees.error-404.json': {
      reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: expect.stringContaining('domain pair') } },
    },
    'fast-burn-allowance.json': { reading: { facts: { allowance: '124764640000', decimals: 6, lastUpdated: '2025-01-23T10:00:00Z' } } },
    'messages.complete.json': {
      reading: { transfer: { ...complete, state: 'BRIDGING', amountOut: '99990', actionNeeded: 'call receiveMessage on Base' } },
    },
    'messages.forwarded.json': {
      reading: {
        transfer: {
          ...complete,
          state: 'COMPLETED',
          amountOut: '99990',
          actionNeeded: null,
          destinationTransaction: `0x${'5c'.repeat(32)}`,
        },
      },
    },
    'messages.pending.json': {
      reading: { transfer: { ...complete, vendorState: 'pending_confirmations', state: 'BRIDGING', amountOut: null, actionNeeded: null } },
    },
    'messages.pending-bare.json': {
      ask: { transfer: { originChainId: 10, transactionHash: `0x${'12'.repeat(32)}` } },
      reading: { transfer: { state: 'BRIDGING', originChainId: 10, amountIn: null } },
    },
    'messages.delayed.json': {
      reading: { transfer: { ...complete, vendorState: 'pending_confirmations: insufficient_fee', state: 'BRIDGING' } },
    },
    'messages.not-found.json': { reading: { failure: { code: 'NOT_FOUND' } } },
  },
  otherwise,
);

const changed = (
  change: (message: { status: string; decodedMessage: { destinationDomain: string; decodedMessageBody: { amount: string } } }) => void,
) => {
  const body = JSON.parse(fixture('messages.complete'));
  change(body.messages[0]);
  return JSON.stringify(body);
};

test.each([
  ['another amount as decoded', changed(({ decodedMessage }) => Object.assign(decodedMessage.decodedMessageBody, { amount: '100001' }))],
  ['another destination as decoded', changed(({ decodedMessage }) => Object.assign(decodedMessage, { destinationDomain: '3' }))],
  ['a status that nobody documents', changed((message) => Object.assign(message, { status: 'lost' }))],
])('a message that contradicts itself is not believed: %s', async (_name, body) => {
  const given = await cctp.status?.(playBack(recordedJson(body), nowMs), { originChainId: 1, id: complete.id });
  expect(given).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
});

test('complete without an attestation of bytes still waits', async () => {
  const body = JSON.parse(fixture('messages.complete'));
  body.messages[0].attestation = 'PENDING';
  const given = await cctp.status?.(playBack(recordedJson(JSON.stringify(body)), nowMs), { originChainId: 1, id: complete.id });
  expect(given).toMatchObject({ ok: true, value: { state: 'BRIDGING', amountOut: null, actionNeeded: null } });
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
