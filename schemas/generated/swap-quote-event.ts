// Made by schemas/generate.ts from schemas/avro/swap-quote-event.avsc. Edit that, then run npm run generate.

/** A DEX's answer for a pair on one chain. */
export interface SwapQuoteEventRecord {
  quoteId: string;
  dex: string;
  chainId: number;
  from: string;
  to: string;
  amountIn: string;
  amountOut: null | string;
  failureCode: null | string;
  detail: string;
  observedAtMs: number;
  validUntilMs: number;
}

export const SWAP_QUOTE_EVENT_SCHEMA = {
  "type": "record",
  "name": "SwapQuoteEvent",
  "namespace": "routebook",
  "doc": "A DEX's answer for a pair on one chain.",
  "fields": [
    {
      "name": "quoteId",
      "type": "string"
    },
    {
      "name": "dex",
      "type": "string"
    },
    {
      "name": "chainId",
      "type": "int"
    },
    {
      "name": "from",
      "type": "string"
    },
    {
      "name": "to",
      "type": "string"
    },
    {
      "name": "amountIn",
      "type": "string"
    },
    {
      "name": "amountOut",
      "type": [
        "null",
        "string"
      ],
      "default": null
    },
    {
      "name": "failureCode",
      "type": [
        "null",
        "string"
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
      "name": "validUntilMs",
      "type": "long"
    }
  ]
} as const;
