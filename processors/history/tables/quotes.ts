import type { QuoteAnswer, QuoteEvent } from '#core/domain/quote.ts';
import type { Table } from './table.ts';

/** An event whose outcome is an answer. */
export interface AnsweredQuote {
  readonly event: QuoteEvent;
  readonly answer: QuoteAnswer;
}

/**
 * What is left of the amounts when all fees are taken, modulo 2^256; zero without fees. With it the last fee follows from the other
 * columns, and where fees add up in one unit, which is almost always, it is zero.
 */
const feeGap = ({ amountIn }: QuoteEvent, { amountOut, rebate, fees }: QuoteAnswer): bigint => {
  if (fees.length === 0) return 0n;
  let gap = amountIn + rebate - amountOut;
  for (const { amount } of fees) gap -= amount;
  return gap === 0n ? gap : BigInt.asUintN(256, gap);
};

/** `quotes`: what bridges answered. */
export const quotesTable: Table<AnsweredQuote> = {
  name: 'quotes',
  columns: {
    quote_id: 'String',
    bridge: 'LowCardinality(String)',
    corridor: 'LowCardinality(String)',
    amount_in: 'UInt256',
    observed_at: "DateTime64(3, 'UTC')",
    latency_ms: 'Int64',
    valid_for_ms: 'Int64',
    amount_out: 'UInt256',
    slippage_amount: 'Int256',
    fee_kinds: 'Array(LowCardinality(String))',
    fee_assets: 'Array(LowCardinality(String))',
    fee_amounts_but_last: 'Array(UInt256)',
    fee_gap: 'UInt256',
    rebate: 'UInt256',
    surcharge_kinds: 'Array(LowCardinality(String))',
    surcharge_assets: 'Array(LowCardinality(String))',
    surcharge_amounts: 'Array(UInt256)',
    origin_gas: 'UInt64',
    eta_p50_seconds: 'Float64',
    eta_p90_seconds: 'Float64',
    step_kinds: 'Array(LowCardinality(String))',
    step_chain_ids: 'Array(UInt64)',
    step_after_seconds: 'Array(Float64)',
    step_gas: 'Array(UInt64)',
    limit_min: 'Nullable(UInt256)',
    limit_max: 'Nullable(UInt256)',
    limit_instant: 'Nullable(UInt256)',
    via: 'LowCardinality(String)',
  },
  write: (out, { event, answer }) => {
    const { amountIn, observedAtMs } = event;
    const { amountOut, minAmountOut, fees, rebate, surcharges, etaSeconds, userSteps = [], limits } = answer;
    const kind = (paid: { readonly kind: string }) => out.string(paid.kind);
    const asset = (paid: { readonly asset: string }) => out.string(paid.asset);
    const amount = (paid: { readonly amount: bigint }) => out.u256(paid.amount);
    out.string(event.quoteId);
    out.string(event.bridge);
    out.string(event.corridor);
    out.u256(amountIn);
    out.i64(observedAtMs);
    out.i64(observedAtMs - event.askedAtMs);
    out.i64(answer.validUntilMs - observedAtMs);
    out.u256(amountOut);
    out.u256(amountOut === minAmountOut ? 0n : BigInt.asUintN(256, amountOut - minAmountOut));
    out.array(fees, kind);
    out.array(fees, asset);
    out.array(fees.slice(0, -1), amount);
    out.u256(feeGap(event, answer));
    out.u256(rebate);
    out.array(surcharges, kind);
    out.array(surcharges, asset);
    out.array(surcharges, amount);
    out.u64(answer.originGas);
    out.f64(etaSeconds.p50);
    out.f64(etaSeconds.p90);
    out.array(userSteps, kind);
    out.array(userSteps, ({ chainId }) => out.u64(chainId));
    out.array(userSteps, ({ afterSeconds }) => out.f64(afterSeconds));
    out.array(userSteps, ({ gas }) => out.u64(gas));
    out.nullable(limits.min, out.u256);
    out.nullable(limits.max, out.u256);
    out.nullable(limits.instant, out.u256);
    out.string(answer.via ?? '');
  },
};
