import { z } from 'zod';

export const ANSWER_FORMATS = ['JSON', 'CSV', 'NDJSON', 'Parquet'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

/** Media type of each format. */
export const FORMAT_TYPES: Readonly<Record<AnswerFormat, string>> = {
  JSON: 'application/json',
  CSV: 'text/csv; charset=utf-8',
  NDJSON: 'application/x-ndjson',
  Parquet: 'application/vnd.apache.parquet',
};

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const sqlRequest = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .meta({
        description: 'One statement that reads: SELECT, WITH, EXPLAIN, DESCRIBE, SHOW or EXISTS, without FORMAT and SETTINGS',
        examples: ['SELECT bridge, count() AS answers FROM quotes WHERE corridor = {corridor:String} GROUP BY bridge'],
      }),
    format: z
      .enum(ANSWER_FORMATS)
      .default('JSON')
      .meta({ description: 'JSON has `meta` and `data`; CSV begins with a line of names; NDJSON is an object a line' }),
    parameters: z
      .record(z.string().regex(/^\w{1,64}$/), z.union([scalar, z.array(scalar)]))
      .default({})
      .meta({ description: 'Values of `{name:Type}` in the query', examples: [{ corridor: 'ethereum:USDC>arbitrum:USDC' }] }),
  })
  .meta({ id: 'SqlRequest' });

export type SqlRequest = z.infer<typeof sqlRequest>;

/** ClickHouse's format JSON. */
export const sqlResponse = z
  .looseObject({
    meta: z.array(z.object({ name: z.string(), type: z.string() })).meta({ description: 'Name and type of each column' }),
    data: z.array(z.record(z.string(), z.unknown())).meta({ description: 'Whole numbers of 64 bits and more are strings' }),
    rows: z.int(),
  })
  .meta({ id: 'SqlResponse' });
