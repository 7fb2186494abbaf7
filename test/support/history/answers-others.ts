import type { Answer } from './answer.ts';
import { answered } from './answers-books.ts';
import { corridorOfTransfer, finalTransfers, groupBy, hourOf, milliText } from './facts.ts';
import { quantile } from './quantile.ts';
import type { TransferFact } from './transfer-facts.ts';
import type { HistoryWorld } from './world.ts';

const byName = <T>([a]: [string, T], [b]: [string, T]): number => (a < b ? -1 : 1);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const completed = (world: HistoryWorld): TransferFact[] => finalTransfers(world).filter(({ state }) => state === 'COMPLETED');
const fills = (facts: readonly TransferFact[]): number[] => facts.map(({ fillSeconds }) => fillSeconds ?? 0);
const byBridge = <T extends { bridge: string }>(things: readonly T[]) => [...groupBy(things, ({ bridge }) => bridge)].sort(byName);

/** The last price before a moment. */
const priceAt = ({ market }: HistoryWorld, priceId: string, atMs: number): number => {
  const before = market.flatMap((one) => (one.kind === 'price' && one.priceId === priceId && one.observedAtMs <= atMs ? [one] : []));
  return before.reduce((a, b) => (b.observedAtMs > a.observedAtMs ? b : a)).usd;
};

/** What the questions about transfers, outages and failures come to, recounted from the world alone. */
export const otherAnswers: Readonly<Record<number, Answer>> = {
  11: (world) =>
    [...groupBy(completed(world), (fact) => `${fact.bridge} ${corridorOfTransfer(fact)}`)].sort(byName).map(([key, facts]) => {
      const [bridge, corridor] = key.split(' ');
      const took = fills(facts);
      return { bridge, corridor, fills: facts.length, p50: quantile(0.5, took), p90: quantile(0.9, took), p99: quantile(0.99, took) };
    }),
  12: (world) =>
    byBridge(answered(world)).map(([bridge, quotes]) => {
      const said = quantile(
        0.5,
        quotes.map(({ answer }) => answer?.etaP50 ?? 0),
      )!;
      const took = quantile(0.5, fills(completed(world).filter((fact) => fact.bridge === bridge)))!;
      return { bridge, said_seconds: said, took_seconds: took, ratio: took / said };
    }),
  13: (world) =>
    byBridge(completed(world)).map(([bridge, facts]) => {
      const ours = facts.flatMap(({ accuracyBps }) => accuracyBps ?? []);
      const full = facts.filter(({ amountDelivered, amountQuoted }) => amountDelivered! >= amountQuoted!).length;
      return {
        bridge,
        delivered: facts.length,
        percent_in_full: (100 * full) / facts.length,
        mean_bps: mean(facts.map(({ amountDelivered, amountQuoted }) => 1e4 * (Number(amountDelivered) / Number(amountQuoted) - 1))),
        promised_by_us: ours.length,
        worst_of_ours_bps: Math.min(...ours),
      };
    }),
  14: (world) =>
    byBridge(finalTransfers(world)).flatMap(([bridge, facts]) => {
      const failed = facts.filter(({ failure }) => failure !== null);
      const refunded = failed.filter(({ state }) => state === 'REFUNDED');
      if (failed.length === 0) return [];
      return [
        {
          bridge,
          failed: failed.length,
          refunded: refunded.length,
          percent_failed: (100 * failed.length) / facts.length,
          minutes_to_refund: mean(refunded.map(({ startedAtMs, updatedAtMs }) => (updatedAtMs - startedAtMs) / 60_000)),
        },
      ];
    }),
  15: (world) =>
    byBridge(completed(world)).map(([bridge, facts]) => ({
      bridge,
      transfers: facts.length,
      volume_usd: facts.reduce((sum, { from, amountIn, startedAtMs }) => {
        const isWeth = from === 'arbitrum:WETH';
        return sum + (Number(amountIn) / (isWeth ? 1e18 : 1e6)) * priceAt(world, isWeth ? 'ethereum' : 'usd-coin', startedAtMs);
      }, 0),
    })),
  // The breaker opens a minute into an outage and closes five minutes after it.
  16: ({ outages }) =>
    outages.map(({ bridge, fromMs, toMs }) => ({
      bridge,
      opened_at: milliText(fromMs + 60_000),
      closed_at: milliText(toMs + 300_000),
      minutes: (toMs - fromMs) / 60_000 + 4,
      reason: 'three failures in a row',
    })),
  19: (world) =>
    byBridge(world.quotes)
      .map(([bridge, quotes]) => {
        const ok = quotes.filter(({ answer }) => answer !== undefined).length;
        const hours = groupBy(quotes, ({ corridor, amountIn, observedAtMs }) => `${corridor} ${amountIn} ${hourOf(observedAtMs)}`);
        const latencies = [...hours.values()].map(
          (of) =>
            quantile(
              0.95,
              of.map(({ askedAtMs, observedAtMs }) => observedAtMs - askedAtMs),
            ) ?? 0,
        );
        const row = { bridge, answered: ok, failed: quotes.length - ok, percent: (100 * ok) / quotes.length };
        return { ...row, slowest_hour_p95_ms: Math.max(...latencies) };
      })
      .sort((a, b) => b.percent - a.percent),
  20: (world) =>
    byBridge(world.quotes).flatMap(([bridge, quotes]) =>
      [
        ...groupBy(
          quotes.filter(({ failure }) => failure !== undefined),
          ({ failure }) => failure?.code ?? '',
        ),
      ]
        .map(([code, of]) => {
          const times = of.map(({ observedAtMs }) => observedAtMs);
          const [first, last] = [Math.min(...times), Math.max(...times)];
          return { bridge, code, times: of.length, first_seen: milliText(first), last_seen: milliText(last) };
        })
        .sort((a, b) => b.times - a.times || (a.code < b.code ? -1 : 1)),
    ),
};
