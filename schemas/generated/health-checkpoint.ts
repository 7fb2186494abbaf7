// Made by schemas/generate.ts from schemas/avro/health-checkpoint.avsc. Edit that, then run npm run generate.

export interface HealthPositionRecord {
  /** Without prefix. */
  topic: string;
  partition: number;
  nextOffset: number;
}

/** All that the health processor holds of one bridge, and how far it had read when it held that. */
export interface HealthCheckpointRecord {
  bridge: string;
  /** When it was written; rises. */
  observedAtMs: number;
  /** Messages before these offsets are in `memory`, those from there on are not. */
  positions: HealthPositionRecord[];
  /** core/health/health-memory.ts as JSON, gzipped. */
  memory: Buffer;
}

export const HEALTH_CHECKPOINT_SCHEMA = {
  "type": "record",
  "name": "HealthCheckpoint",
  "namespace": "routebook",
  "doc": "All that the health processor holds of one bridge, and how far it had read when it held that.",
  "fields": [
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "observedAtMs",
      "type": "long",
      "doc": "When it was written; rises."
    },
    {
      "name": "positions",
      "doc": "Messages before these offsets are in `memory`, those from there on are not.",
      "type": {
        "type": "array",
        "items": {
          "type": "record",
          "name": "HealthPosition",
          "fields": [
            {
              "name": "topic",
              "type": "string",
              "doc": "Without prefix."
            },
            {
              "name": "partition",
              "type": "int"
            },
            {
              "name": "nextOffset",
              "type": "long"
            }
          ]
        }
      }
    },
    {
      "name": "memory",
      "type": "bytes",
      "doc": "core/health/health-memory.ts as JSON, gzipped."
    }
  ]
} as const;
