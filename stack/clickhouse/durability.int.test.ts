import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startOwnClickHouse } from '#test/support/own-clickhouse.ts';

test('what was acknowledged is there after kill -9, whole inserts only, and the launcher brings the engine back', async () => {
  const own = await startOwnClickHouse();
  onTestFinished(own.remove);
  const client = createClient({ url: own.url, log: { level: ClickHouseLogLevel.OFF } });
  onTestFinished(() => client.close());
  await client.command({ query: 'CREATE TABLE kept (batch UInt32, n UInt32) ENGINE = MergeTree ORDER BY (batch, n)' });
  const acknowledged: number[] = [];
  const insertUntilRefused = async (first: number) => {
    for (let batch = first; ; batch += 2) {
      const values = Array.from({ length: 500 }, (_, n) => ({ batch, n }));
      await client.insert({ table: 'kept', values, format: 'JSONEachRow' });
      acknowledged.push(batch);
    }
  };
  const writers = [insertUntilRefused(0), insertUntilRefused(1)].map((writer) => writer.catch(() => undefined));
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(30), { timeout: 60_000 });
  const before = own.pid();
  process.kill(before, 'SIGKILL');
  await Promise.all(writers);
  await vi.waitFor(async () => expect((await client.ping()).success).toBe(true), { timeout: 60_000, interval: 100 });
  expect(own.pid()).not.toBe(before);
  const answer = await client.query({ query: 'SELECT batch, count() AS rows FROM kept GROUP BY batch', format: 'JSONEachRow' });
  const found = new Map((await answer.json<{ batch: number; rows: string }>()).map(({ batch, rows }) => [batch, Number(rows)]));
  for (const batch of acknowledged) expect(found.get(batch)).toBe(500);
  expect([...found.values()].every((rows) => rows === 500)).toBe(true);
});
