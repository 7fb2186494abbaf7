-- Hours, worked out from the tables above: read with FINAL, one row an hour and key.
--
-- Every minute the hours are worked out anew into which rows came since the last time, whole, from what the tables hold then. So a row
-- that was written twice, late or again cannot count twice here: nothing is added up on the way in. Hours outlive the rows they came from.

CREATE TABLE IF NOT EXISTS hourly_quotes {{ON CLUSTER}}
(
  hour DateTime('UTC') COMMENT 'Begin of the hour of observed_at',
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  corridor LowCardinality(String) COMMENT 'Canonical corridor',
  amount_in UInt256 COMMENT 'Input amount; base units of the from-asset',
  answers UInt64 COMMENT 'Questions answered with a quote',
  failures UInt64 COMMENT 'Questions answered with an error, or not at all',
  latency_p50_ms Float64 COMMENT 'Half of all questions were answered within; milliseconds',
  latency_p95_ms Float64 COMMENT '95 of 100 questions were answered within; milliseconds',
  worked_out_at DateTime64(3, 'UTC') COMMENT 'When this row was worked out'
)
ENGINE = {{ReplacingMergeTree}}(worked_out_at)
ORDER BY (corridor, amount_in, bridge, hour)
TTL hour + INTERVAL 730 DAY
COMMENT 'Questions and answers an hour; kept two years';

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_quotes_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_quotes AS
WITH
  (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_quotes) AS since,
  events AS
  (
    SELECT observed_at, latency_ms, bridge, corridor, amount_in, 1 AS answered, inserted_at FROM quotes
    UNION ALL
    SELECT observed_at, latency_ms, bridge, corridor, amount_in, 0 AS answered, inserted_at FROM quote_failures
  )
SELECT toStartOfHour(toDateTime(observed_at, 'UTC')) AS hour, bridge, corridor, amount_in, countIf(answered = 1) AS answers, countIf(answered = 0) AS failures,
  quantile(0.5)(latency_ms) AS latency_p50_ms,
  quantile(0.95)(latency_ms) AS latency_p95_ms,
  now64(3) AS worked_out_at
FROM events
WHERE toStartOfHour(toDateTime(observed_at, 'UTC')) IN (SELECT toStartOfHour(toDateTime(observed_at, 'UTC')) FROM events WHERE inserted_at >= since)
GROUP BY hour, bridge, corridor, amount_in;

CREATE TABLE IF NOT EXISTS hourly_spreads {{ON CLUSTER}}
(
  hour DateTime('UTC') COMMENT 'Begin of the hour of as_of',
  corridor LowCardinality(String) COMMENT 'Canonical corridor',
  amount_in UInt256 COMMENT 'Input amount; base units of the from-asset',
  changes UInt64 COMMENT 'How often one of the first two places changed',
  spread_p50_bps Nullable(Float64) COMMENT 'Median of how much more the first paid out than the second; basis points',
  spread_p90_bps Nullable(Float64) COMMENT 'Nine of ten spreads were below; basis points',
  cost_p50_usd Float64 COMMENT 'Median cost of the first; USD',
  worked_out_at DateTime64(3, 'UTC') COMMENT 'When this row was worked out'
)
ENGINE = {{ReplacingMergeTree}}(worked_out_at)
ORDER BY (corridor, amount_in, hour)
TTL hour + INTERVAL 730 DAY
COMMENT 'Spreads between the first two places an hour; kept two years';

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_spreads_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_spreads AS
WITH (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_spreads) AS since
SELECT toStartOfHour(toDateTime(as_of, 'UTC')) AS hour, corridor, amount_in, count() AS changes,
  quantileOrNull(0.5)(spread_bps) AS spread_p50_bps, quantileOrNull(0.9)(spread_bps) AS spread_p90_bps,
  quantile(0.5)(first_cost_usd) AS cost_p50_usd, now64(3) AS worked_out_at
FROM books
WHERE toStartOfHour(toDateTime(as_of, 'UTC')) IN (SELECT toStartOfHour(toDateTime(as_of, 'UTC')) FROM books WHERE inserted_at >= since)
GROUP BY hour, corridor, amount_in;

CREATE TABLE IF NOT EXISTS hourly_wins {{ON CLUSTER}}
(
  hour DateTime('UTC') COMMENT 'Begin of the hour of as_of',
  bridge LowCardinality(String) COMMENT 'Id of the bridge in the first place; empty while there was none',
  corridor LowCardinality(String) COMMENT 'Canonical corridor',
  amount_in UInt256 COMMENT 'Input amount; base units of the from-asset',
  wins UInt64 COMMENT 'Changes after which it was first',
  first_seconds Float64 COMMENT 'How long it was first, within the hour, from the hour’s first change on; seconds',
  worked_out_at DateTime64(3, 'UTC') COMMENT 'When this row was worked out'
)
ENGINE = {{ReplacingMergeTree}}(worked_out_at)
ORDER BY (corridor, amount_in, bridge, hour)
TTL hour + INTERVAL 730 DAY
COMMENT 'How often and how long each bridge was first an hour; kept two years';

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_wins_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_wins AS
WITH (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_wins) AS since
SELECT hour, bridge, corridor, amount_in, count() AS wins, sum(held_ms) / 1000 AS first_seconds, now64(3) AS worked_out_at
FROM
(
  SELECT toStartOfHour(toDateTime(as_of, 'UTC')) AS hour, first_bridge AS bridge, corridor, amount_in,
    least(
      leadInFrame(toUnixTimestamp64Milli(as_of), 1, toInt64(toUnixTimestamp(hour) + 3600) * 1000)
        OVER (PARTITION BY corridor, amount_in, hour ORDER BY as_of, version ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
      toUnixTimestamp64Milli(greatest(now64(3), as_of))
    ) - toUnixTimestamp64Milli(as_of) AS held_ms
  FROM books
  WHERE toStartOfHour(toDateTime(as_of, 'UTC')) IN (SELECT toStartOfHour(toDateTime(as_of, 'UTC')) FROM books WHERE inserted_at >= since)
)
GROUP BY hour, bridge, corridor, amount_in;

CREATE TABLE IF NOT EXISTS hourly_fills {{ON CLUSTER}}
(
  hour DateTime('UTC') COMMENT 'Begin of the hour of started_at',
  bridge LowCardinality(String) COMMENT 'Id of the bridge',
  corridor String COMMENT 'Canonical corridor',
  transfers UInt64 COMMENT 'Transfers that started',
  completed UInt64 COMMENT 'Of them completed by now',
  fill_p50_seconds Nullable(Float64) COMMENT 'Half of the completed were filled within; seconds',
  fill_p90_seconds Nullable(Float64) COMMENT 'Nine of ten of the completed were filled within; seconds',
  fill_p99_seconds Nullable(Float64) COMMENT '99 of 100 of the completed were filled within; seconds',
  accuracy_mean_bps Nullable(Float64) COMMENT 'Mean of delivered over quoted, in basis points: 10 000 is to the unit',
  accuracy_min_bps Nullable(Float64) COMMENT 'The worst of them; basis points',
  worked_out_at DateTime64(3, 'UTC') COMMENT 'When this row was worked out'
)
ENGINE = {{ReplacingMergeTree}}(worked_out_at)
ORDER BY (bridge, corridor, hour)
TTL hour + INTERVAL 730 DAY
COMMENT 'Fill times and accuracy an hour; kept two years';

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_fills_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_fills AS
WITH (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_fills) AS since
SELECT toStartOfHour(toDateTime(started_at, 'UTC')) AS hour, bridge, corridor, count() AS transfers, countIf(state = 'COMPLETED') AS completed,
  quantileOrNullIf(0.5)(fill_seconds, state = 'COMPLETED') AS fill_p50_seconds,
  quantileOrNullIf(0.9)(fill_seconds, state = 'COMPLETED') AS fill_p90_seconds,
  quantileOrNullIf(0.99)(fill_seconds, state = 'COMPLETED') AS fill_p99_seconds,
  avgOrNullIf(accuracy_bps, state = 'COMPLETED') AS accuracy_mean_bps,
  minOrNullIf(accuracy_bps, state = 'COMPLETED') AS accuracy_min_bps,
  now64(3) AS worked_out_at
FROM transfers FINAL
WHERE toStartOfHour(toDateTime(started_at, 'UTC')) IN (SELECT toStartOfHour(toDateTime(started_at, 'UTC')) FROM transfers WHERE inserted_at >= since)
GROUP BY hour, bridge, corridor;
