#!/bin/sh
# Run once by the image, when it makes the database: who may replicate, and from where.
set -eu
password=$(cat /run/secrets/postgres-replication-password)
psql --variable ON_ERROR_STOP=1 --variable password="$password" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE replicator WITH REPLICATION LOGIN PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica');
SQL
echo 'host replication replicator samenet scram-sha-256' >> "$PGDATA/pg_hba.conf"
