import { decodeFunctionData, type Hex } from 'viem';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { Fee, QuoteAnswer, QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { spokePool } from '../_across/spoke-pool.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext, QuoteQuestion } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { spokePoolAbi } from './abi.ts';
import { askApi } from './ask-api.ts';
import { SPOKE_POOL_PERIPHERY } from './contracts.ts';
import { manifest } from './manifest.ts';
import { DEPOSIT_GAS, etaAround } from './quote.ts';
import { tokenOf } from './suggested-fees.ts';
import { type SwapApproval, swapApproval } from './swap-approval-schema.ts';

/** Who a quote is for does not change it; some address has to be named. */
const ANYBODY = '0x1111111111111111111111111111111111111111';

/** Asks GET /swap/approval, the newer API: the same deposit as a ready transaction, with a swap before or after it where the tokens differ. */
export const swapApprovalQuote = async (context: BridgeContext, question: QuoteQuestion): Promise<Result<QuoteAnswer, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const query = new URLSearchParams({
    tradeType: 'exactInput',
    amount: String(amountIn),
    inputToken: corridor.from.address,
    originChainId: String(corridor.from.chainId),
    outputToken: corridor.to.address,
    destinationChainId: String(corridor.to.chainId),
    depositor: ANYBODY,
  });
  const asked = await askApi(context, `/swap/approval?${query}`, swapApproval, tokenOf(corridor.from));
  if (!asked.ok) return asked;
  const fees = feesOf(asked.value);
  const wrong = otherEnds(asked.value, question) ?? brokenChain(asked.value) ?? otherCall(asked.value, corridor.from.chainId);
  if (wrong !== undefined || fees === undefined) return fail('MALFORMED_ANSWER', wrong ?? 'the bridge’s fees do not come to what it takes');
  const { expectedOutputAmount, minOutputAmount, expectedFillTime, quoteExpiryTimestamp, swapTx } = asked.value;
  const expiresMs = (quoteExpiryTimestamp ?? Number.POSITIVE_INFINITY) * 1_000;
  return ok({
    amountOut: expectedOutputAmount,
    minAmountOut: minOutputAmount,
    fees,
    rebate: 0n,
    surcharges: [],
    originGas: swapTx.gas > 0n ? swapTx.gas : DEPOSIT_GAS,
    etaSeconds: etaAround(expectedFillTime),
    limits: { min: null, max: null, instant: null },
    validUntilMs: Math.min(context.now() + manifest.quoteLifetimeMs, expiresMs),
  });
};

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
