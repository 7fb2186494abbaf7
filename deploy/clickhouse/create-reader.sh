#!/bin/sh
# Run once by the image, when it makes the database: the user of Grafana and of people's SQL may read, within limits, and nothing else.
set -eu
clickhouse client --user "$CLICKHOUSE_USER" --password "$(cat "$CLICKHOUSE_PASSWORD_FILE")" \
  --param_password "$(cat /run/secrets/clickhouse-reader-password)" --multiquery <<'SQL'
CREATE USER IF NOT EXISTS reader IDENTIFIED WITH sha256_password BY {password:String}
  SETTINGS readonly = 2, max_execution_time = 10 MAX 10, max_result_rows = 100000 MAX 100000, max_memory_usage = 2000000000 MAX 2000000000;
GRANT SELECT ON routebook.* TO reader;
SQL
