// Made by schemas/generate.ts from schemas/avro/bridge-status.avsc. Edit that, then run npm run generate.

/** What is known of a bridge's health. */
export interface BridgeStatusRecord {
  bridge: string;
  /** closed, open or half-open */
  breaker: string;
  reason: string;
  /** 0 to 100 */
  reliability: number;
  observedAtMs: number;
  /** Since when the breaker is not closed; null when it is. */
  sinceMs: null | number;
  /** The same with windows and parts of the score, as REST serves it; empty from older writers. */
  json: Buffer;
}

export const BRIDGE_STATUS_SCHEMA = {
  "type": "record",
  "name": "BridgeStatus",
  "namespace": "routebook",
  "doc": "What is known of a bridge's health.",
  "fields": [
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "breaker",
      "type": "string",
      "doc": "closed, open or half-open"
    },
    {
      "name": "reason",
      "type": "string",
      "default": ""
    },
    {
      "name": "reliability",
      "type": "double",
      "doc": "0 to 100"
    },
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "sinceMs",
      "type": [
        "null",
        "long"
      ],
      "default": null,
      "doc": "Since when the breaker is not closed; null when it is."
    },
    {
      "name": "json",
      "type": "bytes",
      "default": "",
      "doc": "The same with windows and parts of the score, as REST serves it; empty from older writers."
    }
  ]
} as const;
