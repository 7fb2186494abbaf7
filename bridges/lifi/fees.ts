import { type Asset, assetById } from '#core/domain/asset.ts';
import type { Fee, FeeKind } from '#core/domain/quote.ts';
import { err, ok, type Result } from '#core/result.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import type { FeeCost, Step, Token } from './schemas.ts';

/** What its names and descriptions of fees say; what says nothing is the bridge's own fee. */
const KINDS: readonly (readonly [RegExp, FeeKind])[] = [
  [/\blp\b|liquidity provider/i, 'lp'],
  [/\bgas\b|destination (gas|execution)/i, 'relayer-gas'],
  [/integrator|li\.?fi (fixed )?fee|service fee collected/i, 'integrator'],
  [/bonder/i, 'bonder'],
  [/solver|taker|market ?maker/i, 'solver'],
  [/relay|capital/i, 'relayer-capital'],
  [/swap|exchange|slippage/i, 'swap'],
];

/** What no fee explains is a pool's price. Where it takes more than this of the amount the pool has too little in it, or a figure is wrong. */
const UNEXPLAINED_PERCENT_MAX = 5n;

const kindOf = ({ name, description }: FeeCost): FeeKind => {
  for (const text of [name, String(description ?? '')]) {
    const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
    if (kind !== undefined) return kind;
  }
  return 'protocol';
};

const place = ({ chainId, address }: { chainId: number; address: string }): string => `${chainId}:${address.toLowerCase()}`;

const totals = (costs: readonly FeeCost[]): string => {
  const sums = new Map<string, bigint>();
  for (const cost of costs) {
    const key = `${place(cost.token)}:${kindOf(cost)}`;
    if (cost.amount !== 0n) sums.set(key, (sums.get(key) ?? 0n) + cost.amount);
  }
  return [...sums]
    .map(([where, sum]) => `${where}=${sum}`)
    .sort()
    .join();
};

const wrongToken = (token: Token): string | undefined => {
  const listed = vendorAsset(token);
  if (listed === undefined) return `a fee in ${token.address}`;
  return listed.decimals === token.decimals ? undefined : `a fee in ${listed.id} with ${token.decimals} decimals`;
};

/**
 * The fees that are taken from the amount, each with its asset. The sum of each kind and token must be what the step's parts say of theirs, and the
 * tokens those that the step handles; the error says what does not fit. Fees of nothing are left out.
 */
export const includedFees = (step: Step): Result<readonly Fee[], string> => {
  const parts = step.includedSteps ?? [];
  const costs = (step.estimate.feeCosts ?? []).filter(({ included }) => included);
  const told = parts.flatMap(({ estimate }) => estimate.feeCosts ?? []).filter(({ included }) => included);
  const itemised = parts.some(({ estimate }) => (estimate.feeCosts ?? null) !== null);
  if (itemised && totals(told) !== totals(costs)) return err('the fees of the parts are not those of the whole');
  const unsound = wrongShares(step);
  if (unsound !== undefined) return err(unsound);
  const handled = new Set([step.action, ...parts.map(({ action }) => action)].flatMap((one) => [place(one.fromToken), place(one.toToken)]));
  const fees: Fee[] = [];
  for (const cost of costs) {
    if (cost.amount < 0n) return err(`fee ${cost.name} is negative`);
    if (cost.amount === 0n) continue;
    if (!handled.has(place(cost.token))) return err(`fee ${cost.name} is taken in ${cost.token.address}, which is not on the way`);
    const wrong = wrongToken(cost.token);
    if (wrong !== undefined) return err(wrong);
    const asset = vendorAsset(cost.token)?.id ?? '';
    fees.push({ kind: kindOf(cost), asset, amount: cost.amount });
  }
  return ok(fees);
};

/** Where a fee is taken before anything is exchanged, its share of the amount stands beside it: of a step without parts, and of each exchange on the way. */
const wrongShares = ({ action, estimate, includedSteps }: Step): string | undefined => {
  const parts = includedSteps ?? [];
  const takers = parts.length === 0 ? [{ action, estimate }] : parts.filter(({ type }) => type === 'swap');
  for (const taker of takers) {
    const { fromToken, fromAmount } = taker.action;
    for (const cost of taker.estimate.feeCosts ?? []) {
      const ofAmount = cost.included && place(cost.token) === place(fromToken);
      const wrong = ofAmount && fromAmount !== undefined && fromAmount !== null ? wrongShare(cost, fromAmount) : undefined;
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
};

/** Shares are rounded to the digits that they have. */
const wrongShare = ({ name, percentage, amount }: FeeCost, whole: bigint): string | undefined => {
  const [, units = '', fraction = ''] = /^(\d{1,3})(?:\.(\d{1,18}))?$/.exec(String(percentage ?? '')) ?? [];
  if (units === '') return undefined;
  const off = amount * 10n ** BigInt(fraction.length) - whole * BigInt(units + fraction);
  return (off < 0n ? -off : off) > whole ? `fee ${name} is ${amount}, and ${percentage} of the amount` : undefined;
};

/** What has to be paid besides the amount. */
export const notIncluded = (step: Step): readonly FeeCost[] =>
  (step.estimate.feeCosts ?? []).filter(({ included, amount }) => !included && amount !== 0n);

interface Sum {
  readonly from: Asset;
  readonly to: Asset;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
}

/** Fees in the corridor's own money; what an exchange in between cost in other tokens is in the rest of the sum. */
const ofOneMoney = (fees: readonly Fee[], { from, to }: Sum): readonly (Fee & { decimals: number })[] =>
  fees.flatMap((fee) => {
    const asset = [from, to].find(({ id }) => id === fee.asset) ?? assetById(fee.asset);
    const same = asset !== undefined && (asset.id === from.id || asset.id === to.id || asset.priceId === from.priceId);
    return same ? [{ ...fee, decimals: asset.decimals }] : [];
  });

/**
 * Closes the sum between two names of one money: what the named fees do not explain is an exchange on the way, or the bridge's own where
 * nothing was exchanged. The error says what contradicts itself.
 */
export const closedSum = (step: Step, fees: readonly Fee[], sum: Sum): Result<{ fees: readonly Fee[]; rebate: bigint }, string> => {
  const { from, to, amountIn, amountOut } = sum;
  const parts = step.includedSteps ?? [];
  const exchanged = parts.some(({ type }) => type === 'swap');
  const own = ofOneMoney(fees, sum);
  const finest = Math.max(from.decimals, to.decimals, ...own.map(({ decimals }) => decimals));
  const scaled = (amount: bigint, decimals: number) => amount * 10n ** BigInt(finest - decimals);
  const taken = own.reduce((total, { amount, decimals }) => total + scaled(amount, decimals), 0n);
  const whole = scaled(amountIn, from.decimals);
  const rest = whole - taken - scaled(amountOut, to.decimals);
  const kept = own.map(({ kind, asset, amount }): Fee => ({ kind, asset, amount }));
  if (rest === 0n) return ok({ fees: kept, rebate: 0n });
  if (parts.length === 0 || (rest < 0n && !exchanged)) return err(`the parts do not add up: off by ${rest} at ${finest} decimals`);
  if (rest < 0n) {
    const unit = 10n ** BigInt(finest - to.decimals);
    return -rest % unit === 0n ? ok({ fees: kept, rebate: -rest / unit }) : err('the parts do not add up in whole units');
  }
  if (rest * 100n > whole * UNEXPLAINED_PERCENT_MAX) return err(`${rest} of ${whole} (${finest} decimals) are missing without a reason`);
  const asset = from.decimals >= to.decimals ? from : to;
  const unit = 10n ** BigInt(finest - asset.decimals);
  if (rest % unit !== 0n) return err('the parts do not add up in whole units');
  return ok({ fees: [...kept, { kind: exchanged ? 'swap' : 'protocol', asset: asset.id, amount: rest / unit }], rebate: 0n });
};
