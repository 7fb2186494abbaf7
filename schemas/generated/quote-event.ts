// Made by schemas/generate.ts from schemas/avro/quote-event.avsc. Edit that, then run npm run generate.

export interface FeeRecord {
  kind: string;
  asset: string;
  amount: string;
}

export interface SurchargeRecord {
  kind: string;
  asset: string;
  amount: string;
}

export interface UserStepRecord {
  /** One of core/domain/user-step.ts USER_STEP_KINDS. */
  kind: string;
  chainId: number;
  /** From the origin transaction's inclusion to when it can be sent. */
  afterSeconds: number;
  /** Gas units. */
  gas: number;
}

export interface QuoteAnswerRecord {
  amountOut: string;
  minAmountOut: string;
  /** Taken from the amount on its way. */
  fees: FeeRecord[];
  /** Paid by the bridge on top, in base units of the to-asset. */
  rebate: string;
  /** Paid besides the amount, in a native coin. */
  surcharges: SurchargeRecord[];
  /** Gas units of the origin transaction. */
  originGas: number;
  etaP50Seconds: number;
  etaP90Seconds: number;
  limitMin: null | string;
  limitMax: null | string;
  limitInstant: null | string;
  validUntilMs: number;
  /** What the user has to send besides the origin transaction, first to last. */
  userSteps: UserStepRecord[];
  /** Of an aggregator: the bridge that it would send by, in its own words. */
  via: null | string;
}

export interface QuoteFailureRecord {
  /** One of core/domain/quote.ts FAILURE_CODES. */
  code: string;
  detail: string;
  limit: null | string;
  retryAfterMs: null | number;
}

/** A question put to one bridge, and what came back: an answer or a failure. Amounts are decimal strings of base units. */
export interface QuoteEventRecord {
  /** Unique per question put; the same id is the same event. */
  quoteId: string;
  bridge: string;
  /** Canonical, for example ethereum:USDC>arbitrum:USDC. */
  corridor: string;
  amountIn: string;
  askedAtMs: number;
  /** When the answer was there. */
  observedAtMs: number;
  answer: null | QuoteAnswerRecord;
  failure: null | QuoteFailureRecord;
}

export const QUOTE_EVENT_SCHEMA = {
  "type": "record",
  "name": "QuoteEvent",
  "namespace": "routebook",
  "doc": "A question put to one bridge, and what came back: an answer or a failure. Amounts are decimal strings of base units.",
  "fields": [
    {
      "name": "quoteId",
      "type": "string",
      "doc": "Unique per question put; the same id is the same event."
    },
    {
      "name": "bridge",
      "type": "string"
    },
    {
      "name": "corridor",
      "type": "string",
      "doc": "Canonical, for example ethereum:USDC>arbitrum:USDC."
    },
    {
      "name": "amountIn",
      "type": "string"
    },
    {
      "name": "askedAtMs",
      "type": "long"
    },
    {
      "name": "observedAtMs",
      "type": "long",
      "doc": "When the answer was there."
    },
    {
      "name": "answer",
      "type": [
        "null",
        {
          "type": "record",
          "name": "QuoteAnswer",
          "fields": [
            {
              "name": "amountOut",
              "type": "string"
            },
            {
              "name": "minAmountOut",
              "type": "string"
            },
            {
              "name": "fees",
              "doc": "Taken from the amount on its way.",
              "type": {
                "type": "array",
                "items": {
                  "type": "record",
                  "name": "Fee",
                  "fields": [
                    {
                      "name": "kind",
                      "type": "string"
                    },
                    {
                      "name": "asset",
                      "type": "string"
                    },
                    {
                      "name": "amount",
                      "type": "string"
                    }
                  ]
                }
              }
            },
            {
              "name": "rebate",
              "type": "string",
              "default": "0",
              "doc": "Paid by the bridge on top, in base units of the to-asset."
            },
            {
              "name": "surcharges",
              "doc": "Paid besides the amount, in a native coin.",
              "type": {
                "type": "array",
                "items": {
                  "type": "record",
                  "name": "Surcharge",
                  "fields": [
                    {
                      "name": "kind",
                      "type": "string"
                    },
                    {
                      "name": "asset",
                      "type": "string"
                    },
                    {
                      "name": "amount",
                      "type": "string"
                    }
                  ]
                }
              }
            },
            {
              "name": "originGas",
              "type": "long",
              "doc": "Gas units of the origin transaction."
            },
            {
              "name": "etaP50Seconds",
              "type": "double"
            },
            {
              "name": "etaP90Seconds",
              "type": "double"
            },
            {
              "name": "limitMin",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "limitMax",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "limitInstant",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "validUntilMs",
              "type": "long"
            },
            {
              "name": "userSteps",
              "doc": "What the user has to send besides the origin transaction, first to last.",
              "default": [],
              "type": {
                "type": "array",
                "items": {
                  "type": "record",
                  "name": "UserStep",
                  "fields": [
                    {
                      "name": "kind",
                      "type": "string",
                      "doc": "One of core/domain/user-step.ts USER_STEP_KINDS."
                    },
                    {
                      "name": "chainId",
                      "type": "int"
                    },
                    {
                      "name": "afterSeconds",
                      "type": "double",
                      "doc": "From the origin transaction's inclusion to when it can be sent."
                    },
                    {
                      "name": "gas",
                      "type": "long",
                      "doc": "Gas units."
                    }
                  ]
                }
              }
            },
            {
              "name": "via",
              "type": [
                "null",
                "string"
              ],
              "default": null,
              "doc": "Of an aggregator: the bridge that it would send by, in its own words."
            }
          ]
        }
      ],
      "default": null
    },
    {
      "name": "failure",
      "type": [
        "null",
        {
          "type": "record",
          "name": "QuoteFailure",
          "fields": [
            {
              "name": "code",
              "type": "string",
              "doc": "One of core/domain/quote.ts FAILURE_CODES."
            },
            {
              "name": "detail",
              "type": "string"
            },
            {
              "name": "limit",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "retryAfterMs",
              "type": [
                "null",
                "long"
              ],
              "default": null
            }
          ]
        }
      ],
      "default": null
    }
  ]
} as const;
