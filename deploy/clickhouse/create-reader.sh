#!/bin/sh
# Run once by the image, when it makes the database: the user of Grafana and of people's SQL may read, within limits, and nothing else.
# 0 would mean no limit, hence a least value as well.
set -eu
clickhouse client --user "$CLICKHOUSE_USER" --password "$(cat "$CLICKHOUSE_PASSWORD_FILE")" \
  --param_password "$(cat /run/secrets/clickhouse-reader-password)" --multiquery <<'SQL'
CREATE USER IF NOT EXISTS reader IDENTIFIED WITH sha256_password BY {password:String}
  SETTINGS readonly = 2, max_execution_time = 10 MIN 1 MAX 10, max_result_rows = 100000 MIN 1 MAX 100000, max_result_bytes = 67108864 MIN 1 MAX 67108864,
    max_memory_usage = 2000000000 MIN 1 MAX 2000000000, max_temporary_data_on_disk_size_for_query = 1073741824 MIN 1 MAX 1073741824,
    max_concurrent_queries_for_user = 16 MIN 1 MAX 16, result_overflow_mode = 'throw' CONST, timeout_overflow_mode = 'throw' CONST,
    cancel_http_readonly_queries_on_client_close = 1;
GRANT SELECT ON routebook.* TO reader;
SQL
