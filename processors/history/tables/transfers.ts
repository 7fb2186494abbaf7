import type { TransferJson } from '#schemas/api/transfer.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import type { Table } from './table.ts';

/** A transfer as the log has it: its record, and the JSON that the record carries. */
export interface StoredTransfer {
  readonly record: TransferRecord;
  readonly transfer: TransferJson;
}

const amountOf = (text: string | null | undefined): bigint | null => (text === null || text === undefined ? null : BigInt(text));
const timeOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));
const DATE = "DateTime64(3, 'UTC')";

/** `transfers`: a row a change; with FINAL the latest of each. */
export const transfersTable: Table<StoredTransfer> = {
  name: 'transfers',
  columns: {
    transfer_key: 'String',
    version: 'UInt64',
    bridge: 'LowCardinality(String)',
    state: 'LowCardinality(String)',
    failure: 'LowCardinality(String)',
    from_asset: 'LowCardinality(String)',
    to_asset: 'LowCardinality(String)',
    origin_chain_id: 'Nullable(UInt32)',
    destination_chain_id: 'Nullable(UInt32)',
    sender: 'String',
    recipient: 'String',
    amount_in: 'Nullable(UInt256)',
    amount_quoted: 'Nullable(UInt256)',
    amount_delivered: 'Nullable(UInt256)',
    accuracy_bps: 'Nullable(Float64)',
    origin_transaction: 'String',
    destination_transaction: 'String',
    refund_transaction: 'String',
    filled_by: 'String',
    stuck: 'Bool',
    seen_on_chain: 'Bool',
    deposit_removed: 'Bool',
    started_at: DATE,
    updated_at: DATE,
    confirmed_at: `Nullable(${DATE})`,
    bridging_at: `Nullable(${DATE})`,
    completed_at: `Nullable(${DATE})`,
    failed_at: `Nullable(${DATE})`,
    refunded_at: `Nullable(${DATE})`,
    json: 'String',
  },
  write: (out, { record, transfer }) => {
    const { enteredAt } = transfer;
    out.string(transfer.transferKey);
    out.u64(record.version);
    out.string(transfer.bridge);
    out.string(transfer.state);
    out.string(transfer.failure ?? '');
    out.string(transfer.from ?? '');
    out.string(transfer.to ?? '');
    out.nullable(transfer.originChainId, out.u32);
    out.nullable(transfer.destinationChainId, out.u32);
    out.string(transfer.sender ?? '');
    out.string(transfer.recipient ?? '');
    out.nullable(amountOf(transfer.amountIn), out.u256);
    out.nullable(amountOf(transfer.amountQuoted), out.u256);
    out.nullable(amountOf(transfer.amountDelivered), out.u256);
    out.nullable(transfer.accuracyBps ?? null, out.f64);
    out.string(transfer.originTransaction ?? '');
    out.string(transfer.destinationTransaction ?? '');
    out.string(transfer.refundTransaction ?? '');
    out.string(transfer.filledBy ?? '');
    out.bool(transfer.stuck);
    out.bool(transfer.seenOnChain);
    out.bool(transfer.depositRemoved);
    out.i64(Date.parse(transfer.startedAt));
    out.i64(Date.parse(transfer.updatedAt));
    for (const state of ['CONFIRMED', 'BRIDGING', 'COMPLETED', 'FAILED', 'REFUNDED'] as const)
      out.nullable(timeOf(enteredAt[state]), out.i64);
    out.string(record.json);
  },
};
