// Made by schemas/generate.ts from schemas/avro/transfer.avsc. Edit that, then run npm run generate.

/** A transfer's state after a change. `json` is the transfer as REST serves it. */
export interface TransferRecord {
  transferKey: string;
  bridge: string;
  state: string;
  version: number;
  observedAtMs: number;
  json: Buffer;
}

export const TRANSFER_SCHEMA = {
  "type": "record",
  "name": "Transfer",
  "namespace": "routebook",
  "doc": "A transfer's state after a change. `json` is the transfer as REST serves it.",
  "fields": [
    {
      "name": "transferKey",
      "type": "string"
    },
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "state",
      "type": "string"
    },
    {
      "name": "version",
      "type": "long"
    },
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "json",
      "type": "bytes"
    }
  ]
} as const;
