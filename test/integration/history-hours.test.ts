import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cut, type Row } from '#test/support/history/compare-rows.ts';
import {
  corridorOfTransfer,
  finalTransfers,
  groupBy,
  hourOf,
  milliText,
  secondText,
  spreadBps,
  topFacts,
} from '#test/support/history/facts.ts';
import { quantile } from '#test/support/history/quantile.ts';
import { historyWorld } from '#test/support/history/world.ts';
import { type WrittenHistory, writeHistory } from '#test/support/history/write-history.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Ten days ago: long over, and far from where any table forgets. */
const world = historyWorld(Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS);

let history: WrittenHistory;
beforeAll(async () => {
  history = await writeHistory(world);
});
afterAll(() => history.remove());

describe('hours', () => {
  test('hourly_quotes: answers, failures and latencies', async () => {
    const found = await history.rows(
      'SELECT hour, bridge, corridor, toString(amount_in) AS amount_in, answers, failures, latency_p50_ms, latency_p95_ms FROM hourly_quotes FINAL',
    );
    const groups = groupBy(world.quotes, (quote) =>
      JSON.stringify([hourOf(quote.observedAtMs), quote.bridge, quote.corridor, String(quote.amountIn)]),
    );
    const expected = [...groups].map(([key, quotes]) => {
      const [hour, bridge, corridor, amountIn] = JSON.parse(key) as [number, string, string, string];
      const latencies = quotes.map(({ askedAtMs, observedAtMs }) => observedAtMs - askedAtMs);
      const answers = quotes.filter(({ answer }) => answer !== undefined).length;
      return {
        hour: secondText(hour),
        bridge,
        corridor,
        amount_in: amountIn,
        answers,
        failures: quotes.length - answers,
        latency_p50_ms: quantile(0.5, latencies),
        latency_p95_ms: quantile(0.95, latencies),
      };
    });
    expect(cut(found)).toEqual(cut(expected));
  });

  test('hourly_spreads: spreads, and what the first cost where there was one', async () => {
    const found = await history.rows(
      'SELECT hour, corridor, toString(amount_in) AS amount_in, changes, spread_p50_bps, spread_p90_bps, cost_p50_usd FROM hourly_spreads FINAL',
    );
    const groups = groupBy(topFacts(world), ({ asOfMs, corridor, amountIn }) =>
      JSON.stringify([hourOf(asOfMs), corridor, String(amountIn)]),
    );
    const expected = [...groups].map(([key, tops]) => {
      const [hour, corridor, amountIn] = JSON.parse(key) as [number, string, string];
      const spreads = tops.flatMap((top) => spreadBps(top) ?? []);
      const costs = tops.flatMap(({ first }) => first?.answer?.costUsd ?? []);
      return {
        hour: secondText(hour),
        corridor,
        amount_in: amountIn,
        changes: tops.length,
        spread_p50_bps: quantile(0.5, spreads),
        spread_p90_bps: quantile(0.9, spreads),
        cost_p50_usd: quantile(0.5, costs),
      };
    });
    expect(cut(found)).toEqual(cut(expected));
  });

  test('hourly_wins: how often and how long each bridge was first', async () => {
    const found = await history.rows(
      'SELECT hour, bridge, corridor, toString(amount_in) AS amount_in, wins, first_seconds FROM hourly_wins FINAL',
    );
    const expected = new Map<
      string,
      { hour: string; bridge: string; corridor: string; amount_in: string; wins: number; first_seconds: number }
    >();
    const books = groupBy(topFacts(world), ({ asOfMs, corridor, amountIn }) =>
      JSON.stringify([hourOf(asOfMs), corridor, String(amountIn)]),
    );
    for (const [key, tops] of books) {
      const [hour, corridor, amountIn] = JSON.parse(key) as [number, string, string];
      for (const [index, { first, asOfMs }] of tops.entries()) {
        const bridge = first?.bridge ?? '';
        const until = tops[index + 1]?.asOfMs ?? hour + HOUR_MS;
        const row = expected.get(`${bridge} ${key}`) ?? {
          hour: secondText(hour),
          bridge,
          corridor,
          amount_in: amountIn,
          wins: 0,
          first_seconds: 0,
        };
        expected.set(`${bridge} ${key}`, { ...row, wins: row.wins + 1, first_seconds: row.first_seconds + (until - asOfMs) / 1_000 });
      }
    }
    expect(cut(found)).toEqual(cut([...expected.values()]));
  });

  const expectedFills = (transfers: ReturnType<typeof finalTransfers>): Row[] => {
    const groups = groupBy(transfers, (fact) => JSON.stringify([hourOf(fact.startedAtMs), fact.bridge, corridorOfTransfer(fact)]));
    return [...groups].map(([key, facts]) => {
      const [hour, bridge, corridor] = JSON.parse(key) as [number, string, string];
      const completed = facts.filter(({ state }) => state === 'COMPLETED');
      const fills = completed.flatMap(({ fillSeconds }) => fillSeconds ?? []);
      const accuracies = completed.flatMap(({ accuracyBps }) => accuracyBps ?? []);
      return {
        hour: secondText(hour),
        bridge,
        corridor,
        transfers: facts.length,
        completed: completed.length,
        fill_p50_seconds: quantile(0.5, fills),
        fill_p90_seconds: quantile(0.9, fills),
        fill_p99_seconds: quantile(0.99, fills),
        accuracy_mean_bps: accuracies.length === 0 ? null : accuracies.reduce((sum, bps) => sum + bps, 0) / accuracies.length,
        accuracy_min_bps: accuracies.length === 0 ? null : Math.min(...accuracies),
      };
    });
  };
  const FILLS = `SELECT hour, bridge, corridor, transfers, completed, fill_p50_seconds, fill_p90_seconds, fill_p99_seconds, accuracy_mean_bps, accuracy_min_bps
    FROM hourly_fills FINAL`;

  test('hourly_fills: fill times and accuracy of each transfer as it stands', async () => {
    expect(cut(await history.rows(FILLS))).toEqual(cut(expectedFills(finalTransfers(world))));
  });

  test('hourly_fills: a transfer that moves to another hour or corridor leaves where it was counted', async () => {
    const startedAtMs = world.startMs + 30 * HOUR_MS + 60_000;
    const base = { ...finalTransfers(world)[0]!, bridge: 'moved', transferKey: 'moved:1:1', state: 'COMPLETED', fillSeconds: 60 } as const;
    const seen = { ...base, from: null, to: null, version: 1, startedAtMs, updatedAtMs: startedAtMs + 60_000, accuracyBps: null };
    const ends = { from: 'ethereum:USDC', to: 'base:USDC', accuracyBps: -2 };
    const known = { ...seen, ...ends, version: 2, startedAtMs: startedAtMs - 2 * HOUR_MS, fillSeconds: 7_260 };
    const ofMoved = async () => cut(await history.rows(`${FILLS} WHERE bridge = 'moved' AND transfers > 0`));
    await history.writeTransfers([seen]);
    await history.workOutHours();
    expect(await ofMoved()).toEqual(cut(expectedFills([seen])));
    await history.client.command({ query: 'OPTIMIZE TABLE transfers FINAL' });
    await history.writeTransfers([known]);
    await history.client.command({ query: 'OPTIMIZE TABLE transfers FINAL' });
    await history.workOutHours();
    expect(await ofMoved()).toEqual(cut(expectedFills([known])));
    const [{ transfers } = { transfers: -1 }] = await history.rows<{ transfers: number }>(
      "SELECT transfers FROM hourly_fills FINAL WHERE bridge = 'moved' AND corridor = '>'",
    );
    expect(transfers).toBe(0);
  });

  test('hourly_wins: a top that is held while nothing else is written goes on counting', async () => {
    const hourMs = hourOf(Date.now());
    const before = Date.now();
    const values = [{ corridor: 'quiet', first_bridge: 'across', as_of: milliText(hourMs), inserted_at: secondText(before - 600_000) }];
    await history.client.insert({ table: 'books', values, format: 'JSONEachRow' });
    const worked = {
      hour: secondText(hourMs),
      bridge: 'across',
      corridor: 'quiet',
      wins: 1,
      first_seconds: 0,
      worked_out_at: milliText(before),
    };
    await history.client.insert({ table: 'hourly_wins', values: [worked], format: 'JSONEachRow' });
    await history.workOutHours();
    const [{ first_seconds } = { first_seconds: -1 }] = await history.rows<{ first_seconds: number }>(
      "SELECT first_seconds FROM hourly_wins FINAL WHERE corridor = 'quiet'",
    );
    expect(first_seconds * 1_000).toBeGreaterThanOrEqual(Math.min(before, hourMs + HOUR_MS) - hourMs);
    expect(first_seconds * 1_000).toBeLessThanOrEqual(Math.min(Date.now(), hourMs + HOUR_MS) - hourMs);
  });
});
