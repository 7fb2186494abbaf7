// Made by schemas/generate.ts from schemas/avro/chain-event.avsc. Edit that, then run npm run generate.

/** One decoded log of a bridge's contract. `removed` takes back an event that a reorg dropped. */
export interface ChainEventRecord {
  /** chainId:blockHash:logIndex */
  eventId: string;
  transferKey: string;
  bridge: string;
  /** deposit, fill, refund, speed-up, … */
  kind: string;
  removed: boolean;
  chainId: number;
  blockNumber: number;
  blockHash: string;
  logIndex: number;
  transactionHash: string;
  blockTimeMs: number;
  observedAtMs: number;
  /** What the decoder read, amounts as decimal strings. */
  fields: Record<string, string>;
}

export const CHAIN_EVENT_SCHEMA = {
  "type": "record",
  "name": "ChainEvent",
  "namespace": "routebook",
  "doc": "One decoded log of a bridge's contract. `removed` takes back an event that a reorg dropped.",
  "fields": [
    {
      "name": "eventId",
      "type": "string",
      "doc": "chainId:blockHash:logIndex"
    },
    {
      "name": "transferKey",
      "type": "string"
    },
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "kind",
      "type": "string",
      "doc": "deposit, fill, refund, speed-up, …"
    },
    {
      "name": "removed",
      "type": "boolean",
      "default": false
    },
    {
      "name": "chainId",
      "type": "int"
    },
    {
      "name": "blockNumber",
      "type": "long"
    },
    {
      "name": "blockHash",
      "type": "string"
    },
    {
      "name": "logIndex",
      "type": "int"
    },
    {
      "name": "transactionHash",
      "type": "string"
    },
    {
      "name": "blockTimeMs",
      "type": "long"
    },
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "fields",
      "type": {
        "type": "map",
        "values": "string"
      },
      "doc": "What the decoder read, amounts as decimal strings."
    }
  ]
} as const;
