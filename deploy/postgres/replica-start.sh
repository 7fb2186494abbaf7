#!/bin/sh
# A copy of the primary is taken once; from then on the replica follows it. Promote it with `pg_ctl promote`.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  PGPASSWORD=$(cat /run/secrets/postgres-replication-password)
  export PGPASSWORD
  # A copy that broke off is begun again.
  find "$PGDATA" -mindepth 1 -delete
  pg_basebackup --host postgres --username replicator --pgdata "$PGDATA" --slot replica --wal-method stream --write-recovery-conf
  chmod 0700 "$PGDATA"
  unset PGPASSWORD
fi
exec postgres
