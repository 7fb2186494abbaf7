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
    }
  ]
} as const;
