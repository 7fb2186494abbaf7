// Made by schemas/generate.ts from schemas/avro/book.avsc. Edit that, then run npm run generate.

/** The ranked routes of a corridor at one amount, after one change. `json` is the book's bytes as REST serves them; the other fields save a reader from parsing it. */
export interface BookRecord {
  /** corridor@amountIn */
  key: string;
  corridor: string;
  amountIn: string;
  version: number;
  asOfMs: number;
  checksum: number;
  /** First to last. */
  routeIds: string[];
  json: Buffer;
}

export const BOOK_SCHEMA = {
  "type": "record",
  "name": "Book",
  "namespace": "routebook",
  "doc": "The ranked routes of a corridor at one amount, after one change. `json` is the book's bytes as REST serves them; the other fields save a reader from parsing it.",
  "fields": [
    {
      "name": "key",
      "type": "string",
      "doc": "corridor@amountIn"
    },
    {
      "name": "corridor",
      "type": "string"
    },
    {
      "name": "amountIn",
      "type": "string"
    },
    {
      "name": "version",
      "type": "long"
    },
    {
      "name": "asOfMs",
      "type": "long"
    },
    {
      "name": "checksum",
      "type": "long"
    },
    {
      "name": "routeIds",
      "type": {
        "type": "array",
        "items": "string"
      },
      "doc": "First to last."
    },
    {
      "name": "json",
      "type": "bytes"
    }
  ]
} as const;
