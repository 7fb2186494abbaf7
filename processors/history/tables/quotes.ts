import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import type { Table } from './table.ts';

/** An event whose outcome is an answer. */
export interface AnsweredQuote {
  readonly event: QuoteEvent;
  readonly answer: QuoteAnswer;
}

/**
 * What is left of the amounts when all fees are taken, modulo 2^256. With it the last fee follows from the other columns, and where
 * fees add up in one unit, which is almost always, it is zero.
 */
const feeGap = ({ amountIn }: QuoteEvent, { amountOut, rebate }: QuoteAnswer, fees: readonly bigint[]): bigint =>
  BigInt.asUintN(256, amountIn + rebate - amountOut - fees.reduce((sum, fee) => sum + fee, 0n));

/** `quotes`: what bridges answered. */
export const quotesTable: Table<AnsweredQuote> = {
  name: 'quotes',
  columns: {
    quote_id: 'String',
    bridge: 'String',
    corridor: 'String',
    amount_in: 'UInt256',
    observed_at: "DateTime64(3, 'UTC')",
    latency_ms: 'Int64',
    valid_for_ms: 'Int64',
    amount_out: 'UInt256',
    slippage_amount: 'Int256',
    fee_kinds: 'Array(String)',
    fee_assets: 'Array(String)',
    fee_amounts_but_last: 'Array(UInt256)',
    fee_gap: 'UInt256',
    rebate: 'UInt256',
    surcharge_kinds: 'Array(String)',
    surcharge_assets: 'Array(String)',
    surcharge_amounts: 'Array(UInt256)',
    origin_gas: 'UInt64',
    eta_p50_seconds: 'Float64',
    eta_p90_seconds: 'Float64',
    limit_min: 'Nullable(UInt256)',
    limit_max: 'Nullable(UInt256)',
    limit_instant: 'Nullable(UInt256)',
  },
  write: (out, { event, answer }) => {
    out.string(event.quoteId);
    out.string(event.bridge);
    out.string(event.corridor);
    out.u256(event.amountIn);
    out.i64(event.observedAtMs);
    out.i64(event.observedAtMs - event.askedAtMs);
    out.i64(answer.validUntilMs - event.observedAtMs);
    out.u256(answer.amountOut);
    out.u256(BigInt.asUintN(256, answer.amountOut - answer.minAmountOut));
    out.array(answer.fees, ({ kind }) => out.string(kind));
    out.array(answer.fees, ({ asset }) => out.string(asset));
    const fees = answer.fees.map(({ amount }) => amount);
    out.array(fees.slice(0, -1), out.u256);
    out.u256(fees.length === 0 ? 0n : feeGap(event, answer, fees));
    out.u256(answer.rebate);
    out.array(answer.surcharges, ({ kind }) => out.string(kind));
    out.array(answer.surcharges, ({ asset }) => out.string(asset));
    out.array(answer.surcharges, ({ amount }) => out.u256(amount));
    out.u64(answer.originGas);
    out.f64(answer.etaSeconds.p50);
    out.f64(answer.etaSeconds.p90);
    out.nullable(answer.limits.min, out.u256);
    out.nullable(answer.limits.max, out.u256);
    out.nullable(answer.limits.instant, out.u256);
  },
};
