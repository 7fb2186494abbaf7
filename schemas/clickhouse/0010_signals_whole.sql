-- What a signal says beside its words: which failure, of which chain and asset, how much, and which incident.

ALTER TABLE signals {{ON CLUSTER}}
ADD COLUMN IF NOT EXISTS code LowCardinality(String) COMMENT 'Of a probe or a ping that failed, from the list of failure codes; else empty' AFTER detail,
ADD COLUMN IF NOT EXISTS chain LowCardinality(String) COMMENT 'Slug of the chain that was looked at; empty when none was' AFTER code,
ADD COLUMN IF NOT EXISTS asset LowCardinality(String) COMMENT 'Symbol of what liquidity is held in; else empty' AFTER chain,
ADD COLUMN IF NOT EXISTS value Nullable(Float64) COMMENT 'tvl: USD. liquidity: whole tokens. rpc: endpoints that answer' CODEC(ZSTD(3)) AFTER asset,
ADD COLUMN IF NOT EXISTS reference String COMMENT 'Of an incident: what names it, the same as long as it lasts; else empty' CODEC(ZSTD(3)) AFTER value;
