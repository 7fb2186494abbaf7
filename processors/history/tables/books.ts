import type { TopOfBook } from '../top-of-book.ts';
import type { Table } from './table.ts';

const BPS = 10_000;
/** Hundredths of a basis point are told apart. */
const PARTS_OF_BPS = 100;

/** How much more the first pays out than the second, in basis points of the first. */
const spreadBps = ({ first, second }: TopOfBook): number | null =>
  first === undefined || second === undefined || first.amountOut === 0n
    ? null
    : Number(((first.amountOut - second.amountOut) * BigInt(BPS * PARTS_OF_BPS)) / first.amountOut) / PARTS_OF_BPS;

/** `books`: the first two places, when either changed. */
export const booksTable: Table<TopOfBook> = {
  name: 'books',
  columns: {
    corridor: 'LowCardinality(String)',
    amount_in: 'UInt256',
    as_of: "DateTime64(3, 'UTC')",
    version: 'UInt64',
    first_route_id: 'String',
    first_bridge: 'LowCardinality(String)',
    first_amount_out: 'UInt256',
    first_amount_out_usd: 'Float64',
    first_cost_usd: 'Float64',
    first_eta_p50_seconds: 'Float64',
    first_score: 'Float64',
    second_route_id: 'String',
    second_bridge: 'LowCardinality(String)',
    second_amount_out: 'UInt256',
    second_cost_usd: 'Float64',
    second_score: 'Float64',
    spread_bps: 'Nullable(Float64)',
    ranking: 'Array(LowCardinality(String))',
    excluded_bridges: 'Array(LowCardinality(String))',
    excluded_reasons: 'Array(LowCardinality(String))',
  },
  write: (out, top) => {
    const { first, second } = top;
    out.string(top.corridor);
    out.u256(top.amountIn);
    out.i64(top.asOfMs);
    out.u64(top.version);
    out.string(first?.routeId ?? '');
    out.string(first?.bridge ?? '');
    out.u256(first?.amountOut ?? 0n);
    out.f64(first?.amountOutUsd ?? 0);
    out.f64(first?.costUsd ?? 0);
    out.f64(first?.etaP50Seconds ?? 0);
    out.f64(first?.score ?? 0);
    out.string(second?.routeId ?? '');
    out.string(second?.bridge ?? '');
    out.u256(second?.amountOut ?? 0n);
    out.f64(second?.costUsd ?? 0);
    out.f64(second?.score ?? 0);
    out.nullable(spreadBps(top), out.f64);
    out.array(top.ranking, out.string);
    out.array(top.excluded, ({ bridge }) => out.string(bridge));
    out.array(top.excluded, ({ reason }) => out.string(reason));
  },
};
