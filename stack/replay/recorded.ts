import type { ClickHouseClient } from '@clickhouse/client';
import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { FillTimesEvent, WindowName } from '#core/domain/fill-times.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { FirstPlace } from '#core/replay/compare-firsts.ts';
import { answeredEvent, FAILURE_COLUMNS, type FailureRow, failedEvent, QUOTE_COLUMNS, type QuoteRow } from './recorded-rows.ts';

/** A stretch of the past that is read at once. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly quotes: number;
}

/** What the ranker knew beside quotes. */
export type Global =
  | { readonly kind: 'market'; readonly atMs: number; readonly event: MarketEvent }
  | { readonly kind: 'status'; readonly atMs: number; readonly event: BridgeStatus }
  | { readonly kind: 'fillTimes'; readonly atMs: number; readonly event: FillTimesEvent };

/** A book's first places as they were recorded. */
export interface RecordedBook {
  readonly corridor: string;
  readonly places: readonly FirstPlace[];
}

export interface Recorded {
  /** Where the recorded quotes begin and end; undefined when there are none. */
  extent(): Promise<{ readonly fromMs: number; readonly toMs: number } | undefined>;
  /** The span in stretches that each hold no more than can be kept in memory. */
  stretches(fromMs: number, toMs: number): Promise<readonly Stretch[]>;
  /** In order of observation. */
  quotes(fromMs: number, toMs: number): Promise<readonly QuoteEvent[]>;
  /** What held at the begin, how it came to that as far as rankings ask for it, and all that changed since; in order of observation. */
  globals(fromMs: number, toMs: number): Promise<readonly Global[]>;
  /** By key of the book; the first place of each may have begun before. */
  firsts(fromMs: number, toMs: number): Promise<ReadonlyMap<string, RecordedBook>>;
}

/** Quotes of one stretch: some 100 MiB as they are read. */
const STRETCH_QUOTES_MAX = 50_000;
const STRETCH_MS_MAX = 300_000;
const GRAIN_MS = 1_000;
/** Prices of so long before count for how wild a market is. */
const MARKET_BEFORE_MS = 300_000;
/** A first place that has stood for longer when the span begins is not looked for. */
const PLACE_BEFORE_MS = 86_400_000;

const AT = (column: string) => `toUnixTimestamp64Milli(${column})`;
const WITHIN = (column: string) =>
  `${column} >= fromUnixTimestamp64Milli({from:Int64}) AND ${column} < fromUnixTimestamp64Milli({to:Int64})`;

/** Neighbouring seconds together, as long as there are not too many quotes. */
const stretchesOf = (seconds: ReadonlyMap<number, number>, fromMs: number, toMs: number): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let begin = fromMs;
  let quotes = 0;
  for (let at = fromMs; at < toMs; at += GRAIN_MS) {
    const more = seconds.get(Math.floor(at / GRAIN_MS)) ?? 0;
    if (at > begin && (quotes + more > STRETCH_QUOTES_MAX || at - begin >= STRETCH_MS_MAX)) {
      stretches.push({ fromMs: begin, toMs: at, quotes });
      begin = at;
      quotes = 0;
    }
    quotes += more;
  }
  return [...stretches, { fromMs: begin, toMs, quotes }];
};

interface FillRow {
  readonly bridge: string;
  readonly corridor: string;
  readonly at: string;
  readonly windows: readonly string[];
  readonly fills: readonly string[];
  readonly p50_ms: readonly number[];
  readonly p90_ms: readonly number[];
  readonly p99_ms: readonly number[];
}

const fillTimesOf = (row: FillRow): FillTimesEvent => ({
  bridge: row.bridge,
  corridor: row.corridor,
  observedAtMs: Number(row.at),
  windows: row.windows.map((window, at) => ({
    window: window as WindowName,
    fills: Number(row.fills[at]),
    p50: row.p50_ms[at] ?? 0,
    p90: row.p90_ms[at] ?? 0,
    p99: row.p99_ms[at] ?? 0,
  })),
});

/** The history as a replay reads it. All reject when ClickHouse is away. */
export const createRecorded = (client: ClickHouseClient): Recorded => {
  const rowsOf = async <T>(query: string, params: Record<string, unknown>): Promise<T[]> =>
    (await client.query({ query, query_params: params, format: 'JSONEachRow' })).json<T>();
  const span = (fromMs: number, toMs: number) => ({ from: fromMs, to: toMs });

  /** Rows of a table within the span, and of each key the last one before it. */
  const withLastBefore = <T>(table: string, key: string, columns: string, fromMs: number, toMs: number): Promise<T[]> =>
    rowsOf<T>(
      `SELECT ${columns}, ${AT('observed_at')} AS at FROM ${table} WHERE ${WITHIN('observed_at')}
       UNION ALL
       SELECT ${columns}, ${AT('observed_at')} AS at FROM ${table} WHERE observed_at < fromUnixTimestamp64Milli({from:Int64})
       ORDER BY observed_at DESC LIMIT 1 BY ${key}`,
      span(fromMs, toMs),
    );

  const market = async (fromMs: number, toMs: number): Promise<MarketEvent[]> => {
    const [prices, gas] = await Promise.all([
      withLastBefore<{ price_id: string; usd: number; at: string }>('prices', 'price_id', 'price_id, usd', fromMs - MARKET_BEFORE_MS, toMs),
      withLastBefore<{ chain_id: number; wei_per_gas: string; at: string }>(
        'gas_prices',
        'chain_id',
        'chain_id, wei_per_gas',
        fromMs,
        toMs,
      ),
    ]);
    return [
      ...prices.map(({ price_id, usd, at }) => ({ kind: 'price' as const, priceId: price_id, usd, observedAtMs: Number(at) })),
      ...gas.map(({ chain_id, wei_per_gas, at }) => ({
        kind: 'gas' as const,
        chainId: chain_id,
        weiPerGas: BigInt(wei_per_gas),
        observedAtMs: Number(at),
      })),
    ];
  };

  return {
    extent: async () => {
      const [found] = await rowsOf<{ quotes: string; first: string; last: string }>(
        `SELECT count() AS quotes, ${AT('min(observed_at)')} AS first, ${AT('max(observed_at)')} AS last FROM quotes`,
        {},
      );
      return found === undefined || found.quotes === '0' ? undefined : { fromMs: Number(found.first), toMs: Number(found.last) };
    },
    stretches: async (fromMs, toMs) => {
      const seconds = (table: string) => `SELECT toUnixTimestamp(observed_at) AS second FROM ${table} WHERE ${WITHIN('observed_at')}`;
      const found = await rowsOf<{ second: number; quotes: string }>(
        `SELECT second, count() AS quotes FROM (${seconds('quotes')} UNION ALL ${seconds('quote_failures')}) GROUP BY second`,
        span(fromMs, toMs),
      );
      return stretchesOf(new Map(found.map(({ second, quotes }) => [second, Number(quotes)])), fromMs, toMs);
    },
    quotes: async (fromMs, toMs) => {
      const [answers, failures] = await Promise.all([
        rowsOf<QuoteRow>(
          `SELECT ${QUOTE_COLUMNS}, ${AT('observed_at')} AS at FROM quotes WHERE ${WITHIN('observed_at')}`,
          span(fromMs, toMs),
        ),
        rowsOf<FailureRow>(
          `SELECT ${FAILURE_COLUMNS}, ${AT('observed_at')} AS at FROM quote_failures WHERE ${WITHIN('observed_at')}`,
          span(fromMs, toMs),
        ),
      ]);
      const events = [...answers.map(answeredEvent), ...failures.map(failedEvent)];
      return events.sort((a, b) => a.observedAtMs - b.observedAtMs || (a.quoteId < b.quoteId ? -1 : 1));
    },
    globals: async (fromMs, toMs) => {
      const [events, statuses, times] = await Promise.all([
        market(fromMs, toMs),
        withLastBefore<BridgeStatus & { at: string }>('bridge_status', 'bridge', 'bridge, breaker, reason, reliability', fromMs, toMs),
        withLastBefore<FillRow>('fill_times', 'bridge, corridor', 'bridge, corridor, windows, fills, p50_ms, p90_ms, p99_ms', fromMs, toMs),
      ]);
      const globals: Global[] = [
        ...events.map((event) => ({ kind: 'market' as const, atMs: event.observedAtMs, event })),
        ...statuses.map(({ at, ...status }) => ({
          kind: 'status' as const,
          atMs: Number(at),
          event: { ...status, observedAtMs: Number(at) },
        })),
        ...times.map((row) => ({ kind: 'fillTimes' as const, atMs: Number(row.at), event: fillTimesOf(row) })),
      ];
      return globals.sort((a, b) => a.atMs - b.atMs);
    },
    firsts: async (fromMs, toMs) => {
      const rows = await rowsOf<{ corridor: string; amount_in: string; at: string; bridge: string; out: string }>(
        `SELECT corridor, amount_in, ${AT('as_of')} AS at, first_bridge AS bridge, first_amount_out AS out FROM books
         WHERE ${WITHIN('as_of')} ORDER BY corridor, amount_in, as_of, version`,
        span(fromMs - PLACE_BEFORE_MS, toMs),
      );
      const books = new Map<string, { corridor: string; places: FirstPlace[] }>();
      for (const { corridor, amount_in, at, bridge, out } of rows) {
        const key = `${corridor}@${amount_in}`;
        const place = { atMs: Number(at), bridge, amountOut: BigInt(out) };
        const book = books.get(key) ?? { corridor, places: [] };
        const before = book.places.at(-1);
        // Of what was before the span only the last counts.
        if (before !== undefined && place.atMs <= fromMs) book.places.pop();
        if (before?.bridge !== bridge || before.amountOut !== place.amountOut || place.atMs <= fromMs) book.places.push(place);
        books.set(key, book);
      }
      return books;
    },
  };
};
