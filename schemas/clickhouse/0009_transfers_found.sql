-- Transfers are looked up by transaction and by address: the API answers from here what Redis no longer holds.
--
-- Projections and not tables of their own: a projection is part of the part that it belongs to, and so of the insert. When rows of one transfer are
-- merged it is made anew. Bloom filters, which stood here before, point to a thousand rows for each transfer of an address, and to all of them for one
-- that has many. The last statements give both what was written before.

ALTER TABLE transfers {{ON CLUSTER}} MODIFY SETTING deduplicate_merge_projection_mode = 'rebuild';

ALTER TABLE transfers {{ON CLUSTER}} ADD PROJECTION IF NOT EXISTS by_sender (SELECT sender, started_at, transfer_key ORDER BY sender, started_at);

ALTER TABLE transfers {{ON CLUSTER}} ADD PROJECTION IF NOT EXISTS by_recipient (SELECT recipient, started_at, transfer_key ORDER BY recipient, started_at);

ALTER TABLE transfers {{ON CLUSTER}} ADD INDEX IF NOT EXISTS refund refund_transaction TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE transfers {{ON CLUSTER}} MATERIALIZE PROJECTION by_sender SETTINGS mutations_sync = 0;

ALTER TABLE transfers {{ON CLUSTER}} MATERIALIZE PROJECTION by_recipient SETTINGS mutations_sync = 0;

ALTER TABLE transfers {{ON CLUSTER}} MATERIALIZE INDEX refund SETTINGS mutations_sync = 0;
