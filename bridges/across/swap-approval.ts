import { decodeFunctionData, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { fail, failure } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { spokePoolAbi } from './abi.ts';
import { askApi } from './ask-api.ts';
import { SPOKE_POOL_PERIPHERY } from './contracts.ts';
import { DEPOSIT_GAS } from './deposit-gas.ts';
import { etaOf } from './eta.ts';
import { askLimits, quoteLimitsOf, type ToldLimits } from './limits.ts';
import { manifest } from './manifest.ts';
import { tokenOf } from './suggested-fees.ts';
import { type SwapApproval, swapApproval } from './swap-approval-schema.ts';

/** Who makes the deposit and gets its money back, and who is paid. */
export interface Parties {
  readonly sender: string;
  readonly recipient: string;
}

const NOBODY = '0x1111111111111111111111111111111111111111';
/** Who a quote is for does not change it; some address has to be named. */
export const ANYBODY: Parties = { sender: NOBODY, recipient: NOBODY };

/** The answer as it was told, its call with it, and what it comes to. */
export interface Approved {
  readonly told: SwapApproval;
  readonly answer: QuoteAnswer;
}

/**
 * Asks GET /swap/approval, the newer API: the same deposit as a ready transaction, with a swap before or after it where the tokens differ. It
 * names no limits: GET /limits is asked beside it, and without an answer there they stay unknown.
 */
export const askSwapApproval = async (
  context: BridgeContext,
  question: QuoteQuestion,
  { sender, recipient }: Parties,
): Promise<Result<Approved, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const query = new URLSearchParams({
    tradeType: 'exactInput',
    amount: String(amountIn),
    inputToken: corridor.from.address,
    originChainId: String(corridor.from.chainId),
    outputToken: corridor.to.address,
    destinationChainId: String(corridor.to.chainId),
    depositor: sender,
    recipient,
  });
  const [asked, limits] = await Promise.all([
    askApi(context, `/swap/approval?${query}`, swapApproval, tokenOf(corridor.from)),
    askLimits(context, question),
  ]);
  const beyond = limits.ok
    ? beyondLimits(limits.value, amountIn)
    : limits.error.code === 'INSUFFICIENT_LIQUIDITY'
      ? limits.error
      : undefined;
  if (!asked.ok) return err(beyond?.code === asked.error.code ? beyond : asked.error);
  if (beyond !== undefined) return err(beyond);
  const fees = feesOf(asked.value);
  const wrong = otherEnds(asked.value, question) ?? brokenChain(asked.value) ?? otherCall(asked.value, corridor.from.chainId);
  if (wrong !== undefined || fees === undefined) return fail('MALFORMED_ANSWER', wrong ?? 'the bridge’s fees do not come to what it takes');
  return ok({
    told: asked.value,
    answer: answerOf(asked.value, fees, { amountIn, limits: limits.ok ? limits.value : undefined, nowMs: context.now() }),
  });
};

/** The same for anybody: what a recorded answer is read by. */
export const swapApprovalQuote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const asked = await askSwapApproval(context, question, ANYBODY);
  return asked.ok ? ok(asked.value.answer) : asked;
};

const beyondLimits = ({ minDeposit, maxDeposit }: ToldLimits, amountIn: bigint): QuoteFailure | undefined => {
  if (amountIn < minDeposit) return failure('AMOUNT_TOO_LOW', `${amountIn} is too low; at least ${minDeposit}`, { limit: minDeposit });
  if (amountIn > maxDeposit) return failure('AMOUNT_TOO_HIGH', `${amountIn} is too high; at most ${maxDeposit}`, { limit: maxDeposit });
  return undefined;
};

const answerOf = (
  told: SwapApproval,
  fees: readonly Fee[],
  { amountIn, limits, nowMs }: { amountIn: bigint; limits: ToldLimits | undefined; nowMs: number },
): QuoteAnswer => ({
  amountOut: told.expectedOutputAmount,
  minAmountOut: told.minOutputAmount,
  fees,
  rebate: 0n,
  surcharges: [],
  originGas: told.swapTx.gas > 0n ? told.swapTx.gas : DEPOSIT_GAS,
  etaSeconds: etaOf(told.expectedFillTime, amountIn, limits),
  limits: limits === undefined ? { min: null, max: null, instant: null } : quoteLimitsOf(limits),
  validUntilMs: Math.min(nowMs + manifest.quoteLifetimeMs, (told.quoteExpiryTimestamp ?? Number.POSITIVE_INFINITY) * 1_000),
});

/** A native ether is also told of as WETH, which is what travels. */
const isAsset = (told: SwapApproval['inputToken'], asset: Asset): boolean => {
  const id = vendorAsset(told)?.id;
  return told.decimals === asset.decimals && (id === asset.id || (asset.address === NATIVE_ADDRESS && id === tokenOf(asset)?.id));
};

const sameToken = (one: SwapApproval['inputToken'], other: SwapApproval['inputToken']): boolean =>
  one.chainId === other.chainId && one.decimals === other.decimals && one.address.toLowerCase() === other.address.toLowerCase();

const otherEnds = ({ inputToken, outputToken, inputAmount }: SwapApproval, { corridor, amountIn }: QuoteQuestion): string | undefined => {
  if (!isAsset(inputToken, corridor.from))
    return `inputToken is ${inputToken.address} on chain ${inputToken.chainId}, asked was ${corridor.from.id}`;
  if (!isAsset(outputToken, corridor.to))
    return `outputToken is ${outputToken.address} on chain ${outputToken.chainId}, asked was ${corridor.to.id}`;
  return inputAmount === amountIn ? undefined : `an answer for ${inputAmount}, asked was ${amountIn}`;
};

/** Each step takes what the one before it gives, of the same token, from the answer's input to its output. */
const brokenChain = (told: SwapApproval): string | undefined => {
  const { originSwap, bridge, destinationSwap } = told.steps;
  const enters = originSwap ?? bridge;
  const leaves = destinationSwap ?? bridge;
  const wrapped = (one: SwapApproval['inputToken'], end: SwapApproval['inputToken']) => {
    const [asset, coin] = [vendorAsset(one), vendorAsset(end)];
    return (
      sameToken(one, end) || (coin !== undefined && asset !== undefined && tokenOf(coin)?.id === asset.id && one.decimals === end.decimals)
    );
  };
  if (enters.inputAmount !== told.inputAmount || !wrapped(enters.tokenIn, told.inputToken))
    return 'the first step does not take what is sent';
  if (leaves.outputAmount !== told.expectedOutputAmount || !wrapped(leaves.tokenOut, told.outputToken)) {
    return 'the last step does not give what is delivered';
  }
  const least = destinationSwap === null || destinationSwap === undefined ? bridge.outputAmount : destinationSwap.minOutputAmount;
  if (least !== undefined && least !== told.minOutputAmount) return `at least ${told.minOutputAmount}, but its last step says ${least}`;
  if (originSwap && (originSwap.outputAmount < bridge.inputAmount || !sameToken(originSwap.tokenOut, bridge.tokenIn))) {
    return 'the bridge takes what no swap gives';
  }
  if (destinationSwap && (destinationSwap.inputAmount !== bridge.outputAmount || !sameToken(destinationSwap.tokenIn, bridge.tokenOut))) {
    return 'the last swap takes what the bridge does not give';
  }
  return undefined;
};

/** The bridge's fees in the token that enters it; undefined when they do not come to what it takes. */
const feesOf = ({ steps: { bridge } }: SwapApproval): readonly Fee[] | undefined => {
  const asset = vendorAsset(bridge.tokenIn)?.id;
  if (asset === undefined || bridge.tokenIn.decimals !== bridge.tokenOut.decimals) return undefined;
  const told = partsOf(bridge);
  if (told === undefined) return undefined;
  const taken = bridge.inputAmount - bridge.outputAmount;
  const sum = told.parts.reduce((before, { amount }) => before + amount, 0n);
  return sum === taken && told.total === taken ? told.parts.map((part) => ({ ...part, asset })) : undefined;
};

/** What a fee is made of, in either way of telling it. Across names its parts; another carrier, which it may hand a transfer to, only the sum. */
const partsOf = ({ fees, provider, tokenIn }: SwapApproval['steps']['bridge']) => {
  const named = (lp: bigint, capital: bigint, gas: bigint): readonly Omit<Fee, 'asset'>[] => [
    { kind: 'lp', amount: lp },
    { kind: 'relayer-capital', amount: capital },
    { kind: 'relayer-gas', amount: gas },
  ];
  if ('totalRelay' in fees) {
    return { total: fees.totalRelay.total, parts: named(fees.lp.total, fees.relayerCapital.total, fees.relayerGas.total) };
  }
  if (!sameToken(fees.token, tokenIn)) return undefined;
  const { amount: total, details } = fees;
  if (details) return { total, parts: named(details.lp.amount, details.relayerCapital.amount, details.destinationGas.amount) };
  const parts: readonly Omit<Fee, 'asset'>[] = [{ kind: 'protocol', amount: total }];
  return provider === 'across' ? undefined : { total, parts };
};

/** The call must be on the origin chain, of a contract of Across, and where it is a plain deposit, of the amounts that stand beside it. */
const otherCall = ({ swapTx, steps: { bridge } }: SwapApproval, originChainId: number): string | undefined => {
  if (swapTx.chainId !== originChainId) return `a transaction on chain ${swapTx.chainId}`;
  const known = [spokePool(originChainId), SPOKE_POOL_PERIPHERY].some((address) => address?.toLowerCase() === swapTx.to.toLowerCase());
  if (bridge.provider === 'across' && !known) return `a transaction to ${swapTx.to}, which is no contract of Across`;
  const deposit = depositIn(swapTx.data);
  if (deposit === undefined) return undefined;
  const same = deposit.inputAmount === bridge.inputAmount && deposit.outputAmount === bridge.outputAmount;
  return same ? undefined : `a deposit of ${deposit.inputAmount} for ${deposit.outputAmount}, beside other amounts`;
};

const depositIn = (data: string): { inputAmount: bigint; outputAmount: bigint } | undefined => {
  try {
    const { functionName, args } = decodeFunctionData({ abi: spokePoolAbi, data: data as Hex });
    return functionName === 'deposit' || functionName === 'depositV3' ? { inputAmount: args[4], outputAmount: args[5] } : undefined;
  } catch {
    return undefined;
  }
};
