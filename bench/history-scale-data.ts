import type { ClickHouseClient } from '@clickhouse/client';
import { ASSETS } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';

/** The span that everything lies in, up to now. */
const SPAN_DAYS = 14;
const ROWS_PER_INSERT = 1_000_000;

export const SCALE_CORRIDORS: readonly string[] = ASSETS.filter(({ symbol }) => symbol === 'USDC').flatMap((from, _index, all) =>
  all.filter((to) => to !== from).map((to) => corridorOf(from, to).id),
);
export const SCALE_AMOUNTS = ['100000000', '1000000000', '10000000000', '100000000000'] as const;
/** Transfers of one address, and the address that has one in a hundred of all. */
export const EACH_ADDRESS = 10;
export const BUSY_ADDRESS = `0x${'ab'.repeat(20)}`;

const list = (items: readonly string[], type = 'String'): string =>
  `CAST([${items.map((item) => `'${item}'`).join(', ')}], 'Array(${type})')`;
const BRIDGES = ['across', 'stargate', 'cctp', 'hop', 'synapse'];
const BOOKS = SCALE_CORRIDORS.length * SCALE_AMOUNTS.length;

/** A whole number below `below` that only `seed` and the row decide. */
const drawn = (seed: number, below: number | string): string => `(cityHash64(n, ${seed}) % ${below})`;
const corridorAt = (book: string): string => `${list(SCALE_CORRIDORS)}[1 + ${book} % ${SCALE_CORRIDORS.length}]`;
const amountAt = (book: string): string =>
  `${list(SCALE_AMOUNTS, 'UInt256')}[1 + intDiv(${book}, ${SCALE_CORRIDORS.length}) % ${SCALE_AMOUNTS.length}]`;
/** The moment of row n of `rows` that lie evenly in the span. */
const momentOf = (rows: number): string =>
  `toDateTime64({now:UInt32}, 3, 'UTC') - toIntervalMillisecond(toInt64((${rows} - n) * ${(SPAN_DAYS * 86_400_000) / rows}))`;

interface Fill {
  readonly table: string;
  readonly rows: number;
  readonly columns: string;
  /** Of the row's number `n` and its moment `at`. */
  readonly values: string;
}

const LOG = 'log_partition, log_generation, log_offset, inserted_at';
const LOG_VALUES = 'n % 6, 0, intDiv(n, 6), toDateTime(at)';

/** Questions go round all books, each bridge in turn; fees are in three parts that move a little; one in twelve is a failure. */
const quotes = (rows: number): Fill => ({
  table: 'quotes',
  rows,
  columns: `quote_id, bridge, corridor, amount_in, observed_at, latency_ms, valid_for_ms, amount_out, slippage_amount, fee_kinds, fee_assets,
    fee_amounts_but_last, fee_gap, rebate, surcharge_kinds, surcharge_assets, surcharge_amounts, origin_gas, eta_p50_seconds, eta_p90_seconds,
    limit_min, limit_max, limit_instant, ${LOG}`,
  values: `concat(lower(hex(toUnixTimestamp64Milli(at))), '-8f3a11c2-', lower(hex(toUInt32(n)))),
    ${list(BRIDGES)}[1 + intDiv(n, ${BOOKS}) % ${BRIDGES.length}], ${corridorAt('n')} AS c, ${amountAt('n')} AS a, at, 80 + ${drawn(1, 300)}, 30000,
    a - lp - capital - gas, 0, ['lp', 'relayer-capital', 'relayer-gas'], arrayWithConstant(3, splitByChar('>', c)[1]),
    [intDiv(a * (300 + ${drawn(2, 40)}), 1000000) AS lp, intDiv(a * (100 + ${drawn(3, 5)}), 1000000) AS capital], 0 * (20000 + ${drawn(4, 3_000)} AS gas), 0,
    [], [], [], 120000, 4 + cityHash64(intDiv(n, 5000)) % 20, 60, 500000, 4000000000000 + (cityHash64(intDiv(n, 500), 5) % 1000000) * 1000000, 1500000000000,
    ${LOG_VALUES}`,
});

const failures = (rows: number): Fill => ({
  table: 'quote_failures',
  rows,
  columns: `quote_id, bridge, corridor, amount_in, observed_at, latency_ms, code, detail, ${LOG}`,
  values: `concat(lower(hex(toUnixTimestamp64Milli(at))), '-8f3a11c3-', lower(hex(toUInt32(n)))), ${list(BRIDGES)}[1 + ${drawn(1, BRIDGES.length)}],
    ${corridorAt('n')}, ${amountAt('n')}, at, 3000, ['UPSTREAM_TIMEOUT', 'RATE_LIMITED', 'UPSTREAM_ERROR'][1 + ${drawn(2, 3)}], 'no answer in 3 s', ${LOG_VALUES}`,
});

const tops = (rows: number): Fill => ({
  table: 'books',
  rows,
  columns: `corridor, amount_in, as_of, version, first_route_id, first_bridge, first_amount_out, first_amount_out_usd, first_cost_usd, first_eta_p50_seconds,
    first_score, second_route_id, second_bridge, second_amount_out, second_cost_usd, second_score, spread_bps, ranking, excluded_bridges, excluded_reasons, ${LOG}`,
  values: `${corridorAt('n')} AS c, ${amountAt('n')} AS a, at, toUnixTimestamp64Milli(at), concat(${list(BRIDGES)}[1 + ${drawn(1, 3)}] AS b, '-', c), b,
    a - intDiv(a * (400 + ${drawn(2, 40)}), 1000000) AS o, toFloat64(o) / 1e6, 0.5 + ${drawn(3, 1_000)} / 1000, 5, 80, concat(${list(BRIDGES)}[4 + ${drawn(4, 2)}] AS s, '-', c), s,
    o - intDiv(o * ${drawn(5, 100)}, 1000000), 0.6 + ${drawn(6, 1_000)} / 1000, 70, ${drawn(5, 100)} / 100, [b, s], if(n % 10 = 0, ['hop'], []), if(n % 10 = 0, ['EXPIRED'], []),
    ${LOG_VALUES}`,
});

const hashOf = (what: string): string => `concat('0x', lower(hex(SHA256(${what}))))`;
const addressOf = (rows: number): string =>
  `if(n % 100 = 7, '${BUSY_ADDRESS}', concat('0x', lower(hex(SHA1(toString(n % ${Math.max(Math.floor(rows / EACH_ADDRESS), 1)}))))))`;

const transfers = (rows: number): Fill => ({
  table: 'transfers',
  rows,
  columns: `transfer_key, version, bridge, state, from_asset, to_asset, origin_chain_id, destination_chain_id, sender, recipient, amount_in, amount_quoted, amount_delivered,
    accuracy_bps, origin_transaction, destination_transaction, seen_on_chain, started_at, updated_at, completed_at, json, ${LOG}`,
  values: `concat('across:1:', toString(n)) AS k, 2, 'across', if(n % 500 = 0, 'REFUNDED', 'COMPLETED') AS state, 'ethereum:USDC', 'arbitrum:USDC', 1, 42161,
    ${addressOf(rows)} AS sender, sender, 1000000 * (1 + ${drawn(1, 100_000)}) AS a, a, a, 10000, ${hashOf('toString(n)')} AS o, ${hashOf("concat('d', toString(n))")} AS d, true, at,
    at + toIntervalSecond(30), at + toIntervalSecond(2 + ${drawn(2, 60)}),
    concat('{"transferKey":"', k, '","bridge":"across","version":2,"state":"', state, '","failure":null,"from":"ethereum:USDC","to":"arbitrum:USDC","originChainId":1,"destinationChainId":42161,"sender":"', sender,
      '","recipient":"', sender, '","amountIn":"', toString(a), '","originTransaction":"', o, '","destinationTransaction":"', d,
      '","refundTransaction":null,"depositRemoved":false,"startedAt":"', formatDateTime(at, '%FT%TZ'), '","events":[{"kind":"deposit","transaction":"', o, '"},{"kind":"fill","transaction":"', d, '"}]}'),
    ${LOG_VALUES}`,
});

const small = (rows: number): readonly Fill[] => [
  {
    table: 'prices',
    rows,
    columns: `price_id, usd, observed_at, ${LOG}`,
    values: `['ethereum', 'usd-coin', 'tether'][1 + n % 3], 1 + ${drawn(1, 100)} / 1000, at, ${LOG_VALUES}`,
  },
  {
    table: 'bridge_status',
    rows,
    columns: `bridge, breaker, reason, reliability, observed_at, ${LOG}`,
    values: `${list(BRIDGES)}[1 + n % ${BRIDGES.length}], 'closed', '', 90 + ${drawn(1, 100)} / 10, at, ${LOG_VALUES}`,
  },
  {
    table: 'signals',
    rows,
    columns: `signal_id, bridge, kind, ok, corridor, latency_ms, detail, observed_at, ${LOG}`,
    values: `toString(n), ${list(BRIDGES)}[1 + n % ${BRIDGES.length}], 'probe', ${drawn(1, 20)} > 0, '', 100, 'HTTP 503', at, ${LOG_VALUES}`,
  },
];

/** Fills the history's tables inside the engine: `quoteRows` answers and what a system that was asked so often would have beside them. */
export const fillHistory = async (
  client: ClickHouseClient,
  options: { quoteRows: number; transferRows: number; report: (progress: string) => void },
): Promise<void> => {
  const { quoteRows, transferRows, report } = options;
  const now = Math.floor(Date.now() / 1_000);
  // Hours are worked out from all rows that came since the last time: here that would be all rows, every minute.
  const views = await client.query({
    query: `SELECT view FROM system.view_refreshes WHERE database = currentDatabase()`,
    format: 'JSONEachRow',
  });
  for (const { view } of await views.json<{ view: string }>()) await client.command({ query: `SYSTEM STOP VIEW ${view}` });
  const fills = [
    quotes(quoteRows),
    failures(Math.ceil(quoteRows / 11)),
    tops(Math.ceil(quoteRows / 20)),
    transfers(transferRows),
    ...small(100_000),
  ];
  for (const { table, rows, columns, values } of fills) {
    const begunAt = performance.now();
    for (let first = 0; first < rows; first += ROWS_PER_INSERT) {
      const count = Math.min(ROWS_PER_INSERT, rows - first);
      await client.command({
        query: `INSERT INTO ${table} (${columns}) SELECT ${values} FROM (SELECT number AS n, ${momentOf(rows)} AS at FROM numbers(${first}, ${count}))`,
        query_params: { now },
        clickhouse_settings: { max_execution_time: 600 },
      });
      if ((first / ROWS_PER_INSERT) % 10 === 0) {
        const seconds = (performance.now() - begunAt) / 1_000;
        report(`${table}: ${first + count} of ${rows} rows, ${seconds.toFixed(0)} s`);
      }
    }
  }
};
