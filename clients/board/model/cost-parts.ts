import type { RouteJson } from '#schemas/api/route.ts';

/** One thing that is paid for: taken from the amount, paid besides it, or not paid at all but counted. */
export interface CostPart {
  readonly kind: string;
  readonly asset: string;
  /** Base units of `asset`; undefined for what is known in USD alone. */
  readonly amount: bigint | undefined;
  readonly usd: number;
  readonly how: 'taken' | 'besides' | 'counted';
}

/** Below this a difference is rounding and no cost. */
const NOTHING_USD = 0.000_01;

/**
 * What a route costs, taken apart, in the order in which it is met; together the parts are `costUsd`. Parts that come to nothing
 * are left out. What `feesUsd` holds beyond the fees is what the bridge pays back, or what the two assets differ in price.
 */
export const costPartsOf = ({ legs, cost }: RouteJson): readonly CostPart[] => {
  const taken = legs.flatMap(({ fees }) => fees).map((fee) => ({ ...fee, how: 'taken' as const }));
  // The origin transaction's own gas is in `gasUsd`.
  const besides = legs
    .flatMap(({ surcharges }) => surcharges)
    .filter(({ kind }) => kind !== 'gas')
    .map((surcharge) => ({ ...surcharge, how: 'besides' as const }));
  const named = [...taken, ...besides].map(({ kind, asset, amount, usd, how }) => ({
    kind,
    asset,
    amount: BigInt(amount),
    usd: Number(usd),
    how,
  }));
  const hasRebate = legs.some(({ rebate }) => rebate !== undefined);
  const estimates = [
    {
      kind: hasRebate ? 'rebate' : 'price-difference',
      usd: Number(cost.feesUsd) - named.reduce((sum, { usd }) => sum + usd, 0),
      how: 'taken' as const,
    },
    { kind: 'gas', usd: Number(cost.gasUsd), how: 'besides' as const },
    { kind: 'slippage', usd: Number(cost.slippageUsd), how: 'counted' as const },
    { kind: 'time', usd: Number(cost.timeUsd), how: 'counted' as const },
  ].map((part) => ({ ...part, asset: '', amount: undefined }));
  return [...named, ...estimates].filter(({ usd }) => Math.abs(usd) > NOTHING_USD);
};
