import { encodeErrorResult } from 'viem';
import { expect, test } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance } from '../_kit/conformance.ts';
import type { Recorded } from '../_kit/play-back.ts';
import { errorsAbi } from '../_stargate/abi.ts';
import { STARGATE_CHAIN_IDS } from '../_stargate/contracts.ts';
import { messageEta } from '../_stargate/eta.ts';
import { MESSAGE_FEE, poolAnswers } from '../_stargate/testing/pool-answers.ts';
import { NOW_MS, REFUSED_BY_POOLS, refusal, TEN_USDC, tenUsdc } from '../_stargate/testing/pool-cases.ts';
import { bus } from './bus.ts';
import { stargateBus } from './stargate-bus.ts';

const seat = tenUsdc({ originGas: 128_000n, etaSeconds: { p50: 510, p90: 2_220 }, oftCmd: '0x01' });

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
  validUntilMs: NOW_MS + 30_000,
};

/** The pool would take the amount; the messaging contract has no fare for a seat. */
const outOfService = (recorded: Recorded): Recorded => {
  if (!('rpc' in recorded) || recorded.rpc.kind !== 'results') return recorded;
  const data = encodeErrorResult({ abi: errorsAbi, errorName: 'Bus_InvalidFare', args: [false] });
  return { rpc: { kind: 'results', results: [...recorded.rpc.results.slice(0, 2), { ok: false, data }] } };
};

describeConformance({
  bridge: stargateBus,
  nowMs: NOW_MS,
  answers: [seat.read, { name: 'ether with dust', question: etherQuestion, recorded: ether, expected: etherAnswer }],
  failures: [refusal('no bus goes there', outOfService(TEN_USDC), { code: 'UNSUPPORTED_ROUTE' }), ...REFUSED_BY_POOLS],
  corridors: [],
  transaction: seat.sent,
});

test.each(STARGATE_CHAIN_IDS)('a bus from %i is said to take longer than a message of one’s own', (chainId) => {
  expect(bus.etaFrom(chainId).p50).toBeGreaterThan(messageEta(chainId).p50);
  expect(bus.etaFrom(chainId).p90).toBeGreaterThan(messageEta(chainId).p90);
});
