// Made by schemas/generate.ts from schemas/avro/signal.avsc. Edit that, then run npm run generate.

/** One observation about a bridge's health. */
export interface SignalRecord {
  signalId: string;
  bridge: string;
  /** probe, api, rpc, tvl, incident */
  kind: string;
  ok: boolean;
  corridor: null | string;
  latencyMs: null | number;
  detail: string;
  observedAtMs: number;
}

export const SIGNAL_SCHEMA = {
  "type": "record",
  "name": "Signal",
  "namespace": "routebook",
  "doc": "One observation about a bridge's health.",
  "fields": [
    {
      "name": "signalId",
      "type": "string"
    },
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "kind",
      "type": "string",
      "doc": "probe, api, rpc, tvl, incident"
    },
    {
      "name": "ok",
      "type": "boolean"
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
    }
  ]
} as const;
