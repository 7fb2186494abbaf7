// Made by schemas/generate.ts from schemas/avro/chain-event.avsc. Edit that, then run npm run generate.

/** One decoded log of a bridge's contract. `removed` takes back an event that a reorg dropped. */
export interface ChainEventRecord {
  /** chainId:blockHash:logIndex; of a confirmed event, that of the event it confirms and :confirmed */
  eventId: string;
  transferKey: string;
  bridge: string;
  /** One of core/domain/chain-event.ts CHAIN_EVENT_KINDS. */
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
      "doc": "chainId:blockHash:logIndex; of a confirmed event, that of the event it confirms and :confirmed"
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
      "doc": "One of core/domain/chain-event.ts CHAIN_EVENT_KINDS."
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
