import { formatUsd, toUsd } from '#core/domain/amount.ts';
import { assetById } from '#core/domain/asset.ts';
import type { Leg, RankedRoute } from '#core/domain/route.ts';
import type { MarketView } from '#core/ranking/market-view.ts';

/** The parts of a route's JSON that stay the same as long as its quote and the market do. */
export interface RouteFragments {
  readonly beforeScore: string;
  readonly legs: string;
}

interface Paid {
  readonly kind: string;
  readonly asset: string;
  readonly amount: bigint;
}

const paidJson = ({ kind, asset, amount }: Paid, market: MarketView): string => {
  const known = assetById(asset);
  const price = known && market.priceUsd(known);
  const usd = known === undefined || price === undefined ? 0 : toUsd(amount, known.decimals, price);
  // `kind` comes from our own closed lists; an asset's name comes from outside and may hold anything.
  return `{"kind":"${kind}","asset":${JSON.stringify(asset)},"amount":"${amount}","usd":"${formatUsd(usd)}"}`;
};

const legJson = (leg: Leg, market: MarketView): string => {
  const rebate = leg.rebate === 0n ? '' : `"rebate":"${leg.rebate}",`;
  const fees = leg.fees.map((fee) => paidJson(fee, market)).join(',');
  const surcharges = leg.surcharges.map((surcharge) => paidJson(surcharge, market)).join(',');
  return (
    `{"kind":"${leg.kind}","venue":${JSON.stringify(leg.venue)},"from":${JSON.stringify(leg.from)},"to":${JSON.stringify(leg.to)},` +
    `"amountIn":"${leg.amountIn}","amountOut":"${leg.amountOut}","fees":[${fees}],${rebate}"surcharges":[${surcharges}]}`
  );
};

/** RFC 3339, milliseconds, UTC. */
export const timestampOf = (epochMs: number): string => new Date(epochMs).toISOString();

/** Makes the parts that last. `market` gives fees their USD. */
export const routeFragments = ({ candidate, cost, amountOutUsd }: RankedRoute, market: MarketView): RouteFragments => ({
  beforeScore:
    `"amountIn":"${candidate.amountIn}","amountOut":"${candidate.amountOut}","minAmountOut":"${candidate.minAmountOut}",` +
    `"amountOutUsd":"${formatUsd(amountOutUsd)}","costUsd":"${formatUsd(cost.total)}",` +
    `"cost":{"feesUsd":"${formatUsd(cost.fees)}","gasUsd":"${formatUsd(cost.gas)}",` +
    `"slippageUsd":"${formatUsd(cost.slippage)}","timeUsd":"${formatUsd(cost.time)}"},` +
    `"etaSeconds":{"p50":${candidate.etaSeconds.p50},"p90":${candidate.etaSeconds.p90}},"etaSource":"${candidate.etaSource}",`,
  legs:
    `,"legs":[${candidate.legs.map((leg) => legJson(leg, market)).join(',')}],` +
    `"observedAt":"${timestampOf(candidate.observedAtMs)}","validUntil":"${timestampOf(candidate.validUntilMs)}",`,
});

/**
 * A route's whole JSON: the lasting parts, and what its place in the book gives it. Joined from a list, because text that is
 * added piece by piece stays in pieces, and each book that it is copied into would gather them again.
 */
export const routeJson = (route: RankedRoute, fragments: RouteFragments, rule: string, tags: readonly string[]): string => {
  const { total, cost, speed, reliability, liquidity } = route.score;
  return [
    `{"routeId":${JSON.stringify(route.routeId)},"rank":${route.rank},`,
    fragments.beforeScore,
    `"score":{"total":${total},"cost":${cost},"speed":${speed},"reliability":${reliability},"liquidity":${liquidity}},"rule":`,
    JSON.stringify(rule),
    fragments.legs,
    tags.length === 0 ? '"tags":[]}' : `"tags":["${tags.join('","')}"]}`,
  ].join('');
};
