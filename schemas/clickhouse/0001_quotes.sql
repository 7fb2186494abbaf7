-- What bridges answered when they were asked, one row a message of the topic `quotes`: answers in `quotes`, errors in `quote_failures`.
-- Amounts are base units of the asset that the corridor or the column names. Times are UTC.
--
-- inserted_at is one moment for all rows of an insert, and decides the partition: so an insert is one part, and a part is there or not.
-- What follows from other columns is an alias: it is read like any column, takes no room, and `*` leaves it out.
-- log_* say where the row came from; the projection answers "how far has this been written" without reading the table.

CREATE TABLE IF NOT EXISTS quotes {{ON CLUSTER}}
(
  quote_id String COMMENT 'Unique per question put' CODEC(ZSTD(9)),
  bridge LowCardinality(String) COMMENT 'Id of the bridge that answered',
  corridor LowCardinality(String) COMMENT 'Canonical, for example ethereum:USDC>arbitrum:USDC',
  amount_in UInt256 COMMENT 'Asked for; base units of the from-asset' CODEC(ZSTD(1)),
  observed_at DateTime64(3, 'UTC') COMMENT 'When the answer was there' CODEC(Delta, ZSTD(3)),
  latency_ms Int64 COMMENT 'How long the answer took; milliseconds' CODEC(T64, ZSTD(3)),
  asked_at DateTime64(3, 'UTC') ALIAS observed_at - toIntervalMillisecond(latency_ms) COMMENT 'When the question was put',
  valid_for_ms Int64 COMMENT 'How long the answer counts; milliseconds from observed_at' CODEC(T64, ZSTD(3)),
  valid_until DateTime64(3, 'UTC') ALIAS observed_at + toIntervalMillisecond(valid_for_ms) COMMENT 'The answer counts no longer than this',
  amount_out UInt256 COMMENT 'Base units of the to-asset' CODEC(ZSTD(3)),
  slippage_amount Int256 COMMENT 'How much less than amount_out the transaction may pay; base units of the to-asset' CODEC(ZSTD(3)),
  min_amount_out UInt256 ALIAS toUInt256(amount_out - slippage_amount) COMMENT 'What the transaction enforces at the default slippage; base units of the to-asset',
  fee_kinds Array(LowCardinality(String)) COMMENT 'What each fee pays for; as many as fee_amounts',
  fee_assets Array(LowCardinality(String)) COMMENT 'Asset of each fee',
  fee_amounts_but_last Array(UInt256) COMMENT 'Amounts of all fees but the last, which follows from the rest' CODEC(ZSTD(3)),
  fee_gap UInt256 COMMENT 'amount_in and rebate less fees and amount_out, modulo 2^256: zero where fees add up in one unit' CODEC(ZSTD(1)),
  fee_amounts Array(UInt256) ALIAS if(empty(fee_kinds), [], arrayPushBack(fee_amounts_but_last,
    toUInt256(amount_in + rebate - amount_out - fee_gap - arraySum(fee_amounts_but_last)))) COMMENT 'Taken from the amount on its way; base units of fee_assets',
  rebate UInt256 COMMENT 'Paid by the bridge on top; base units of the to-asset' CODEC(ZSTD(1)),
  surcharge_kinds Array(LowCardinality(String)) COMMENT 'What each surcharge pays for',
  surcharge_assets Array(LowCardinality(String)) COMMENT 'Asset of each surcharge',
  surcharge_amounts Array(UInt256) COMMENT 'Paid besides the amount; base units of surcharge_assets' CODEC(ZSTD(3)),
  origin_gas UInt64 COMMENT 'Gas units of the origin transaction' CODEC(ZSTD(1)),
  eta_p50_seconds Float64 COMMENT 'Half of the transfers arrive within; seconds' CODEC(ZSTD(1)),
  eta_p90_seconds Float64 COMMENT 'Nine of ten transfers arrive within; seconds' CODEC(ZSTD(1)),
  limit_min Nullable(UInt256) COMMENT 'Least amount; base units of the from-asset' CODEC(ZSTD(3)),
  limit_max Nullable(UInt256) COMMENT 'Greatest amount; base units of the from-asset' CODEC(ZSTD(3)),
  limit_instant Nullable(UInt256) COMMENT 'Up to here the bridge serves at its usual speed; base units of the from-asset' CODEC(ZSTD(3)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(Delta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  INDEX observed observed_at TYPE minmax GRANULARITY 1,
  INDEX inserted inserted_at TYPE minmax GRANULARITY 1,
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (corridor, amount_in, bridge, observed_at)
TTL inserted_at + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'Every answer of every bridge; kept 90 days';

CREATE TABLE IF NOT EXISTS quote_failures {{ON CLUSTER}}
(
  quote_id String COMMENT 'Unique per question put' CODEC(ZSTD(9)),
  bridge LowCardinality(String) COMMENT 'Id of the bridge that was asked',
  corridor LowCardinality(String) COMMENT 'Canonical, for example ethereum:USDC>arbitrum:USDC',
  amount_in UInt256 COMMENT 'Asked for; base units of the from-asset' CODEC(ZSTD(1)),
  observed_at DateTime64(3, 'UTC') COMMENT 'When the error was there' CODEC(Delta, ZSTD(3)),
  latency_ms Int64 COMMENT 'How long the error took; milliseconds' CODEC(T64, ZSTD(3)),
  asked_at DateTime64(3, 'UTC') ALIAS observed_at - toIntervalMillisecond(latency_ms) COMMENT 'When the question was put',
  code LowCardinality(String) COMMENT 'One of core/domain/quote.ts FAILURE_CODES',
  detail String COMMENT 'The vendor’s own words, or ours' CODEC(ZSTD(3)),
  limit_broken Nullable(UInt256) COMMENT 'The limit that the amount broke, where the vendor names it; base units of the from-asset' CODEC(ZSTD(3)),
  retry_after_ms Nullable(Float64) COMMENT 'When the vendor lets us ask again; milliseconds' CODEC(ZSTD(1)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(Delta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  INDEX observed observed_at TYPE minmax GRANULARITY 1,
  INDEX inserted inserted_at TYPE minmax GRANULARITY 1,
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (corridor, amount_in, bridge, observed_at)
TTL inserted_at + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'Every question that a bridge did not answer with a quote; kept 90 days';
