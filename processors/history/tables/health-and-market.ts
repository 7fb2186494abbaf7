import type { BridgeStatus } from '#core/domain/bridge-status.ts';
import type { FillTimesEvent } from '#core/domain/fill-times.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { SignalRecord } from '#schemas/generated/signal.ts';
import type { Table } from './table.ts';

type Price = Extract<MarketEvent, { kind: 'price' }>;
type Gas = Extract<MarketEvent, { kind: 'gas' }>;

const DATE = "DateTime64(3, 'UTC')";

export const signalsTable: Table<SignalRecord> = {
  name: 'signals',
  columns: {
    signal_id: 'String',
    bridge: 'LowCardinality(String)',
    kind: 'LowCardinality(String)',
    ok: 'Bool',
    corridor: 'LowCardinality(String)',
    latency_ms: 'Nullable(Float64)',
    detail: 'String',
    code: 'LowCardinality(String)',
    chain: 'LowCardinality(String)',
    asset: 'LowCardinality(String)',
    value: 'Nullable(Float64)',
    reference: 'String',
    observed_at: DATE,
  },
  write: (out, signal) => {
    out.string(signal.signalId);
    out.string(signal.bridge);
    out.string(signal.kind);
    out.bool(signal.ok);
    out.string(signal.corridor ?? '');
    out.nullable(signal.latencyMs, out.f64);
    out.string(signal.detail);
    out.string(signal.code ?? '');
    out.string(signal.chain ?? '');
    out.string(signal.asset ?? '');
    out.nullable(signal.value, out.f64);
    out.string(signal.reference ?? '');
    out.i64(signal.observedAtMs);
  },
};

export const bridgeStatusTable: Table<BridgeStatus> = {
  name: 'bridge_status',
  columns: {
    bridge: 'LowCardinality(String)',
    breaker: 'LowCardinality(String)',
    reason: 'String',
    reliability: 'Float64',
    observed_at: DATE,
  },
  write: (out, status) => {
    out.string(status.bridge);
    out.string(status.breaker);
    out.string(status.reason);
    out.f64(status.reliability);
    out.i64(status.observedAtMs);
  },
};

export const pricesTable: Table<Price> = {
  name: 'prices',
  columns: { price_id: 'LowCardinality(String)', usd: 'Float64', observed_at: DATE },
  write: (out, price) => {
    out.string(price.priceId);
    out.f64(price.usd);
    out.i64(price.observedAtMs);
  },
};

export const gasPricesTable: Table<Gas> = {
  name: 'gas_prices',
  columns: { chain_id: 'UInt32', wei_per_gas: 'UInt256', observed_at: DATE },
  write: (out, gas) => {
    out.u32(gas.chainId);
    out.u256(gas.weiPerGas);
    out.i64(gas.observedAtMs);
  },
};

export const fillTimesTable: Table<FillTimesEvent> = {
  name: 'fill_times',
  columns: {
    bridge: 'LowCardinality(String)',
    corridor: 'LowCardinality(String)',
    observed_at: DATE,
    windows: 'Array(LowCardinality(String))',
    fills: 'Array(UInt64)',
    p50_ms: 'Array(Float64)',
    p90_ms: 'Array(Float64)',
    p99_ms: 'Array(Float64)',
  },
  write: (out, { bridge, corridor, observedAtMs, windows }) => {
    out.string(bridge);
    out.string(corridor);
    out.i64(observedAtMs);
    out.array(windows, ({ window }) => out.string(window));
    out.array(windows, ({ fills }) => out.u64(fills));
    out.array(windows, ({ p50 }) => out.f64(p50));
    out.array(windows, ({ p90 }) => out.f64(p90));
    out.array(windows, ({ p99 }) => out.f64(p99));
  },
};
