import { encodeAbiParameters, parseAbiParameters } from 'viem';
import { describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { checkAnswer } from '../_kit/check-answer.ts';
import { describeConformance, describeReadings } from '../_kit/conformance.ts';
import { playBack, type Recorded } from '../_kit/play-back.ts';
import { MESSAGE_FEE, poolAnswers, poolReverts } from '../_stargate/testing/pool-answers.ts';
import { NOW_MS, RECIPIENT, REFUSED_BY_POOLS, refusal, SENDER, tenUsdc } from '../_stargate/testing/pool-cases.ts';
import { stargate } from './stargate.ts';

const taxi = tenUsdc({ originGas: 172_000n, etaSeconds: { p50: 210, p90: 420 }, oftCmd: '0x' });

const etherQuestion = { corridor: corridorNamed('base:ETH>optimism:ETH'), amountIn: 1_000_000_000_000_000_007n };
const ether = poolAnswers({
  min: 10n ** 12n,
  max: 10n ** 21n,
  details: [2n * 10n ** 12n],
  sent: 10n ** 18n,
  received: 1_000_002n * 10n ** 12n,
});
const etherAnswer: QuoteAnswer = {
  amountOut: 1_000_002_000_000_000_000n,
  minAmountOut: 999_501_999_000_000_000n,
  fees: [{ kind: 'dust', asset: 'base:ETH', amount: 7n }],
  rebate: 2_000_000_000_000n,
  surcharges: [{ kind: 'message', asset: 'base:ETH', amount: MESSAGE_FEE }],
  originGas: 172_000n,
  etaSeconds: { p50: 50, p90: 150 },
  limits: { min: 10n ** 12n, max: 10n ** 21n, instant: 10n ** 21n },
  validUntilMs: NOW_MS + 30_000,
};

/** Every chain gives the same ids to its pools, in the order of the asset registry. */
const assetIds = (ids: readonly number[]): Recorded => ({
  rpc: { kind: 'results', results: ids.map((id) => ({ ok: true, data: encodeAbiParameters(parseAbiParameters('uint16'), [id]) })) },
});

describeConformance({
  bridge: stargate,
  nowMs: NOW_MS,
  answers: [taxi.read, { name: 'ether with dust and a reward', question: etherQuestion, recorded: ether, expected: etherAnswer }],
  failures: [
    ...REFUSED_BY_POOLS,
    refusal('sends less without a limit', poolAnswers({ max: 10n ** 12n, details: [], sent: 9_999_999n, received: 9_999_999n }), {
      code: 'INSUFFICIENT_LIQUIDITY',
    }),
    refusal('too little for the fee', poolAnswers({ max: 10n ** 12n, details: [-10_000_000n], sent: 10_000_000n, received: 0n }), {
      code: 'AMOUNT_TOO_LOW',
    }),
    refusal(
      'below the minimum',
      poolAnswers({ min: 20_000_000n, max: 10n ** 12n, details: [], sent: 10_000_000n, received: 10_000_000n }),
      {
        code: 'AMOUNT_TOO_LOW',
        limit: 20_000_000n,
      },
    ),
    refusal('a fee that does not add up', poolAnswers({ max: 10n ** 12n, details: [-6_000n], sent: 10_000_000n, received: 9_994_001n }), {
      code: 'MALFORMED_ANSWER',
    }),
    refusal('ten times', poolAnswers({ max: 10n ** 12n, details: [89_940_000n], sent: 10_000_000n, received: 99_940_000n }), {
      code: 'IMPLAUSIBLE_ANSWER',
    }),
    refusal('reverts as paused', poolReverts('Stargate_Paused'), { code: 'PAUSED' }),
    refusal('reverts without a peer', poolReverts('NoPeer', [30_110]), { code: 'UNSUPPORTED_ROUTE' }),
    refusal(
      'reverts with something new',
      { rpc: { kind: 'results', results: Array.from({ length: 3 }, () => ({ ok: false, data: '0xdeadbeef' })) } },
      { code: 'UPSTREAM_ERROR' },
    ),
    refusal(
      'no contract there',
      { rpc: { kind: 'results', results: Array.from({ length: 3 }, () => ({ ok: true, data: '0x' })) } },
      { code: 'UNSUPPORTED_ROUTE' },
    ),
  ],
  corridors: [],
  transaction: taxi.sent,
});

test('ether goes as value with the message’s fee, without its dust', async () => {
  const built = await stargate.transaction(playBack(ether, NOW_MS), {
    ...etherQuestion,
    sender: SENDER,
    recipient: RECIPIENT,
    minAmountOut: etherAnswer.minAmountOut,
    quoted: etherAnswer,
  });
  expect(built).toMatchObject({ ok: true, value: { value: 10n ** 18n + 60_500_000_000_000n } });
  expect(built.ok && 'spender' in built.value).toBe(false);
});

test('less than the smallest step is too low, unasked', async () => {
  const given = await stargate.quote(playBack({ rpc: { kind: 'timeout' } }, NOW_MS), { ...etherQuestion, amountIn: 999_999_999_999n });
  expect(given).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_LOW', limit: 10n ** 12n } });
});

test('an answer that passes here passes the common checks', () => {
  expect(checkAnswer({ question: taxi.read.question, answer: taxi.read.expected, observedAtMs: NOW_MS }).ok).toBe(true);
  expect(checkAnswer({ question: etherQuestion, answer: etherAnswer, observedAtMs: NOW_MS }).ok).toBe(true);
});

describe('corridors', () => {
  /** Chains answer as given; the others are out of reach. */
  const down = playBack({ rpc: { kind: 'timeout' } }, NOW_MS);
  const ask = (byChain: Readonly<Record<number, Recorded>>) =>
    stargate.corridors({
      ...down,
      rpc: {
        ...down.rpc,
        call: async (chainId) => {
          const recorded = byChain[chainId];
          return recorded !== undefined && 'rpc' in recorded ? recorded.rpc : { kind: 'unreachable', detail: 'down' };
        },
      },
    });
  const idsOf = async (byChain: Readonly<Record<number, Recorded>>) => {
    const given = await ask(byChain);
    return given.ok ? given.value.map(({ from, to }) => `${from}>${to}`) : given.error.code;
  };
  // In the order of the registry: ether where there is a pool for it, USDC, USDT.
  const all = {
    1: assetIds([13, 1, 2]),
    10: assetIds([13, 1, 2]),
    137: assetIds([1, 2]),
    8453: assetIds([13, 1]),
    42161: assetIds([13, 1, 2]),
    43114: assetIds([1, 2]),
  };

  test('pools of one asset id, each with each', async () => {
    const ids = await idsOf(all);
    expect(ids).toHaveLength(4 * 3 + 6 * 5 + 5 * 4);
    expect(ids).toContain('ethereum:USDC>avalanche:USDC');
    expect(ids).toContain('base:ETH>arbitrum:ETH');
    expect(ids).not.toContain('ethereum:USDT>base:USDT');
  });

  test('a pool that its chain does not know is not offered', async () => {
    const ids = await idsOf({ ...all, 8453: assetIds([0, 1]) });
    expect(ids).not.toContain('base:ETH>arbitrum:ETH');
    expect(ids).toContain('base:USDC>arbitrum:USDC');
  });

  test('a chain out of reach keeps its corridors', async () => {
    const { 10: _down, ...rest } = all;
    expect(await idsOf(rest)).toContain('optimism:USDC>base:USDC');
  });

  test('with every chain out of reach there is no answer', async () => {
    expect(await idsOf({})).toBe('UPSTREAM_ERROR');
  });
});

describeReadings(stargate, new URL('fixtures/', import.meta.url), {
  'quotes.json': {
    reading: {
      quote: {
        corridor: 'ethereum:USDC>arbitrum:USDC',
        amountIn: '10000000',
        amountOut: '9994000',
        minAmountOut: '9900000',
        fees: [{ kind: 'protocol', asset: 'ethereum:USDC', amount: '6000' }],
        surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: '55000000000000' }],
        etaSeconds: { p50: 180.3 },
        limits: { max: '1000000000000' },
      },
    },
  },
  'quotes.error-liquidity.json': {
    reading: { failure: { code: 'INSUFFICIENT_LIQUIDITY', detail: 'Insufficient liquidity on this path' } },
  },
  'quotes.none.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: 'the API offers neither a taxi nor a bus' } } },
  'quotes.error-within.json': { reading: { failure: { code: 'UNSUPPORTED_ROUTE', detail: 'No routes found for the specified tokens' } } },
  'scan-messages-tx.to-tron.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        transferKey: `stargate:1:0x${'3'.repeat(64)}`,
        destinationChainId: null,
        destinationTransaction: '2'.repeat(64),
      },
    },
  },
  'scan-messages-tx.json': {
    reading: {
      transfer: {
        state: 'COMPLETED',
        vendorState: 'DELIVERED',
        transferKey: `stargate:1:0x${'3'.repeat(64)}`,
        originChainId: 1,
        destinationChainId: 42_161,
        destinationTransaction: `0x${'2'.repeat(64)}`,
      },
    },
  },
});
