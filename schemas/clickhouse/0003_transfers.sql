-- Transfers as they stand. Every change is a row with a higher version: read with FINAL, one row a transfer.

CREATE TABLE IF NOT EXISTS transfers {{ON CLUSTER}}
(
  transfer_key String COMMENT 'bridge:originChainId:id' CODEC(ZSTD(3)),
  version UInt64 COMMENT 'Rises with every change' CODEC(ZSTD(3)),
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  state LowCardinality(String) COMMENT 'PENDING, CONFIRMED, BRIDGING, COMPLETED, FAILED or REFUNDED',
  failure LowCardinality(String) COMMENT 'Why it failed or was refunded; empty when it did not',
  from_asset LowCardinality(String) COMMENT 'Canonical asset; empty while it is not known',
  to_asset LowCardinality(String) COMMENT 'Canonical asset; empty while it is not known',
  origin_chain_id Nullable(UInt32) COMMENT 'EIP-155 id' CODEC(ZSTD(1)),
  destination_chain_id Nullable(UInt32) COMMENT 'EIP-155 id' CODEC(ZSTD(1)),
  sender String COMMENT 'Address; empty while it is not known' CODEC(ZSTD(3)),
  recipient String COMMENT 'Address; empty while it is not known' CODEC(ZSTD(3)),
  amount_in Nullable(UInt256) COMMENT 'Base units of from_asset' CODEC(ZSTD(3)),
  amount_quoted Nullable(UInt256) COMMENT 'What the deposit promised; base units of to_asset' CODEC(ZSTD(3)),
  amount_delivered Nullable(UInt256) COMMENT 'What has arrived; base units of to_asset' CODEC(ZSTD(3)),
  accuracy_bps Nullable(Float64) COMMENT 'Delivered over quoted, in basis points: 10 000 is to the unit' CODEC(ZSTD(3)),
  origin_transaction String COMMENT 'Hash; empty while there is none' CODEC(ZSTD(3)),
  destination_transaction String COMMENT 'Hash; empty while there is none' CODEC(ZSTD(3)),
  refund_transaction String COMMENT 'Hash; empty while there is none' CODEC(ZSTD(3)),
  filled_by String COMMENT 'Who filled it; empty where the bridge does not say' CODEC(ZSTD(3)),
  stuck Bool COMMENT 'Older than an hour and than 99 of 100 transfers of its corridor' CODEC(ZSTD(1)),
  seen_on_chain Bool COMMENT 'Its deposit is on chain' CODEC(ZSTD(1)),
  deposit_removed Bool COMMENT 'Its deposit was on chain and a reorg took it away' CODEC(ZSTD(1)),
  started_at DateTime64(3, 'UTC') COMMENT 'Time of the deposit’s block' CODEC(Delta, ZSTD(3)),
  updated_at DateTime64(3, 'UTC') COMMENT 'Time of the last change' CODEC(Delta, ZSTD(3)),
  confirmed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it entered CONFIRMED' CODEC(ZSTD(3)),
  bridging_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it entered BRIDGING' CODEC(ZSTD(3)),
  completed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it entered COMPLETED' CODEC(ZSTD(3)),
  failed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it entered FAILED' CODEC(ZSTD(3)),
  refunded_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it entered REFUNDED' CODEC(ZSTD(3)),
  corridor String ALIAS concat(from_asset, '>', to_asset) COMMENT 'Canonical corridor',
  fill_seconds Nullable(Float64) ALIAS dateDiff('millisecond', started_at, completed_at) / 1000 COMMENT 'From the deposit to the fill; seconds',
  json String COMMENT 'The whole transfer as REST serves it' CODEC(ZSTD(6)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  INDEX started started_at TYPE minmax GRANULARITY 1,
  INDEX inserted inserted_at TYPE minmax GRANULARITY 1,
  INDEX origin origin_transaction TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX destination destination_transaction TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX sender sender TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX recipient recipient TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = {{ReplacingMergeTree}}(version)
ORDER BY transfer_key
SETTINGS index_granularity = 1024
COMMENT 'Every transfer that was seen; one row each with FINAL; kept for good';
