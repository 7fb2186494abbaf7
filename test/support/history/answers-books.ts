import type { Answer } from './answer.ts';
import type { QuoteFact } from './book-facts.ts';
import { groupBy, hourOf, milliText, spreadBps, type TopFact, topFacts } from './facts.ts';
import { quantile } from './quantile.ts';
import type { HistoryWorld } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const whenOf = (text: string | undefined): number => Date.parse(`${text?.replace(' ', 'T')}Z`);
const lossBps = (quote: QuoteFact): number => 1e4 * (1 - Number(quote.answer?.amountOut) / Number(quote.amountIn));
export const answered = (world: HistoryWorld): QuoteFact[] => world.quotes.filter(({ answer }) => answer !== undefined);
const median = (numbers: readonly number[]) => quantile(0.5, numbers);
const percent = (part: number, whole: number) => (100 * part) / whole;
const isBook = (fact: { corridor: string; amountIn: bigint }, params: Readonly<Record<string, string>>) =>
  fact.corridor === params.corridor && (params.amount === undefined || fact.amountIn === BigInt(params.amount));

/** Things by book, in the order of corridor and amount. */
const byBook = <T extends { corridor: string; amountIn: bigint }>(things: readonly T[]): [{ corridor: string; amountIn: bigint }, T[]][] =>
  [...groupBy(things, ({ corridor, amountIn }) => `${corridor} ${amountIn}`).values()]
    .map((group): [T, T[]] => [group[0]!, group])
    .sort(([a], [b]) => (a.corridor === b.corridor ? Number(a.amountIn - b.amountIn) : a.corridor < b.corridor ? -1 : 1));

interface Held {
  readonly top: TopFact;
  readonly seconds: number;
}

/** How long each top was held, at most until `endOf` says. */
const heldTops = (tops: readonly TopFact[], endOf: (top: TopFact) => number): Held[] =>
  byBook(tops).flatMap(([, changes]) =>
    changes.map((top, index) => {
      const next = changes[index + 1]?.asOfMs ?? Number.POSITIVE_INFINITY;
      return { top, seconds: (Math.min(next, endOf(top)) - top.asOfMs) / 1_000 };
    }),
  );

const inHours = (world: HistoryWorld): Held[] => heldTops(topFacts(world), (top) => hourOf(top.asOfMs) + HOUR_MS);
const seconds = (held: readonly Held[]): number => held.reduce((sum, one) => sum + one.seconds, 0);
const bridgeOf = ({ top }: Held): string => top.first?.bridge ?? '';

/** By descending share, then by name. */
const byShare = <T extends { bridge: string; percent: number }>(rows: T[]): T[] =>
  rows.sort((a, b) => b.percent - a.percent || (a.bridge < b.bridge ? -1 : 1));

/** What the questions about books and quotes come to, recounted from the world alone. */
export const bookAnswers: Readonly<Record<number, Answer>> = {
  1: (world, params) => {
    const top = topFacts(world)
      .filter((fact) => isBook(fact, params) && fact.asOfMs <= whenOf(params.at))
      .at(-1)!;
    return [
      {
        as_of: milliText(top.asOfMs),
        first_bridge: top.first?.bridge,
        pays: Number(top.first?.answer?.amountOut) / 1e6,
        cost_usd: top.first?.answer?.costUsd,
        seconds: top.first?.answer?.etaP50,
        second_bridge: top.second?.bridge,
        spread_bps: spreadBps(top),
      },
    ];
  },
  2: (world, params) =>
    byBook(topFacts(world).filter(({ asOfMs }) => asOfMs <= whenOf(params.at))).map(([{ corridor, amountIn }, tops]) => ({
      corridor,
      amount: String(amountIn),
      ranked: tops.at(-1)?.routes.map(({ bridge }) => bridge),
      excluded: tops.at(-1)?.excluded.map(({ bridge }) => bridge),
    })),
  3: (world) => {
    const held = inHours(world).filter((one) => bridgeOf(one) !== '');
    return [...groupBy(held, ({ top }) => top.corridor)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([corridor, all]) =>
        byShare(
          [...groupBy(all, bridgeOf)].map(([bridge, one]) => ({
            corridor,
            bridge,
            times_first: one.length,
            percent: percent(seconds(one), seconds(all)),
          })),
        ),
      );
  },
  4: (world, params) =>
    byBook(
      heldTops(
        topFacts(world).filter((fact) => isBook(fact, params)),
        () => whenOf(params.to),
      ).map((held) => ({ ...held.top, held })),
    ).flatMap(([{ amountIn }, tops]) => {
      const all = tops.map(({ held }) => held);
      return byShare(
        [...groupBy(all, bridgeOf)].map(([bridge, one]) => ({
          amount: Number(amountIn) / 1e6,
          bridge,
          hours_first: seconds(one) / 3_600,
          percent: percent(seconds(one), seconds(all)),
        })),
      );
    }),
  5: (world, params) => {
    const hourOfDay = ({ top }: Held) => String(new Date(top.asOfMs).getUTCHours());
    const held = inHours(world).filter(({ top }) => isBook(top, params));
    return [...groupBy(held, hourOfDay)]
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([hour, all]) =>
        byShare(
          [...groupBy(all, bridgeOf)].map(([bridge, one]) => ({
            hour_of_day: Number(hour),
            bridge,
            percent: percent(seconds(one), seconds(all)),
          })),
        ),
      );
  },
  6: (world) =>
    byBook(topFacts(world).filter((top) => spreadBps(top) !== null)).map(([{ corridor, amountIn }, tops]) => {
      const spreads = tops.map((top) => spreadBps(top) ?? 0);
      return {
        corridor,
        amount: String(amountIn),
        changes: tops.length,
        median_bps: median(spreads),
        p90_bps: quantile(0.9, spreads),
      };
    }),
  7: (world) =>
    byBook(topFacts(world).filter((top) => spreadBps(top) !== null)).map(([{ corridor, amountIn }, tops]) => {
      const less = tops.map((top) => -(spreadBps(top) ?? 0)).filter((bps) => bps > 0);
      const mean = less.length === 0 ? null : less.reduce((sum, bps) => sum + bps, 0) / less.length;
      return { corridor, amount: String(amountIn), times: less.length, percent: percent(less.length, tops.length), less_bps: mean };
    }),
  8: (world, params) =>
    [...groupBy(answered(world), ({ bridge }) => bridge)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([bridge, quotes]) =>
        byBook(quotes.filter((quote) => isBook(quote, params))).map(([{ amountIn }, of]) => {
          const bps = of.map(lossBps);
          const row = { bridge, amount: Number(amountIn) / 1e6, quotes: of.length };
          return { ...row, median_bps: median(bps), p90_bps: quantile(0.9, bps), p99_bps: quantile(0.99, bps) };
        }),
      ),
  9: (world, params) =>
    [...groupBy(answered(world), ({ bridge }) => bridge)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([bridge, quotes]) => {
        const of = quotes.filter((quote) => isBook(quote, params));
        const mean = (fees: number[]) => fees.reduce((sum, fee) => sum + fee, 0) / fees.length;
        const row = (kind: string, feeOf: (quote: QuoteFact) => bigint | undefined) => {
          const fees = of.map((quote) => Number(feeOf(quote)));
          return { bridge, kind, mean_fee: mean(fees) / 1e6, mean_bps: mean(fees.map((fee) => (1e4 * fee) / Number(params.amount))) };
        };
        return [row('lp', ({ answer }) => answer?.lpFee), row('relayer-gas', ({ answer }) => answer?.gasFee)];
      }),
  10: (world, params) => {
    const quotes = answered(world).filter((quote) => quote.bridge === params.bridge && isBook(quote, params));
    return [...groupBy(quotes, ({ observedAtMs }) => String(new Date(observedAtMs).getUTCHours()))]
      .map(([hour, of]) => ({ hour_of_day: Number(hour), quotes: of.length, median_bps: median(of.map(lossBps)) ?? 0 }))
      .sort((a, b) => a.hour_of_day - b.hour_of_day);
  },
  17: (world, params) => {
    const [from, to] = [whenOf(params.from), whenOf(params.to)];
    const tops = topFacts(world).filter(({ first, asOfMs }) => first !== undefined && asOfMs >= from - DAY_MS && asOfMs < to);
    return byBook(tops).map(([{ corridor, amountIn }, all]) => {
      const cost = (of: TopFact[]) => median(of.map(({ first }) => first?.answer?.costUsd ?? 0)) ?? 0;
      const before = cost(all.filter(({ asOfMs }) => asOfMs < from));
      const during = cost(all.filter(({ asOfMs }) => asOfMs >= from));
      return { corridor, amount: String(amountIn), before_usd: before, during_usd: during, more_usd: during - before };
    });
  },
  18: (world) =>
    byBook(answered(world)).map(([{ corridor, amountIn }, quotes]) => {
      const rounds = [...groupBy(quotes, ({ observedAtMs }) => String(Math.floor(observedAtMs / (HOUR_MS / 4)))).values()];
      const worth = rounds.map((round) => {
        const eta = (quote: QuoteFact) => quote.answer?.etaP50 ?? 0;
        const quick = round.reduce((a, b) => (eta(b) < eta(a) ? b : a));
        const most = round.reduce((a, b) => ((b.answer?.amountOut ?? 0n) > (a.answer?.amountOut ?? 0n) ? b : a));
        const more = 1e4 * (Number(most.answer?.amountOut) / Number(quick.answer?.amountOut) - 1);
        return { more, longer: eta(most) - eta(quick) };
      });
      const row = { corridor, amount: String(amountIn), more_bps: median(worth.map(({ more }) => more)) };
      return { ...row, longer_seconds: median(worth.map(({ longer }) => longer)) };
    }),
};
