import { decodeFunctionData, encodeErrorResult, type Hex, pad } from 'viem';
import { expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import type { Recorded } from '../_kit/play-back.ts';
import { errorsAbi, poolAbi } from '../_stargate/abi.ts';
import { STARGATE_CHAIN_IDS, stargatePool } from '../_stargate/contracts.ts';
import { messageEta } from '../_stargate/eta.ts';
import { MESSAGE_FEE, PAUSED, poolAnswers, poolReverts } from '../_stargate/testing/pool-answers.ts';
import { bus } from './bus.ts';
import { stargateBus } from './stargate-bus.ts';

const nowMs = 1_779_092_258_000;
const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 10_000_000n };

/** 10 USDC with 6 000 units of fee, which the pool takes of a taxi as well. */
const seat = poolAnswers({ max: 1_000_000_000_000n, details: [-6_000n], sent: 10_000_000n, received: 9_994_000n });
const seatAnswer: QuoteAnswer = {
  amountOut: 9_994_000n,
  minAmountOut: 9_989_003n,
  fees: [{ kind: 'protocol', asset: 'ethereum:USDC', amount: 6_000n }],
  rebate: 0n,
  surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: MESSAGE_FEE }],
  originGas: 128_000n,
  etaSeconds: { p50: 510, p90: 2_220 },
  limits: { min: 1n, max: 1_000_000_000_000n, instant: 1_000_000_000_000n },
  validUntilMs: nowMs + 30_000,
};

const etherQuestion = { corridor: corridorNamed('base:ETH>optimism:ETH'), amountIn: 1_000_000_000_000_000_007n };
const ether = poolAnswers({ min: 10n ** 12n, max: 10n ** 21n, details: [], sent: 10n ** 18n, received: 10n ** 18n });
const etherAnswer: QuoteAnswer = {
  amountOut: 10n ** 18n,
  minAmountOut: 999_500_000_000_000_000n,
  fees: [{ kind: 'dust', asset: 'base:ETH', amount: 7n }],
  rebate: 0n,
  surcharges: [{ kind: 'message', asset: 'base:ETH', amount: MESSAGE_FEE }],
  originGas: 128_000n,
  etaSeconds: { p50: 350, p90: 1_950 },
  limits: { min: 10n ** 12n, max: 10n ** 21n, instant: 10n ** 21n },
  validUntilMs: nowMs + 30_000,
};

/** The pool would take the amount; the messaging contract has no fare for a seat. */
const outOfService = (recorded: Recorded): Recorded => {
  if (!('rpc' in recorded) || recorded.rpc.kind !== 'results') return recorded;
  const data = encodeErrorResult({ abi: errorsAbi, errorName: 'Bus_InvalidFare', args: [false] });
  return { rpc: { kind: 'results', results: [...recorded.rpc.results.slice(0, 2), { ok: false, data }] } };
};

const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const usdcPool = stargatePool(1, 'USDC')?.address ?? '';
const refusal = (name: string, recorded: Recorded, expected: object) => ({ name, question, recorded, expected });

describeConformance({
  bridge: stargateBus,
  nowMs,
  answers: [
    { name: 'a seat with a fee', question, recorded: seat, expected: seatAnswer },
    { name: 'ether with dust', question: etherQuestion, recorded: ether, expected: etherAnswer },
  ],
  failures: [
    refusal('no bus goes there', outOfService(seat), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('capped by the path’s credit', poolAnswers({ max: 9_000_000n, details: [-1n], sent: 9_000_000n, received: 8_999_999n }), {
      code: 'AMOUNT_TOO_HIGH',
      limit: 9_000_000n,
    }),
    refusal('no credit', poolAnswers({ max: 0n, details: [], sent: 0n, received: 0n }), { code: 'INSUFFICIENT_LIQUIDITY', limit: 0n }),
    refusal('paused', poolAnswers({ status: PAUSED, max: 10n ** 12n, details: [-6_000n], sent: 10_000_000n, received: 9_994_000n }), {
      code: 'PAUSED',
    }),
    refusal('reverts for want of credit', poolReverts('Path_InsufficientCredit'), { code: 'INSUFFICIENT_LIQUIDITY' }),
  ],
  corridors: [],
  transaction: {
    sender,
    recipient,
    recorded: seat,
    expected: {
      chainId: 1,
      to: usdcPool,
      data: expect.stringMatching(/^0xc7c7f5b3/) as unknown as string,
      value: 60_500_000_000_000n,
      spender: usdcPool,
      amountSent: 10_000_000n,
      amountOut: 9_994_000n,
      minAmountOut: 9_989_003n,
      etaSeconds: seatAnswer.etaSeconds,
      validUntilMs: seatAnswer.validUntilMs,
      usualGas: seatAnswer.originGas,
    },
    readBack: (data) => decodeFunctionData({ abi: poolAbi, data: data as Hex }).args,
    expectedReadBack: [
      {
        dstEid: 30_110,
        to: pad(recipient.toLowerCase() as Hex),
        amountLD: 10_000_000n,
        minAmountLD: 9_989_003n,
        extraOptions: '0x',
        composeMsg: '0x',
        oftCmd: '0x01',
      },
      { nativeFee: 60_500_000_000_000n, lzTokenFee: 0n },
      sender,
    ],
  },
});

test.each(STARGATE_CHAIN_IDS)('a bus from %i is said to take longer than a message of one’s own', (chainId) => {
  expect(bus.etaFrom(chainId).p50).toBeGreaterThan(messageEta(chainId).p50);
  expect(bus.etaFrom(chainId).p90).toBeGreaterThan(messageEta(chainId).p90);
});
