-- Hours that stayed wrong, and what two columns hold.
--
-- What a first place costs is taken of books that had one. How long a top was held goes on counting when nothing else is written.
-- A transfer that turns out to have begun at another hour, or on another corridor, is taken out of where it was counted before: hours about the one that
-- was touched are worked out as well (a fill seen before its deposit moves it back by the time it took; a reorg, a little forward), and what has no
-- transfers left there is written down with none.

ALTER TABLE transfers {{ON CLUSTER}}
COMMENT COLUMN accuracy_bps 'Delivered against what Routebook promised, signed, in basis points: 0 is to the base unit, -1.5 is 0.015 % short. Null until all has arrived, and where nothing was promised';

ALTER TABLE hourly_fills {{ON CLUSTER}}
COMMENT COLUMN accuracy_mean_bps 'Mean of accuracy_bps of the completed; signed basis points, 0 is to the base unit';

ALTER TABLE hourly_fills {{ON CLUSTER}}
COMMENT COLUMN accuracy_min_bps 'The worst of them; signed basis points';

ALTER TABLE hourly_fills {{ON CLUSTER}}
COMMENT COLUMN transfers 'Transfers that started; 0 where all turned out to be of another hour or corridor';

ALTER TABLE hourly_spreads {{ON CLUSTER}}
MODIFY COLUMN cost_p50_usd Nullable(Float64) COMMENT 'Median cost of the first, where there was one; USD';

DROP VIEW IF EXISTS hourly_spreads_work {{ON CLUSTER}};

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_spreads_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_spreads AS
WITH (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_spreads) AS since
SELECT toStartOfHour(toDateTime(as_of, 'UTC')) AS hour, corridor, amount_in, count() AS changes,
  quantileOrNull(0.5)(spread_bps) AS spread_p50_bps, quantileOrNull(0.9)(spread_bps) AS spread_p90_bps,
  quantileOrNullIf(0.5)(first_cost_usd, first_route_id != '') AS cost_p50_usd, now64(3) AS worked_out_at
FROM books
WHERE toStartOfHour(toDateTime(as_of, 'UTC')) IN (SELECT toStartOfHour(toDateTime(as_of, 'UTC')) FROM books WHERE inserted_at >= since)
GROUP BY hour, corridor, amount_in;

DROP VIEW IF EXISTS hourly_wins_work {{ON CLUSTER}};

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
    -- The hours that were not over when they were worked out last.
    OR as_of >= toStartOfHour(toDateTime(greatest(since, toDateTime64(0, 3)), 'UTC'))
)
GROUP BY hour, bridge, corridor, amount_in;

DROP VIEW IF EXISTS hourly_fills_work {{ON CLUSTER}};

CREATE MATERIALIZED VIEW IF NOT EXISTS hourly_fills_work {{ON CLUSTER}}
REFRESH EVERY 1 MINUTE APPEND TO hourly_fills AS
WITH
  (SELECT ifNull(max(worked_out_at), toDateTime64(0, 3)) - INTERVAL 3 MINUTE FROM hourly_fills) AS since,
  hours AS
  (
    SELECT DISTINCT touched + toIntervalHour(arrayJoin(range(27)) - 2) AS hour
    FROM (SELECT DISTINCT toStartOfHour(toDateTime(started_at, 'UTC')) AS touched FROM transfers WHERE inserted_at >= since)
  ),
  counted AS
  (
    SELECT toStartOfHour(toDateTime(started_at, 'UTC')) AS hour, bridge, corridor, 1 AS stands, state = 'COMPLETED' AS is_completed, fill_seconds, accuracy_bps
    FROM transfers FINAL
    WHERE toStartOfHour(toDateTime(started_at, 'UTC')) IN (SELECT hour FROM hours)
    UNION ALL
    SELECT hour, bridge, corridor, 0 AS stands, 0 AS is_completed, NULL AS fill_seconds, NULL AS accuracy_bps
    FROM hourly_fills FINAL
    WHERE transfers > 0 AND hour IN (SELECT hour FROM hours)
  )
SELECT hour, bridge, corridor, sum(stands) AS transfers, sum(is_completed) AS completed,
  quantileOrNullIf(0.5)(fill_seconds, is_completed = 1) AS fill_p50_seconds,
  quantileOrNullIf(0.9)(fill_seconds, is_completed = 1) AS fill_p90_seconds,
  quantileOrNullIf(0.99)(fill_seconds, is_completed = 1) AS fill_p99_seconds,
  avgOrNullIf(accuracy_bps, is_completed = 1) AS accuracy_mean_bps,
  minOrNullIf(accuracy_bps, is_completed = 1) AS accuracy_min_bps,
  now64(3) AS worked_out_at
FROM counted
GROUP BY hour, bridge, corridor;
