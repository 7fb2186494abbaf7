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

/** What a route costs, taken apart, in the order in which it is met. Parts that come to nothing are left out. */
export const costPartsOf = (route: RouteJson): readonly CostPart[] => {
  const asset = route.legs[0]?.from ?? '';
  const taken = route.legs.flatMap(({ fees }) => fees.map((fee) => ({ ...fee, how: 'taken' as const })));
  const besides = route.legs.flatMap(({ surcharges }) => surcharges.map((surcharge) => ({ ...surcharge, how: 'besides' as const })));
  const paid = [...taken, ...besides].map(({ kind, asset: of, amount, usd, how }) => ({
    kind,
    asset: of,
    amount: BigInt(amount),
    usd: Number(usd),
    how,
  }));
  const surchargesUsd = besides.reduce((sum, { usd }) => sum + Number(usd), 0);
  // `gasUsd` holds the surcharges as well as the origin transaction's gas; what they do not explain is that gas.
  const originGasUsd = Number(route.cost.gasUsd) - surchargesUsd;
  const counted = [
    { kind: 'origin-gas', usd: originGasUsd > 0.000_001 ? originGasUsd : 0, how: 'besides' as const },
    { kind: 'slippage', usd: Number(route.cost.slippageUsd), how: 'counted' as const },
    { kind: 'time', usd: Number(route.cost.timeUsd), how: 'counted' as const },
  ].map((part) => ({ ...part, asset, amount: undefined }));
  return [...paid, ...counted].filter(({ usd, amount }) => usd > 0 || (amount ?? 0n) > 0n);
};
