import { decodeFunctionData, type Hex, pad } from 'viem';
import { expect } from 'vitest';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import type { Recorded } from '../../_kit/play-back.ts';
import type { ConformanceCases } from '../../_kit/testing/conformance-cases.ts';
import { poolAbi } from '../abi.ts';
import { stargatePool } from '../contracts.ts';
import { MESSAGE_FEE, PAUSED, poolAnswers, poolReverts } from './pool-answers.ts';

type AnswerCase = ConformanceCases['answers'][number];
type FailureCase = ConformanceCases['failures'][number];
type TransactionCase = NonNullable<ConformanceCases['transaction']>;

export const NOW_MS = 1_779_092_258_000;
export const SENDER = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const RECIPIENT = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
const USDC_POOL = stargatePool(1, 'USDC')?.address ?? '';
const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 10_000_000n };

/** 10 USDC, taken apart as the fixture of the HTTP API has it: 6 000 units of fee and a message of 55 000 gwei. */
export const TEN_USDC = poolAnswers({ max: 1_000_000_000_000n, details: [-6_000n], sent: 10_000_000n, received: 9_994_000n });

export const refusal = (name: string, recorded: Recorded, expected: FailureCase['expected']): FailureCase => ({
  name,
  question,
  recorded,
  expected,
});

/** What a pool refuses, however its message travels. */
export const REFUSED_BY_POOLS: readonly FailureCase[] = [
  refusal('capped by the path’s credit', poolAnswers({ max: 9_000_000n, details: [-1n], sent: 9_000_000n, received: 8_999_999n }), {
    code: 'AMOUNT_TOO_HIGH',
    limit: 9_000_000n,
  }),
  refusal('no credit', poolAnswers({ max: 0n, details: [], sent: 0n, received: 0n }), { code: 'INSUFFICIENT_LIQUIDITY', limit: 0n }),
  refusal('paused', poolAnswers({ status: PAUSED, max: 10n ** 12n, details: [-6_000n], sent: 10_000_000n, received: 9_994_000n }), {
    code: 'PAUSED',
  }),
  refusal('reverts for want of credit', poolReverts('Path_InsufficientCredit'), { code: 'INSUFFICIENT_LIQUIDITY' }),
];

/** How the message travels, and what that costs and takes. */
interface Mode {
  readonly originGas: bigint;
  readonly etaSeconds: QuoteAnswer['etaSeconds'];
  readonly oftCmd: Hex;
}

/** What `TEN_USDC` is read as, and the call that sends it. */
export const tenUsdc = ({ originGas, etaSeconds, oftCmd }: Mode): { readonly read: AnswerCase; readonly sent: TransactionCase } => {
  const answer: QuoteAnswer = {
    amountOut: 9_994_000n,
    minAmountOut: 9_989_003n,
    fees: [{ kind: 'protocol', asset: 'ethereum:USDC', amount: 6_000n }],
    rebate: 0n,
    surcharges: [{ kind: 'message', asset: 'ethereum:ETH', amount: MESSAGE_FEE }],
    originGas,
    etaSeconds,
    limits: { min: 1n, max: 1_000_000_000_000n, instant: 1_000_000_000_000n },
    validUntilMs: NOW_MS + 30_000,
  };
  return {
    read: { name: '10 USDC with a fee', question, recorded: TEN_USDC, expected: answer },
    sent: {
      sender: SENDER,
      recipient: RECIPIENT,
      recorded: TEN_USDC,
      expected: {
        chainId: 1,
        to: USDC_POOL,
        data: expect.stringMatching(/^0xc7c7f5b3/) as unknown as string,
        value: 60_500_000_000_000n,
        spender: USDC_POOL,
        amountSent: 10_000_000n,
        amountOut: 9_994_000n,
        minAmountOut: 9_989_003n,
        etaSeconds,
        validUntilMs: answer.validUntilMs,
        usualGas: originGas,
      },
      readBack: (data) => decodeFunctionData({ abi: poolAbi, data: data as Hex }).args,
      expectedReadBack: [
        {
          dstEid: 30_110,
          to: pad(RECIPIENT.toLowerCase() as Hex),
          amountLD: 10_000_000n,
          minAmountLD: 9_989_003n,
          extraOptions: '0x',
          composeMsg: '0x',
          oftCmd,
        },
        { nativeFee: 60_500_000_000_000n, lzTokenFee: 0n },
        SENDER,
      ],
    },
  };
};
