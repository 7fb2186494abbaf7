-- What the first place of each book was, and the second: a row when either changed. Between two rows of a book the first one holds.

CREATE TABLE IF NOT EXISTS books {{ON CLUSTER}}
(
  corridor LowCardinality(String) COMMENT 'Canonical, for example ethereum:USDC>arbitrum:USDC',
  amount_in UInt256 COMMENT 'Input amount of the book; base units of the from-asset' CODEC(ZSTD(1)),
  as_of DateTime64(3, 'UTC') COMMENT 'From when on this held' CODEC(DoubleDelta, ZSTD(3)),
  version UInt64 COMMENT 'Version of the book; only rises' CODEC(Delta, ZSTD(3)),
  first_route_id String COMMENT 'Route in the first place; empty when there was none' CODEC(ZSTD(3)),
  first_bridge LowCardinality(String) COMMENT 'Its bridge; of several legs the first that is a bridge',
  first_amount_out UInt256 COMMENT 'What it pays out; base units of the to-asset' CODEC(ZSTD(3)),
  first_amount_out_usd Float64 COMMENT 'The same in USD; an estimate' CODEC(ZSTD(3)),
  first_cost_usd Float64 COMMENT 'Fees, gas, slippage and the price of time, together; USD' CODEC(ZSTD(3)),
  first_eta_p50_seconds Float64 COMMENT 'Half of its transfers arrive within; seconds' CODEC(ZSTD(3)),
  first_score Float64 COMMENT 'Its score, 0 to 100, with the preset `best`' CODEC(ZSTD(3)),
  second_route_id String COMMENT 'Route in the second place; empty when there was none' CODEC(ZSTD(3)),
  second_bridge LowCardinality(String) COMMENT 'Its bridge',
  second_amount_out UInt256 COMMENT 'What it pays out; base units of the to-asset' CODEC(ZSTD(3)),
  second_cost_usd Float64 COMMENT 'Its cost; USD' CODEC(ZSTD(3)),
  second_score Float64 COMMENT 'Its score, 0 to 100' CODEC(ZSTD(3)),
  spread_bps Nullable(Float64) COMMENT 'How much more the first pays out than the second, of the first; basis points. Negative when the second pays more but is worse otherwise. Null without a second' CODEC(ZSTD(3)),
  ranking Array(LowCardinality(String)) COMMENT 'Bridges of all ranked routes, first to last',
  excluded_bridges Array(LowCardinality(String)) COMMENT 'Bridges without a route; as many as excluded_reasons',
  excluded_reasons Array(LowCardinality(String)) COMMENT 'Why each of them has none',
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  INDEX as_of as_of TYPE minmax GRANULARITY 1,
  INDEX inserted inserted_at TYPE minmax GRANULARITY 1,
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (corridor, amount_in, as_of, version)
TTL inserted_at + INTERVAL 365 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'The first two places of every book, a row a change; kept a year';
