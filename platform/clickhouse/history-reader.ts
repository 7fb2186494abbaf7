import type { Readable } from 'node:stream';
import type { ClickHouseSettings } from '@clickhouse/client';
import type { Result } from '#core/result.ts';
import type { ClickHouseFormat, QueryFault, ReadOnlyClickHouse } from './read-only.ts';

/** How an answer is wanted. */
interface Wanted {
  readonly format: ClickHouseFormat;
  readonly signal: AbortSignal;
}

export interface BooksWish extends Wanted {
  readonly atMs: number;
  /** Canonical; undefined for all. */
  readonly corridor: string | undefined;
  readonly amountIn: bigint | undefined;
}

export interface QuotesWish extends Wanted {
  /** From this moment on. */
  readonly fromMs: number;
  /** And before this one. */
  readonly toMs: number;
  readonly corridor: string | undefined;
  readonly amountIn: bigint | undefined;
  readonly bridge: string | undefined;
  readonly outcome: 'answer' | 'failure' | undefined;
  /** The last one of the page before. */
  readonly after: { readonly observedAtMs: number; readonly quoteId: string } | undefined;
  readonly limit: number;
}

/** The history as REST tells it: one row a book or a quote, named as `schemas/api/history.ts` has it. */
export interface HistoryReader {
  /** The first two places of every book as they stood at a moment, by corridor and amount. */
  books(wish: BooksWish): Promise<Result<Readable, QueryFault>>;
  /** Answers and failures by the time when they were there, oldest first. */
  quotes(wish: QuotesWish): Promise<Result<Readable, QueryFault>>;
}

/** Times as RFC 3339, and counts below 2^53 as numbers; amounts are texts anyway. */
const SETTINGS: ClickHouseSettings = { date_time_output_format: 'iso', output_format_json_quote_64bit_integers: 0 };

const allOf = (conditions: readonly (string | false | undefined)[]): string => conditions.filter(Boolean).join(' AND ');

/** What narrows down books and quotes alike. */
const place = ({
  corridor,
  amountIn,
  bridge,
}: {
  corridor: string | undefined;
  amountIn: bigint | undefined;
  bridge?: string | undefined;
}) => ({
  conditions: [
    corridor !== undefined && 'corridor = {corridor:String}',
    amountIn !== undefined && 'amount_in = {amountIn:UInt256}',
    bridge !== undefined && 'bridge = {bridge:String}',
  ],
  parameters: { corridor, amountIn: amountIn?.toString(), bridge },
});

const first = (value: string): string => `if(first_route_id = '', NULL, ${value})`;
const second = (value: string): string => `if(second_route_id = '', NULL, ${value})`;

const booksQuery = (conditions: string): string => `
SELECT corridor, toString(amount_in) AS amountIn, as_of AS asOf, version,
  ${first('first_route_id')} AS firstRouteId, ${first('first_bridge')} AS firstBridge, ${first('toString(first_amount_out)')} AS firstAmountOut,
  ${first('toDecimalString(first_amount_out_usd, 6)')} AS firstAmountOutUsd, ${first('toDecimalString(first_cost_usd, 6)')} AS firstCostUsd,
  ${first('first_eta_p50_seconds')} AS firstEtaP50Seconds, ${first('first_score')} AS firstScore,
  ${second('second_route_id')} AS secondRouteId, ${second('second_bridge')} AS secondBridge, ${second('toString(second_amount_out)')} AS secondAmountOut,
  ${second('toDecimalString(second_cost_usd, 6)')} AS secondCostUsd, ${second('second_score')} AS secondScore,
  spread_bps AS spreadBps, ranking, excluded_bridges AS excludedBridges, excluded_reasons AS excludedReasons
FROM books
WHERE (corridor, amount_in, as_of, version) IN
(
  SELECT corridor, amount_in, latest.1, latest.2
  FROM (SELECT corridor, amount_in, max((as_of, version)) AS latest FROM books WHERE ${conditions} GROUP BY corridor, amount_in)
)
ORDER BY corridor, amount_in
LIMIT 1 BY corridor, amount_in`;

const COMMON = `quote_id AS quoteId, bridge, corridor, toString(amount_in) AS amountIn, asked_at AS askedAt, observed_at AS observedAt, latency_ms AS latencyMs`;
const PAGE = 'ORDER BY observedAt, quoteId LIMIT {limit:UInt32}';

const answersQuery = (conditions: string): string => `
SELECT ${COMMON}, 'answer' AS outcome, toNullable(toString(amount_out)) AS amountOut, toNullable(toString(min_amount_out)) AS minAmountOut,
  fee_kinds AS feeKinds, fee_assets AS feeAssets, arrayMap(fee -> toString(fee), fee_amounts) AS feeAmounts, toNullable(toString(rebate)) AS rebate,
  surcharge_kinds AS surchargeKinds, surcharge_assets AS surchargeAssets, arrayMap(one -> toString(one), surcharge_amounts) AS surchargeAmounts,
  toNullable(eta_p50_seconds) AS etaP50Seconds, toNullable(eta_p90_seconds) AS etaP90Seconds, toNullable(valid_until) AS validUntil,
  CAST(NULL AS Nullable(String)) AS code, CAST(NULL AS Nullable(String)) AS detail
FROM quotes
WHERE ${conditions} ${PAGE}`;

const NONE = "CAST([], 'Array(String)')";
const failuresQuery = (conditions: string): string => `
SELECT ${COMMON}, 'failure' AS outcome, NULL AS amountOut, NULL AS minAmountOut, ${NONE} AS feeKinds, ${NONE} AS feeAssets, ${NONE} AS feeAmounts, NULL AS rebate,
  ${NONE} AS surchargeKinds, ${NONE} AS surchargeAssets, ${NONE} AS surchargeAmounts, NULL AS etaP50Seconds, NULL AS etaP90Seconds, NULL AS validUntil,
  toNullable(toString(code)) AS code, toNullable(detail) AS detail
FROM quote_failures
WHERE ${conditions} ${PAGE}`;

const quotesQuery = (conditions: string, outcome: QuotesWish['outcome']): string => {
  // Both, so that a page has the same columns whatever it holds.
  const parts = [answersQuery(outcome === 'failure' ? 'false' : conditions), failuresQuery(outcome === 'answer' ? 'false' : conditions)];
  return `SELECT * FROM (SELECT * FROM (${parts[0]}) UNION ALL SELECT * FROM (${parts[1]})) ${PAGE}`;
};

export const createHistoryReader = (clickHouse: ReadOnlyClickHouse): HistoryReader => ({
  books: ({ atMs, corridor, amountIn, format, signal }) => {
    const { conditions, parameters } = place({ corridor, amountIn });
    const query = booksQuery(allOf(['as_of <= fromUnixTimestamp64Milli({atMs:Int64})', ...conditions]));
    return clickHouse.ask({ query, parameters: { ...parameters, atMs }, format, settings: SETTINGS, signal });
  },
  quotes: ({ fromMs, toMs, corridor, amountIn, bridge, outcome, after, limit, format, signal }) => {
    const { conditions, parameters } = place({ corridor, amountIn, bridge });
    const query = quotesQuery(
      allOf([
        'observed_at >= fromUnixTimestamp64Milli({fromMs:Int64})',
        'observed_at < fromUnixTimestamp64Milli({toMs:Int64})',
        after !== undefined && '(observed_at, quote_id) > (fromUnixTimestamp64Milli({afterMs:Int64}), {afterId:String})',
        ...conditions,
      ]),
      outcome,
    );
    const page = { fromMs, toMs, limit, afterMs: after?.observedAtMs, afterId: after?.quoteId };
    return clickHouse.ask({ query, parameters: { ...parameters, ...page }, format, settings: SETTINGS, signal });
  },
});
