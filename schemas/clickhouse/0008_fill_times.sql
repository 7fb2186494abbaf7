-- How long fills took, as the rankers knew it: without it the past cannot be ranked again. One row a message of the topic `fill-times`.

CREATE TABLE IF NOT EXISTS fill_times {{ON CLUSTER}}
(
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  corridor LowCardinality(String) COMMENT 'Canonical, for example ethereum:USDC>arbitrum:USDC; * for all of the bridge together',
  observed_at DateTime64(3, 'UTC') COMMENT 'From when on this held' CODEC(DoubleDelta, ZSTD(3)),
  windows Array(LowCardinality(String)) COMMENT 'Windows that the figures are over, shortest first',
  fills Array(UInt64) COMMENT 'Fills in each window',
  p50_ms Array(Float64) COMMENT 'Half of them took no longer; milliseconds' CODEC(ZSTD(1)),
  p90_ms Array(Float64) COMMENT 'Nine of ten took no longer; milliseconds' CODEC(ZSTD(1)),
  p99_ms Array(Float64) COMMENT '99 of 100 took no longer; milliseconds' CODEC(ZSTD(1)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (bridge, corridor, observed_at)
TTL inserted_at + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'How long fills took of late, a row a change; kept 90 days';
