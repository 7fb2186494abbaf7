// Made by schemas/generate.ts from schemas/avro/market-event.avsc. Edit that, then run npm run generate.

export interface PriceRecord {
  priceId: string;
  /** USD a whole unit; an estimate. */
  usd: number;
}

export interface GasPriceRecord {
  chainId: number;
  weiPerGas: string;
}

/** A price or a gas price; exactly one of the two is there. Keyed by price id or by chain id, compacted. */
export interface MarketEventRecord {
  observedAtMs: number;
  price: null | PriceRecord;
  gas: null | GasPriceRecord;
}

export const MARKET_EVENT_SCHEMA = {
  "type": "record",
  "name": "MarketEvent",
  "namespace": "routebook",
  "doc": "A price or a gas price; exactly one of the two is there. Keyed by price id or by chain id, compacted.",
  "fields": [
    {
      "name": "observedAtMs",
      "type": "long"
    },
    {
      "name": "price",
      "type": [
        "null",
        {
          "type": "record",
          "name": "Price",
          "fields": [
            {
              "name": "priceId",
              "type": "string"
            },
            {
              "name": "usd",
              "type": "double",
              "doc": "USD a whole unit; an estimate."
            }
          ]
        }
      ],
      "default": null
    },
    {
      "name": "gas",
      "type": [
        "null",
        {
          "type": "record",
          "name": "GasPrice",
          "fields": [
            {
              "name": "chainId",
              "type": "int"
            },
            {
              "name": "weiPerGas",
              "type": "string"
            }
          ]
        }
      ],
      "default": null
    }
  ]
} as const;
