import { readFileSync } from 'node:fs';
import { encodeFunctionData, type Hex } from 'viem';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { changedJson } from '../../_kit/testing/changed-json.ts';
import { sourceAbi } from '../abi.ts';

/** A recorded answer. */
export const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
/** When it was given. */
export const nowMs = 1_754_342_218_143;
export const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
export const answer: QuoteAnswer = {
  amountOut: 999_147_813n,
  minAmountOut: 999_147_813n,
  fees: [
    { kind: 'protocol', asset: 'ethereum:USDC', amount: 400_000n },
    { kind: 'solver', asset: 'arbitrum:USDC', amount: 399_840n },
    { kind: 'relayer-gas', asset: 'arbitrum:USDC', amount: 52_347n },
  ],
  rebate: 0n,
  surcharges: [{ kind: 'fixed', asset: 'ethereum:ETH', amount: 10n ** 15n }],
  originGas: 250_000n,
  etaSeconds: { p50: 7, p90: 120 },
  limits: { min: null, max: null, instant: null },
  validUntilMs: nowMs + 30_000,
};
export const sender = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955';
export const recipient = '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f';
export const DLN_SOURCE = '0xeF4fB24aD0916217251F553c0596F8Edc630EB66';

interface Body {
  estimation: {
    srcChainTokenIn: Record<string, unknown>;
    dstChainTokenOut: Record<string, unknown>;
    costsDetails: Record<string, unknown>[];
  };
  fixFee: unknown;
}
/** The estimation with some of it changed. */
export const changed = (change: (body: Body) => unknown, name = 'create-tx.usdc-estimation'): string => changedJson(fixture(name), change);

/** What it comes to on chain. */
export const order = {
  giveTokenAddress: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  giveAmount: question.amountIn,
  takeTokenAddress: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831',
  takeAmount: answer.amountOut,
  takeChainId: 42_161n,
  receiverDst: recipient,
  givePatchAuthoritySrc: sender,
  orderAuthorityAddressDst: sender,
  allowedTakerDst: '0x',
  externalCall: '0x',
  allowedCancelBeneficiarySrc: '0x',
} as const;
/** The call that makes the order of the sample, or one that differs in this. */
export const orderCall = (changes: object = {}, affiliateFee: Hex = '0x'): Hex =>
  encodeFunctionData({
    abi: sourceAbi,
    functionName: 'createSaltedOrder',
    args: [{ ...order, ...changes }, 1_746_213_179_552n, affiliateFee, 0, '0x', '0x0101'],
  });
/** The estimation with a transaction to sign, or one that differs in this. */
export const withTx = (tx: object = {}): string =>
  changed((body) =>
    Object.assign(body, { tx: { to: DLN_SOURCE, data: orderCall(), value: '1000000000000000', ...tx }, orderId: `0x${'ab'.repeat(32)}` }),
  );
