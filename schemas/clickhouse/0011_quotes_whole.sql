-- What an answer says beside its amounts: what its user has to send further, which costs and takes time, and whom an aggregator picked. Without the
-- steps the past cannot be ranked again.

ALTER TABLE quotes {{ON CLUSTER}}
ADD COLUMN IF NOT EXISTS step_kinds Array(LowCardinality(String)) COMMENT 'Further transactions of the user, first to last (prove, claim); empty for most' AFTER eta_p90_seconds,
ADD COLUMN IF NOT EXISTS step_chain_ids Array(UInt64) COMMENT 'Where each is sent; EIP-155 id' CODEC(ZSTD(1)) AFTER step_kinds,
ADD COLUMN IF NOT EXISTS step_after_seconds Array(Float64) COMMENT 'From the origin transaction to when each can be sent; seconds' CODEC(ZSTD(1)) AFTER step_chain_ids,
ADD COLUMN IF NOT EXISTS step_gas Array(UInt64) COMMENT 'Gas units of each; 0 where a surcharge holds its price' CODEC(ZSTD(1)) AFTER step_after_seconds,
ADD COLUMN IF NOT EXISTS via LowCardinality(String) COMMENT 'Of an aggregator: the bridge that it would send by, in its own words; else empty' AFTER limit_instant;
