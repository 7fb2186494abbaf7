// Made by schemas/generate.ts from schemas/avro/signal.avsc. Edit that, then run npm run generate.

/** One observation about a bridge's health, or about a chain's nodes. */
export interface SignalRecord {
  /** The same id is the same observation. */
  signalId: string;
  /** Empty for what is no bridge's: a chain's nodes, a feed that tells of all bridges. */
  bridge: string;
  /** probe: a test quote. api: a ping. contract: a flag that pauses. liquidity: what a contract holds. rpc: whether a chain's nodes answer. tvl: USD locked. incident: declared or over. feed: whether an incident feed can be read. */
  kind: string;
  /** False when it speaks against the bridge: a failure, a flag that is up, an incident that stands. */
  ok: boolean;
  corridor: null | string;
  latencyMs: null | number;
  detail: string;
  observedAtMs: number;
  /** Of a probe or a ping that failed: one of core/domain/quote.ts FAILURE_CODES. */
  code: null | string;
  /** Slug of the chain that was looked at. */
  chain: null | string;
  /** What liquidity is held in. */
  asset: null | string;
  /** tvl: USD. liquidity: whole tokens. rpc: endpoints that answer. */
  value: null | number;
  /** Of an incident: what names it, the same as long as it lasts. */
  reference: null | string;
}

export const SIGNAL_SCHEMA = {
  "type": "record",
  "name": "Signal",
  "namespace": "routebook",
  "doc": "One observation about a bridge's health, or about a chain's nodes.",
  "fields": [
    {
      "name": "signalId",
      "type": "string",
      "doc": "The same id is the same observation."
    },
    {
      "name": "bridge",
      "type": "string",
      "doc": "Empty for what is no bridge's: a chain's nodes, a feed that tells of all bridges."
    },
    {
      "name": "kind",
      "type": "string",
      "doc": "probe: a test quote. api: a ping. contract: a flag that pauses. liquidity: what a contract holds. rpc: whether a chain's nodes answer. tvl: USD locked. incident: declared or over. feed: whether an incident feed can be read."
    },
    {
      "name": "ok",
      "type": "boolean",
      "doc": "False when it speaks against the bridge: a failure, a flag that is up, an incident that stands."
    },
    {
      "name": "corridor",
      "type": [
        "null",
        "string"
      ],
      "default": null
    },
    {
      "name": "latencyMs",
      "type": [
        "null",
        "double"
      ],
      "default": null
    },
    {
      "name": "detail",
      "type": "string",
      "default": ""
    },
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "code",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Of a probe or a ping that failed: one of core/domain/quote.ts FAILURE_CODES."
    },
    {
      "name": "chain",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Slug of the chain that was looked at."
    },
    {
      "name": "asset",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "What liquidity is held in."
    },
    {
      "name": "value",
      "type": [
        "null",
        "double"
      ],
      "default": null,
      "doc": "tvl: USD. liquidity: whole tokens. rpc: endpoints that answer."
    },
    {
      "name": "reference",
      "type": [
        "null",
        "string"
      ],
      "default": null,
      "doc": "Of an incident: what names it, the same as long as it lasts."
    }
  ]
} as const;
