-- What was observed of the bridges' health, and what assets and gas cost.

CREATE TABLE IF NOT EXISTS signals {{ON CLUSTER}}
(
  signal_id String COMMENT 'Unique per observation' CODEC(ZSTD(3)),
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  kind LowCardinality(String) COMMENT 'What observed it, for example probe, api, rpc, tvl, incident',
  ok Bool COMMENT 'Whether it speaks for the bridge',
  corridor LowCardinality(String) COMMENT 'Canonical; empty when it is about the whole bridge',
  latency_ms Nullable(Float64) COMMENT 'How long the answer took; milliseconds' CODEC(ZSTD(3)),
  detail String COMMENT 'In words' CODEC(ZSTD(3)),
  observed_at DateTime64(3, 'UTC') COMMENT 'When it was observed' CODEC(DoubleDelta, ZSTD(3)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  INDEX inserted inserted_at TYPE minmax GRANULARITY 1,
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (bridge, kind, observed_at)
TTL inserted_at + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'Every observation of a bridge’s health; kept 90 days';

CREATE TABLE IF NOT EXISTS bridge_status {{ON CLUSTER}}
(
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  breaker LowCardinality(String) COMMENT 'closed, open or half-open',
  reason String COMMENT 'Why, in words; empty when there is nothing to say' CODEC(ZSTD(3)),
  reliability Float64 COMMENT 'Score, 0 to 100' CODEC(ZSTD(3)),
  observed_at DateTime64(3, 'UTC') COMMENT 'From when on this held' CODEC(DoubleDelta, ZSTD(3)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (bridge, observed_at)
TTL inserted_at + INTERVAL 365 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'What was held of each bridge’s health, a row a change; kept a year';

CREATE TABLE IF NOT EXISTS prices {{ON CLUSTER}}
(
  price_id LowCardinality(String) COMMENT 'The price source’s id, for example usd-coin',
  usd Float64 COMMENT 'USD a whole unit; an estimate' CODEC(ZSTD(3)),
  observed_at DateTime64(3, 'UTC') COMMENT 'When the source said so' CODEC(DoubleDelta, ZSTD(3)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (price_id, observed_at)
TTL inserted_at + INTERVAL 365 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'What assets cost, a row a change; kept a year';

CREATE TABLE IF NOT EXISTS gas_prices {{ON CLUSTER}}
(
  chain_id UInt32 COMMENT 'EIP-155 id' CODEC(ZSTD(1)),
  wei_per_gas UInt256 COMMENT 'Wei a unit of gas' CODEC(ZSTD(3)),
  observed_at DateTime64(3, 'UTC') COMMENT 'When the chain said so' CODEC(DoubleDelta, ZSTD(3)),
  log_partition UInt16 COMMENT 'Partition of the topic' CODEC(ZSTD(1)),
  log_generation UInt16 COMMENT 'Rises when the topic was made anew' CODEC(ZSTD(1)),
  log_offset UInt64 COMMENT 'Offset in the partition' CODEC(DoubleDelta, ZSTD(3)),
  inserted_at DateTime('UTC') COMMENT 'When it was written here' CODEC(DoubleDelta, ZSTD(1)),
  PROJECTION positions (SELECT log_partition, log_generation, max(log_offset) GROUP BY log_partition, log_generation)
)
ENGINE = {{MergeTree}}
PARTITION BY toMonday(inserted_at)
ORDER BY (chain_id, observed_at)
TTL inserted_at + INTERVAL 365 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'What gas cost, a row a change; kept a year';
