import { FAILURE_CODES, type FailureCode, type FeeKind, type QuoteEvent, type Surcharge } from '#core/domain/quote.ts';
import type { UserStep } from '#core/domain/user-step.ts';

/** A row of `quotes` as the query of the replay gives it: 64-bit numbers and amounts are text. */
export interface QuoteRow {
  readonly quote_id: string;
  readonly bridge: string;
  readonly corridor: string;
  readonly amount_in: string;
  readonly at: string;
  readonly latency_ms: string;
  readonly valid_for_ms: string;
  readonly amount_out: string;
  readonly min_amount_out: string;
  readonly fee_kinds: readonly string[];
  readonly fee_assets: readonly string[];
  readonly fee_amounts: readonly string[];
  readonly rebate: string;
  readonly surcharge_kinds: readonly string[];
  readonly surcharge_assets: readonly string[];
  readonly surcharge_amounts: readonly string[];
  readonly origin_gas: string;
  readonly eta_p50_seconds: number;
  readonly eta_p90_seconds: number;
  readonly step_kinds: readonly string[];
  readonly step_chain_ids: readonly string[];
  readonly step_after_seconds: readonly number[];
  readonly step_gas: readonly string[];
  readonly limit_min: string | null;
  readonly limit_max: string | null;
  readonly limit_instant: string | null;
  readonly via: string;
}

/** A row of `quote_failures`. */
export interface FailureRow {
  readonly quote_id: string;
  readonly bridge: string;
  readonly corridor: string;
  readonly amount_in: string;
  readonly at: string;
  readonly latency_ms: string;
  readonly code: string;
  readonly detail: string;
  readonly limit_broken: string | null;
  readonly retry_after_ms: number | null;
}

/** Columns of both tables that the rows above name beside `at`. */
export const QUOTE_COLUMNS = `quote_id, bridge, corridor, amount_in, latency_ms, valid_for_ms, amount_out, min_amount_out, fee_kinds, fee_assets, fee_amounts,
  rebate, surcharge_kinds, surcharge_assets, surcharge_amounts, origin_gas, eta_p50_seconds, eta_p90_seconds, step_kinds, step_chain_ids,
  step_after_seconds, step_gas, limit_min, limit_max, limit_instant, via`;
export const FAILURE_COLUMNS = 'quote_id, bridge, corridor, amount_in, latency_ms, code, detail, limit_broken, retry_after_ms';

const amountOrNull = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

const paid = <K extends string>(kinds: readonly string[], assets: readonly string[], amounts: readonly string[]) =>
  kinds.map((kind, index) => ({ kind: kind as K, asset: assets[index] ?? '', amount: BigInt(amounts[index] ?? '0') }));

const stepsOf = (row: QuoteRow): readonly UserStep[] =>
  row.step_kinds.map((kind, at) => ({
    kind: kind as UserStep['kind'],
    chainId: Number(row.step_chain_ids[at]),
    afterSeconds: row.step_after_seconds[at] ?? 0,
    gas: BigInt(row.step_gas[at] ?? '0'),
  }));

const common = (row: QuoteRow | FailureRow) => ({
  quoteId: row.quote_id,
  bridge: row.bridge,
  corridor: row.corridor,
  amountIn: BigInt(row.amount_in),
  askedAtMs: Number(row.at) - Number(row.latency_ms),
  observedAtMs: Number(row.at),
});

/** The event that a row of `quotes` was made of. */
export const answeredEvent = (row: QuoteRow): QuoteEvent => ({
  ...common(row),
  outcome: {
    kind: 'answer',
    answer: {
      amountOut: BigInt(row.amount_out),
      minAmountOut: BigInt(row.min_amount_out),
      fees: paid<FeeKind>(row.fee_kinds, row.fee_assets, row.fee_amounts),
      rebate: BigInt(row.rebate),
      surcharges: paid<Surcharge['kind']>(row.surcharge_kinds, row.surcharge_assets, row.surcharge_amounts),
      originGas: BigInt(row.origin_gas),
      etaSeconds: { p50: row.eta_p50_seconds, p90: row.eta_p90_seconds },
      ...(row.step_kinds.length === 0 ? {} : { userSteps: stepsOf(row) }),
      limits: { min: amountOrNull(row.limit_min), max: amountOrNull(row.limit_max), instant: amountOrNull(row.limit_instant) },
      validUntilMs: Number(row.at) + Number(row.valid_for_ms),
      ...(row.via === '' ? {} : { via: row.via }),
    },
  },
});

/** The event that a row of `quote_failures` was made of. */
export const failedEvent = (row: FailureRow): QuoteEvent => ({
  ...common(row),
  outcome: {
    kind: 'failure',
    failure: {
      code: Object.hasOwn(FAILURE_CODES, row.code) ? (row.code as FailureCode) : 'UPSTREAM_ERROR',
      detail: row.detail,
      limit: amountOrNull(row.limit_broken),
      retryAfterMs: row.retry_after_ms,
    },
  },
});
