// Made by schemas/generate.ts from schemas/avro/fill-times.avsc. Edit that, then run npm run generate.

export interface WindowTimesRecord {
  /** 1h, 24h or 7d */
  window: string;
  fills: number;
  /** 0 when there are no fills */
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
}

/** How long a bridge's fills of one corridor took of late, from the deposit's block to the fill's. Keyed by `bridge|corridor`, compacted. */
export interface FillTimesRecord {
  bridge: string;
  /** Canonical id; * is all corridors of the bridge together. */
  corridor: string;
  observedAtMs: number;
  windows: WindowTimesRecord[];
}

export const FILL_TIMES_SCHEMA = {
  "type": "record",
  "name": "FillTimes",
  "namespace": "routebook",
  "doc": "How long a bridge's fills of one corridor took of late, from the deposit's block to the fill's. Keyed by `bridge|corridor`, compacted.",
  "fields": [
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "corridor",
      "type": "string",
      "doc": "Canonical id; * is all corridors of the bridge together."
    },
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "windows",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "WindowTimes",
          "fields": [
            {
              "name": "window",
              "type": "string",
              "doc": "1h, 24h or 7d"
            },
            {
              "name": "fills",
              "type": "long"
            },
            {
              "name": "p50Ms",
              "type": "long",
              "doc": "0 when there are no fills"
            },
            {
              "name": "p90Ms",
              "type": "long"
            },
            {
              "name": "p99Ms",
              "type": "long"
            }
          ]
        }
      }
    }
  ]
} as const;
