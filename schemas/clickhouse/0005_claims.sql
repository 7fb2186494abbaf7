-- Who writes a partition of a topic into the tables. An insert names the epoch under which it
-- writes, and writes nothing once there is a higher one. See docs/decisions/0019.

CREATE TABLE IF NOT EXISTS history_claims {{ON CLUSTER}}
(
  topic LowCardinality(String) COMMENT 'Topic as Kafka knows it',
  log_partition UInt16 COMMENT 'Partition of the topic',
  epoch UInt64 COMMENT 'Rises with every claim',
  owner String COMMENT 'Id that the process gave itself at its start',
  log_generation UInt16 COMMENT 'Generation that the owner writes',
  claimed_at DateTime DEFAULT now() COMMENT 'When it was claimed'
)
ENGINE = {{ReplacingMergeTree}}(epoch)
ORDER BY (topic, log_partition)
COMMENT 'Who writes a partition of a topic; one row each with FINAL';
