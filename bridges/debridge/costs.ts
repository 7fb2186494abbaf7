import { type Asset, assetById } from '#core/domain/asset.ts';
import type { Fee, FeeKind } from '#core/domain/quote.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { chainIdOf } from './contracts.ts';
import type { Cost, CreateTx } from './schemas.ts';

/** What each cost pays for. The two swaps have no fee of their own: what goes in comes out as another token. */
const KINDS: Readonly<Record<Cost['type'], FeeKind>> = {
  PreSwap: 'swap',
  AfterSwap: 'swap',
  PreSwapEstimatedSlippage: 'reserve',
  AfterSwapEstimatedSlippage: 'reserve',
  DlnProtocolFee: 'protocol',
  AffiliateFee: 'integrator',
  TakerMargin: 'solver',
  EstimatedOperatingExpenses: 'relayer-gas',
};

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** How far the decimals of an unlisted token may lie from those of its counterpart: a stablecoin has six, a few have eighteen. */
const UNLISTED_SCALE = 10n ** 12n;

/** A solver gives on one chain what it got on another: the same amount, in the decimals of either, to the unit where both are listed. */
const carriedOver = (left: { asset: Asset; amount: bigint }, right: { asset: Asset; amount: bigint }): boolean => {
  if ([left, right].every(({ asset }) => assetById(asset.id) !== undefined)) {
    return left.amount * 10n ** BigInt(right.asset.decimals) === right.amount * 10n ** BigInt(left.asset.decimals);
  }
  return [left.amount, left.amount * UNLISTED_SCALE].includes(right.amount) || left.amount === right.amount * UNLISTED_SCALE;
};

const assetAt = ({ chain }: Cost, address: string): Asset | undefined =>
  vendorAsset({ chainId: chainIdOf(Number(chain)), address, symbol: '', decimals: 0 });

/**
 * The costs as parts of a quote, in their order; a sentence when they are no way from the token that goes in to the one that comes out, each
 * step beginning with what the one before it left.
 */
export const feesOf = ({ costsDetails, ...ends }: CreateTx['estimation']): readonly Fee[] | string => {
  const broken = brokenStep(costsDetails) ?? brokenEnds(costsDetails, ends) ?? brokenSwap(costsDetails, ends);
  if (broken !== undefined) return broken;
  return costsDetails.flatMap((step): Fee[] => {
    const asset = assetAt(step, step.tokenIn);
    const out = assetAt(step, step.tokenOut);
    const taken = step.amountIn - step.amountOut;
    if (asset === undefined || out === undefined) return [];
    // Between tokens of different prices what a swap costs is not in the figures.
    const comparable =
      asset.id === out.id || (assetById(asset.id) !== undefined && asset.priceId === out.priceId && asset.decimals === out.decimals);
    return comparable ? [{ kind: KINDS[step.type], asset: asset.id, amount: taken }] : [];
  });
};

const brokenStep = (steps: readonly Cost[]): string | undefined => {
  for (const [index, step] of steps.entries()) {
    const { type, tokenIn, tokenOut, amountIn, amountOut, payload } = step;
    const before = steps[index - 1];
    if (assetAt(step, tokenIn) === undefined || assetAt(step, tokenOut) === undefined) return `${type} names no token`;
    if (amountIn < 0n || amountOut < 0n) return `${type} has a negative amount`;
    const swaps = KINDS[type] === 'swap';
    if (!swaps && !same(tokenIn, tokenOut)) return `${type} turns one token into another`;
    if (!swaps && amountOut > amountIn) return `${type} gives ${amountOut} for ${amountIn}`;
    if (!swaps && payload?.feeAmount !== undefined && payload.feeAmount !== amountIn - amountOut) {
      return `${type} takes ${amountIn - amountOut} and says ${payload.feeAmount}`;
    }
    if (before === undefined) continue;
    const broken = before.chain === step.chain ? brokenHere(before, step) : brokenCarriage(before, step);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

const otherAmount = (before: Cost, { type, amountIn }: Cost): string =>
  `${type} begins with ${amountIn}, ${before.type} left ${before.amountOut}`;

const brokenHere = (before: Cost, step: Cost): string | undefined => {
  if (!same(before.tokenOut, step.tokenIn)) return `${step.type} begins with another token than ${before.type} left`;
  return before.amountOut === step.amountIn ? undefined : otherAmount(before, step);
};

const brokenCarriage = (before: Cost, step: Cost): string | undefined => {
  const [left, right] = [assetAt(before, before.tokenOut), assetAt(step, step.tokenIn)];
  if (left === undefined || right === undefined) return `${step.type} names no token`;
  if (!carriedOver({ asset: left, amount: before.amountOut }, { asset: right, amount: step.amountIn })) return otherAmount(before, step);
  return counterparts(left, right) ? undefined : `${step.type} begins with ${right.id} for ${left.id}`;
};

/** A solver is repaid in what it gave: where both are listed, they are worth the same. */
const counterparts = (left: Asset, right: Asset): boolean =>
  assetById(left.id) === undefined || assetById(right.id) === undefined || left.priceId === right.priceId;

type Ends = Omit<CreateTx['estimation'], 'costsDetails'>;

const brokenEnds = (steps: readonly Cost[], { srcChainTokenIn, dstChainTokenOut }: Ends): string | undefined => {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return 'no costs';
  const ids = new Set([srcChainTokenIn.chainId, dstChainTokenOut.chainId].map(String));
  const elsewhere = steps.find(({ chain }) => !ids.has(chain));
  if (elsewhere !== undefined) return `${elsewhere.type} happens on chain ${elsewhere.chain}`;
  if (Number(first.chain) !== srcChainTokenIn.chainId || !same(first.tokenIn, srcChainTokenIn.address))
    return 'the costs begin with another token';
  if (first.amountIn !== srcChainTokenIn.amount) return `the costs begin with ${first.amountIn}, ${srcChainTokenIn.amount} goes in`;
  if (Number(last.chain) !== dstChainTokenOut.chainId || !same(last.tokenOut, dstChainTokenOut.address))
    return 'the costs end with another token';
  return last.amountOut === dstChainTokenOut.amount ? undefined : `the costs leave ${last.amountOut}, ${dstChainTokenOut.amount} comes out`;
};

/** Where the input is swapped first, the order is given what the swap and its reserve leave, and the answer says it once more. */
const brokenSwap = (steps: readonly Cost[], { srcChainTokenIn, srcChainTokenOut }: Ends): string | undefined => {
  if (srcChainTokenOut === undefined || srcChainTokenOut === null) return undefined;
  const { chainId, address, amount } = srcChainTokenOut;
  const left = steps.filter(({ type }) => type === 'PreSwap' || type === 'PreSwapEstimatedSlippage').at(-1);
  const told = left === undefined ? srcChainTokenIn : { address: left.tokenOut, chainId: Number(left.chain), amount: left.amountOut };
  if (told.chainId !== chainId || !same(told.address, address)) return 'the swap leaves another token than srcChainTokenOut';
  return told.amount === amount ? undefined : `the swap leaves ${told.amount}, srcChainTokenOut is ${amount}`;
};
