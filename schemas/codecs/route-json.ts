import { formatUsd, toUsd } from '#core/domain/amount.ts';
import { assetById } from '#core/domain/asset.ts';
import { coveredText } from '#core/domain/checksum.ts';
import type { Leg, RankedRoute, RouteCost, Score } from '#core/domain/route.ts';
import type { Tag } from '#core/domain/tags.ts';
import type { MarketView } from '#core/ranking/market-view.ts';
import { ruleOf } from '#core/ranking/rule.ts';
import { timestampOf } from './timestamp.ts';

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

/** The text of a route in parts, each kept as long as what it is made of. */
interface RouteText {
  /** These stay as long as the quote and the market do … */
  readonly cost: RouteCost;
  readonly upToRank: string;
  readonly upToScore: string;
  readonly legs: string;
  readonly covered: string;
  /** … these as long as the score, and the neighbours' that the rule speaks of. */
  score: Score | undefined;
  scoreText: string;
  ruled: Score | undefined;
  above: Score | undefined;
  below: Score | undefined;
  rule: string;
}

/** `market` gives fees their USD. */
const lastingText = ({ routeId, candidate, cost, amountOut, amountOutUsd }: RankedRoute, market: MarketView): RouteText => ({
  cost,
  upToRank: `{"routeId":${JSON.stringify(routeId)},"rank":`,
  upToScore:
    `,"amountIn":"${candidate.amountIn}","amountOut":"${amountOut}","minAmountOut":"${candidate.minAmountOut}",` +
    `"amountOutUsd":"${formatUsd(amountOutUsd)}","costUsd":"${formatUsd(cost.total)}",` +
    `"cost":{"feesUsd":"${formatUsd(cost.fees)}","gasUsd":"${formatUsd(cost.gas)}",` +
    `"slippageUsd":"${formatUsd(cost.slippage)}","timeUsd":"${formatUsd(cost.time)}"},` +
    `"etaSeconds":{"p50":${candidate.etaSeconds.p50},"p90":${candidate.etaSeconds.p90}},"etaSource":"${candidate.etaSource}","score":`,
  legs:
    `,"legs":[${candidate.legs.map((leg) => legJson(leg, market)).join(',')}],` +
    `"observedAt":"${timestampOf(candidate.observedAtMs)}","validUntil":"${timestampOf(candidate.validUntilMs)}","tags":`,
  covered: coveredText({ routeId, amountOut }),
  score: undefined,
  scoreText: '',
  ruled: undefined,
  above: undefined,
  below: undefined,
  rule: '',
});

const scoreJson = ({ total, cost, speed, reliability, liquidity }: Score): string =>
  `{"total":${total},"cost":${cost},"speed":${speed},"reliability":${reliability},"liquidity":${liquidity}},"rule":`;

const tagsJson = (tags: readonly Tag[]): string => (tags.length === 0 ? '[]}' : `["${tags.join('","')}"]}`);

/** Whether a route reads as it did at the same place of another ranking. A rule speaks of the route above, and that of the first of the one below. */
export const readsTheSame = (now: readonly RankedRoute[], before: readonly RankedRoute[], index: number): boolean => {
  if (now[index] !== before[index]) return false;
  const neighbour = index === 0 ? 1 : index - 1;
  return now[neighbour] === before[neighbour] || now[neighbour]?.score === before[neighbour]?.score;
};

export interface WrittenRoute {
  readonly json: string;
  /** Its share of the book's checksum. */
  readonly covered: string;
}

/** Writes the routes of one book. Most of a route's text outlives its rank, so each part is kept until what it is made of changes. */
export const createRouteWriter = (market: MarketView): ((routes: readonly RankedRoute[], index: number) => WrittenRoute) => {
  // As many as a book has bridges.
  const texts = new Map<string, RouteText>();
  return (routes, index) => {
    const route = routes[index] as RankedRoute;
    const { score } = route;
    const above = routes[index - 1];
    const below = index === 0 ? routes[1] : undefined;
    let text = texts.get(route.routeId);
    if (text === undefined || text.cost !== route.cost) {
      text = lastingText(route, market);
      texts.set(route.routeId, text);
    }
    if (text.score !== score) {
      text.score = score;
      text.scoreText = scoreJson(score);
    }
    if (text.ruled !== score || text.above !== above?.score || text.below !== below?.score) {
      text.ruled = score;
      text.above = above?.score;
      text.below = below?.score;
      text.rule = JSON.stringify(ruleOf(route, above, below));
    }
    const { upToRank, upToScore, scoreText, rule, legs, covered } = text;
    return { json: upToRank + route.rank + upToScore + scoreText + rule + legs + tagsJson(route.tags), covered };
  };
};
