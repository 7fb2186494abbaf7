import type { ClickHouseClient } from '@clickhouse/client';

/** The last top that was written of a book. */
export interface WrittenTop {
  readonly key: string;
  readonly version: number;
  readonly firstRouteId: string;
  readonly firstAmountOut: string;
  readonly secondRouteId: string;
  readonly secondAmountOut: string;
}

/** The last row in `books` of every book of one partition and generation of the topic. */
export const readTops = async (client: ClickHouseClient, partition: number, generation: number): Promise<readonly WrittenTop[]> => {
  const answer = await client.query({
    query: `SELECT concat(corridor, '@', toString(amount_in)) AS key, toUInt64(max(version)) AS version,
              argMax(first_route_id, log_offset) AS firstRouteId, toString(argMax(first_amount_out, log_offset)) AS firstAmountOut,
              argMax(second_route_id, log_offset) AS secondRouteId, toString(argMax(second_amount_out, log_offset)) AS secondAmountOut
            FROM books WHERE log_partition = {partition:UInt16} AND log_generation = {generation:UInt16}
            GROUP BY corridor, amount_in`,
    query_params: { partition, generation },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return answer.json<WrittenTop>();
};
