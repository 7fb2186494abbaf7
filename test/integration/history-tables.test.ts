import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { routeIdOf, scoreAt, transferRecord, usdOf } from '#test/support/history/messages.ts';
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

type Row = Record<string, unknown>;
const byText = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
const rounded = (value: number | null, digits = 6): number | null => (value === null ? null : Number(value.toFixed(digits)));
/** Rows whose fractions are cut where two ways of adding up may differ. */
const cut = (rows: readonly Row[]): Row[] =>
  byText(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : value])),
    ),
  );

describe('a row a message', () => {
  test('quotes: every answer', async () => {
    const found = await history.rows(
      `SELECT quote_id, bridge, corridor, toString(amount_in) AS amount_in, asked_at, observed_at, latency_ms, valid_until, toString(amount_out) AS amount_out,
         toString(min_amount_out) AS min_amount_out, fee_kinds, fee_assets, arrayMap(x -> toString(x), fee_amounts) AS fee_amounts, toString(rebate) AS rebate,
         eta_p50_seconds, eta_p90_seconds, origin_gas, toString(limit_max) AS limit_max, limit_instant FROM quotes`,
    );
    const expected = world.quotes.flatMap(({ answer, ...quote }) => {
      if (answer === undefined) return [];
      const [from] = quote.corridor.split('>');
      return {
        quote_id: quote.quoteId,
        bridge: quote.bridge,
        corridor: quote.corridor,
        amount_in: String(quote.amountIn),
        asked_at: milliText(quote.askedAtMs),
        observed_at: milliText(quote.observedAtMs),
        latency_ms: quote.observedAtMs - quote.askedAtMs,
        valid_until: milliText(quote.observedAtMs + 30_000),
        amount_out: String(answer.amountOut),
        min_amount_out: String(answer.minAmountOut),
        fee_kinds: ['lp', 'relayer-gas'],
        fee_assets: [from, from],
        fee_amounts: [String(answer.lpFee), String(answer.gasFee)],
        rebate: String(answer.rebate),
        eta_p50_seconds: answer.etaP50,
        eta_p90_seconds: answer.etaP50 * 2,
        origin_gas: 120_000,
        limit_max: String(quote.amountIn * 100n),
        limit_instant: null,
      };
    });
    expect(expected.length).toBeGreaterThan(4_000);
    expect(byText(found)).toEqual(byText(expected));
  });

  test('quote_failures: every failure', async () => {
    const found = await history.rows(
      `SELECT quote_id, bridge, corridor, toString(amount_in) AS amount_in, asked_at, observed_at, code, detail, limit_broken, retry_after_ms FROM quote_failures`,
    );
    const expected = world.quotes.flatMap(({ failure, ...quote }) =>
      failure === undefined
        ? []
        : {
            quote_id: quote.quoteId,
            bridge: quote.bridge,
            corridor: quote.corridor,
            amount_in: String(quote.amountIn),
            asked_at: milliText(quote.askedAtMs),
            observed_at: milliText(quote.observedAtMs),
            ...failure,
            limit_broken: null,
            retry_after_ms: null,
          },
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(byText(found)).toEqual(byText(expected));
  });

  test('books: a row for every change of the first two places, and none else', async () => {
    const found = await history.rows(
      `SELECT corridor, toString(amount_in) AS amount_in, as_of, version, first_route_id, first_bridge, toString(first_amount_out) AS first_amount_out,
         first_amount_out_usd, first_cost_usd, first_eta_p50_seconds, first_score, second_route_id, second_bridge, toString(second_amount_out) AS second_amount_out,
         second_cost_usd, second_score, spread_bps, ranking, excluded_bridges, excluded_reasons FROM books`,
    );
    const tops = topFacts(world);
    const expected = tops.map((top) => {
      const { first, second } = top;
      return {
        corridor: top.corridor,
        amount_in: String(top.amountIn),
        as_of: milliText(top.asOfMs),
        version: top.version,
        first_route_id: first === undefined ? '' : routeIdOf(first),
        first_bridge: first?.bridge ?? '',
        first_amount_out: String(first?.answer?.amountOut ?? 0),
        first_amount_out_usd: first?.answer === undefined ? 0 : Number(usdOf(first, first.answer.amountOut).toFixed(6)),
        first_cost_usd: first?.answer?.costUsd ?? 0,
        first_eta_p50_seconds: first?.answer?.etaP50 ?? 0,
        first_score: first === undefined ? 0 : scoreAt(0),
        second_route_id: second === undefined ? '' : routeIdOf(second),
        second_bridge: second?.bridge ?? '',
        second_amount_out: String(second?.answer?.amountOut ?? 0),
        second_cost_usd: second?.answer?.costUsd ?? 0,
        second_score: second === undefined ? 0 : scoreAt(1),
        spread_bps: spreadBps(top),
        ranking: top.routes.map(({ bridge }) => bridge),
        excluded_bridges: top.excluded.map(({ bridge }) => bridge),
        excluded_reasons: top.excluded.map(({ reason }) => reason),
      };
    });
    expect(world.books.length - tops.length).toBeGreaterThan(50);
    expect(tops.filter(({ first }) => first === undefined).length).toBeGreaterThan(0);
    expect(byText(found)).toEqual(byText(expected));
  });

  test('transfers: one row each with FINAL, as it stood last', async () => {
    const found = await history.rows(
      `SELECT transfer_key, version, bridge, state, failure, corridor, origin_chain_id, destination_chain_id, sender, toString(amount_in) AS amount_in,
         toString(amount_quoted) AS amount_quoted, toString(amount_delivered) AS amount_delivered, accuracy_bps, started_at, updated_at, completed_at, fill_seconds, json
       FROM transfers FINAL`,
    );
    const expected = finalTransfers(world).map((fact) => {
      const { transfer, record } = transferRecord(fact);
      const completed = fact.state === 'COMPLETED';
      return {
        transfer_key: fact.transferKey,
        version: fact.version,
        bridge: fact.bridge,
        state: fact.state,
        failure: fact.failure ?? '',
        corridor: corridorOfTransfer(fact),
        origin_chain_id: transfer.originChainId,
        destination_chain_id: transfer.destinationChainId,
        sender: fact.sender,
        amount_in: transfer.amountIn,
        amount_quoted: transfer.amountQuoted,
        amount_delivered: transfer.amountDelivered,
        accuracy_bps: fact.accuracyBps,
        started_at: milliText(fact.startedAtMs),
        updated_at: milliText(fact.updatedAtMs),
        completed_at: completed ? milliText(fact.updatedAtMs) : null,
        fill_seconds: completed ? fact.fillSeconds : null,
        json: record.json.toString(),
      };
    });
    expect(byText(found)).toEqual(byText(expected));
    const [{ rows } = { rows: 0 }] = await history.rows<{ rows: number }>('SELECT uniqExact(transfer_key, version) AS rows FROM transfers');
    expect(rows).toBeLessThanOrEqual(world.transfers.length);
  });

  test('signals and bridge_status: every observation', async () => {
    const signals = await history.rows(
      'SELECT signal_id, bridge, kind, ok, corridor, latency_ms, detail, code, chain, asset, value, reference, observed_at FROM signals',
    );
    const expected = world.signals.map(({ signalId, bridge, kind, ok, corridor, latencyMs, detail, observedAtMs, ...rest }) => ({
      signal_id: signalId,
      bridge,
      kind,
      ok,
      corridor: corridor ?? '',
      latency_ms: latencyMs,
      detail,
      code: rest.code ?? '',
      chain: rest.chain ?? '',
      asset: rest.asset ?? '',
      value: rest.value,
      reference: rest.reference ?? '',
      observed_at: milliText(observedAtMs),
    }));
    expect(byText(signals)).toEqual(byText(expected));
    const statuses = await history.rows('SELECT bridge, breaker, reason, reliability, observed_at FROM bridge_status');
    expect(byText(statuses)).toEqual(
      byText(
        world.statuses
          .map(({ observedAtMs, ...status }) => ({ ...status, observed_at: milliText(observedAtMs) }))
          .map(({ bridge, breaker, reason, reliability, observed_at }) => ({ bridge, breaker, reason, reliability, observed_at })),
      ),
    );
  });

  test('prices and gas_prices: every price', async () => {
    const prices = await history.rows('SELECT price_id, usd, observed_at FROM prices');
    const gas = await history.rows('SELECT chain_id, toString(wei_per_gas) AS wei_per_gas, observed_at FROM gas_prices');
    const expectedPrices = world.market.flatMap((one) =>
      one.kind === 'price' ? [{ price_id: one.priceId, usd: one.usd, observed_at: milliText(one.observedAtMs) }] : [],
    );
    const expectedGas = world.market.flatMap((one) =>
      one.kind === 'gas' ? [{ chain_id: one.chainId, wei_per_gas: String(one.weiPerGas), observed_at: milliText(one.observedAtMs) }] : [],
    );
    expect(byText(prices)).toEqual(byText(expectedPrices));
    expect(byText(gas)).toEqual(byText(expectedGas));
  });
});

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
