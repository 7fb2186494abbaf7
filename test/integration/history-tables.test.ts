import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byText } from '#test/support/history/compare-rows.ts';
import { corridorOfTransfer, finalTransfers, milliText, spreadBps, topFacts } from '#test/support/history/facts.ts';
import { routeIdOf, scoreAt, transferRecord, usdOf } from '#test/support/history/messages.ts';
import { historyWorld } from '#test/support/history/world.ts';
import { type WrittenHistory, writeHistory } from '#test/support/history/write-history.ts';

const DAY_MS = 86_400_000;
/** Ten days ago: long over, and far from where any table forgets. */
const world = historyWorld(Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS);

let history: WrittenHistory;
beforeAll(async () => {
  history = await writeHistory(world);
});
afterAll(() => history.remove());

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
