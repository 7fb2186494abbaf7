import { decodeFunctionData, type Hex } from 'viem';
import { expect } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { describeConformance, describeEvents } from '../../_kit/conformance.ts';
import type { Recorded } from '../../_kit/play-back.ts';
import type { Bridge } from '../../_kit/port.ts';
import type { QuoteQuestion } from '../../_kit/quote-question.ts';
import type { ConformanceCases } from '../../_kit/testing/conformance-cases.ts';
import { bridgeAbi } from '../abi.ts';
import { resourceGas } from '../deposit-gas.ts';
import type { OpStackChain } from '../op-stack-chain.ts';
import { wayOf } from '../way.ts';
import { describeOpStackFacts } from './describe-facts.ts';
import { describeOpStackMoney } from './describe-money.ts';
import { delays, fees, flag, GWEI, given, nowMs, questionsOf, recipient, sender, word } from './op-stack-answers.ts';
import { alone, opStackLogs } from './op-stack-logs.ts';

const answerOf = (chain: OpStackChain): QuoteAnswer => {
  const { deposit } = questionsOf(chain);
  const way = wayOf(chain, deposit.corridor);
  if (way === undefined) throw new Error('no way for ether');
  return {
    amountOut: deposit.amountIn,
    minAmountOut: deposit.amountIn,
    fees: [],
    rebate: 0n,
    surcharges: [],
    originGas: resourceGas(way) / 2n,
    etaSeconds: { p50: 120, p90: 180 },
    limits: { min: null, max: null, instant: null },
    validUntilMs: nowMs + 30_000,
  };
};

const failuresOf = (chain: OpStackChain): ConformanceCases['failures'] => {
  const { slug, deposit, withdrawal, tokenWithdrawal } = questionsOf(chain);
  const refusal = (name: string, recorded: Recorded, expected: object, question: QuoteQuestion = deposit) => ({
    name,
    question,
    recorded,
    expected,
  });
  const reverted = { ok: false, data: '0xdeadbeef' } as const;
  const elsewhere = (id: string): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn: 1n });
  const paused = given(flag(true), word(604_800n), word(302_400n), word(0n));
  const month = given(flag(false), word(2_592_000n), word(302_400n), word(0n));
  return [
    refusal('no contract there', given('0x'), { code: 'UNSUPPORTED_ROUTE' }),
    refusal('a revert', { rpc: { kind: 'results', results: [reverted] } }, { code: 'UPSTREAM_ERROR' }),
    refusal('two answers for one question', given(word(1n), word(1n)), { code: 'MALFORMED_ANSWER' }),
    refusal('withdrawals paused', paused, { code: 'PAUSED' }, withdrawal),
    refusal('a delay of a month', month, { code: 'IMPLAUSIBLE_ANSWER' }, withdrawal),
    refusal('more than there is', delays(0n, 10n ** 9n), { code: 'AMOUNT_TOO_HIGH', limit: 10n ** 9n }, tokenWithdrawal),
    refusal('USDC, which is Circle’s own', fees(GWEI, GWEI), { code: 'UNSUPPORTED_ROUTE' }, elsewhere(`ethereum:USDC>${slug}:USDC`)),
    refusal('another chain', fees(GWEI, GWEI), { code: 'UNSUPPORTED_ROUTE' }, elsewhere('ethereum:ETH>arbitrum:ETH')),
  ];
};

/** The suite of an OP Stack chain's bridge: answers are made by the contracts' own encoding. */
export const describeOpStack = (bridge: Bridge, chain: OpStackChain): void => {
  const { deposit } = questionsOf(chain);
  const answer = answerOf(chain);
  describeConformance({
    bridge,
    nowMs,
    answers: [{ name: 'ether while gas is dear', question: deposit, recorded: fees(GWEI, 2n * GWEI), expected: answer }],
    failures: failuresOf(chain),
    corridors: [],
    transaction: {
      sender,
      recipient,
      recorded: fees(GWEI, 2n * GWEI),
      expected: {
        chainId: 1,
        to: chain.l1.standardBridge,
        data: expect.stringMatching(/^0xe11013dd/) as unknown as string,
        value: deposit.amountIn,
        amountSent: deposit.amountIn,
        amountOut: deposit.amountIn,
        minAmountOut: deposit.amountIn,
        etaSeconds: answer.etaSeconds,
        validUntilMs: answer.validUntilMs,
        usualGas: answer.originGas,
      },
      readBack: (data) => decodeFunctionData({ abi: bridgeAbi, data: data as Hex }).args,
      expectedReadBack: [recipient, 200_000, '0x'],
    },
  });
  describeEvents(bridge, opStackLogs(chain).map(alone));
  describeOpStackMoney(bridge, chain);
  describeOpStackFacts(bridge, chain);
};
