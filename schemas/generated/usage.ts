// Made by schemas/generate.ts from schemas/avro/usage.avsc. Edit that, then run npm run generate.

/** A metered call. */
export interface UsageRecord {
  usageId: string;
  account: string;
  operation: string;
  units: number;
  occurredAtMs: number;
}

export const USAGE_SCHEMA = {
  "type": "record",
  "name": "Usage",
  "namespace": "routebook",
  "doc": "A metered call.",
  "fields": [
    {
      "name": "usageId",
      "type": "string"
    },
    {
      "name": "account",
      "type": "string"
    },
    {
      "name": "operation",
      "type": "string"
    },
    {
      "name": "units",
      "type": "long"
    },
    {
      "name": "occurredAtMs",
      "type": "long"
    }
  ]
} as const;
