import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { hashOf } from '#core/transfers/testing/sample-events.ts';
import { createClickHouse } from '#platform/clickhouse/client.ts';
import { createLogStore } from '#platform/clickhouse/log-store.ts';
import { ensureDatabase, migrate } from '#platform/clickhouse/migrate.ts';
import { readMigrations } from '#platform/clickhouse/migrations.ts';
import { createNativeRows } from '#platform/clickhouse/native-rows.ts';
import { createLogger } from '#platform/telemetry/logger.ts';
import { problem as problemSchema } from '#schemas/api/problem.ts';
import { type TransferJson, transfersResponse, unseenTransfer } from '#schemas/api/transfer.ts';
import type { TransferRecord } from '#schemas/generated/transfer.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { openFeedClient } from '#test/support/feed-client.ts';
import { startOwnClickHouse } from '#test/support/own-clickhouse.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { historyOf } from '#test/support/transfer-histories.ts';
import { createViewWriter } from '#test/support/transfer-views.ts';
import { viewOf } from '#test/support/view-of.ts';
import { createRowBuffer } from '../../processors/history/row-buffer.ts';
import { LOG_COLUMNS } from '../../processors/history/tables/table.ts';
import { transfersTable } from '../../processors/history/tables/transfers.ts';

const MONTH_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;

const logger = createLogger('test', 'silent');
const database = `routebook_${createPrefix()}`;
let own: Awaited<ReturnType<typeof startOwnClickHouse>>;
let client: ReturnType<typeof createClickHouse>;
let api: ApiUnderTest;
let writeRecent: (events: readonly ChainEvent[], version: number) => Promise<void>;
let offset = 0;

/** As the history writes them: each a row of its own, in one insert. */
const keep = async (...views: readonly (readonly [events: readonly ChainEvent[], version: number])[]): Promise<TransferJson[]> => {
  const store = createLogStore({ client, database, cluster: '' });
  const claim = (await store.claim('transfers', ['transfers'], [{ partition: 0 }])).get(0);
  const rows = createRowBuffer(transfersTable, createNativeRows);
  const transfers = views.map(([events, version]) => {
    const { body } = viewOf(events, version);
    const transfer = JSON.parse(body.toString()) as TransferJson;
    const record: TransferRecord = { transferKey: transfer.transferKey, version, state: transfer.state, json: body } as TransferRecord;
    rows.add({ record, transfer }, { partition: 0, generation: 0, offset }, 0);
    offset += 1;
    return transfer;
  });
  const columns = { ...transfersTable.columns, ...LOG_COLUMNS };
  await store.insert(
    'transfers',
    { table: 'transfers', columns, block: rows.select(() => true).block },
    new Map([[0, claim?.epoch ?? '']]),
  );
  return transfers;
};

const earlier = (events: readonly ChainEvent[], ms: number): readonly ChainEvent[] =>
  events.map((event) => ({ ...event, blockTimeMs: event.blockTimeMs - ms, observedAtMs: event.observedAtMs - ms }));

const ofParty = (events: readonly ChainEvent[], party: string): readonly ChainEvent[] =>
  events.map((event) =>
    event.kind === 'confirmed' ? event : { ...event, fields: { ...event.fields, depositor: party, recipient: party, deliveredTo: party } },
  );

/** A completed transfer of a month ago, by its number. */
const old = (index: number, party: string, ms = 0) => ofParty(earlier(historyOf(index * 6 + 5), MONTH_MS + ms), party);
const party = (digit: string) => `0x${digit.repeat(40)}`;
const get = (path: string) => fetch(`${api.url}/api/v1${path}`);

beforeAll(async () => {
  own = await startOwnClickHouse();
  const server = createClickHouse({ url: own.url, service: 'test', logger });
  await ensureDatabase(server, database, '');
  await server.close();
  client = createClickHouse({ url: own.url, database, service: 'test', logger });
  await migrate({ client, migrations: readMigrations('schemas/clickhouse', ''), cluster: '', logger });
  api = await startApi({ ...testEngines(), prefix: createPrefix(), transferHistory: { url: own.url, database } });
  writeRecent = createViewWriter(api);
});

afterAll(async () => {
  await api.stop();
  await client.close();
  await own.remove();
});

test('a transfer that Redis has let go of is found by key and by either hash, as it was last', async () => {
  const [deposit] = old(1, party('1'));
  if (deposit === undefined) throw new Error('no history');
  const [, transfer] = await keep([[deposit], 1], [old(1, party('1')), 2]);
  expect(transfer).toMatchObject({ state: 'COMPLETED', version: 2 });
  const ids = [transfer?.transferKey, transfer?.originTransaction, transfer?.destinationTransaction];
  for (const id of ids) {
    const answer = await get(`/transfers/${id}`);
    expect([answer.status, await answer.json()]).toEqual([200, transfer]);
  }
  // Its rows are merged some time; what is found stays.
  await client.command({ query: 'OPTIMIZE TABLE transfers FINAL' });
  for (const id of ids) expect(await (await get(`/transfers/${id}`)).json()).toEqual(transfer);
  expect((await get('/transfers/across:1:123456789')).status).toBe(404);
});

test('the feed tells of one that Redis has let go of, by key and by either hash', async () => {
  const [transfer] = await keep([old(4, party('a')), 1]);
  const { transferKey, originTransaction, destinationTransaction } = transfer ?? {};
  for (const params of [{ transferKey }, { transaction: originTransaction }, { transaction: destinationTransaction }]) {
    const feed = await openFeedClient(api.url);
    feed.send({ op: 'subscribe', id: '1', channel: 'transfers', params });
    expect(await feed.next('update')).toMatchObject({ transfers: [transfer] });
    feed.webSocket.close();
  }
});

test('what both know is told by Redis', async () => {
  const events = historyOf(2 * 6 + 5);
  await keep([events.slice(0, 1), 1]);
  await writeRecent(events, 2);
  const answer = await (await get(`/transfers/${events[0]?.transactionHash}`)).json();
  expect(answer).toMatchObject({ state: 'COMPLETED', version: 2 });
});

test('an id that another deposit was given leads from the dropped one no more', async () => {
  const [first] = old(3, party('3'));
  if (first === undefined) throw new Error('no history');
  const usurper = {
    ...first,
    transactionHash: hashOf('the usurper'),
    fields: { ...first.fields, depositor: party('4'), recipient: party('4') },
  };
  await keep([[first], 1], [[usurper], 2]);
  expect(await (await get(`/transfers/${first.transactionHash}`)).json()).toMatchObject({ state: 'PENDING', seenOnChain: false });
  expect(await (await get(`/transfers/${usurper.transactionHash}`)).json()).toMatchObject({ sender: party('4'), seenOnChain: true });
  expect(await (await get(`/transfers?address=${party('3')}`)).json()).toEqual({ transfers: [], nextCursor: null });
});

test('pages of an address go on in the history, name each transfer once, newest first, and end', async () => {
  const address = party('5');
  const recent = [11, 12, 13];
  const older = Array.from({ length: 25 }, (_, index) => 20 + index);
  for (const index of recent) await writeRecent(ofParty(historyOf(index * 6 + 5), address), 1);
  // Two of a moment, as they are in one block, and one that both know.
  await keep(...older.map((index) => [old(index, address, Math.floor(index / 2) * MINUTE_MS), 1] as const), [
    ofParty(historyOf(11 * 6 + 5), address),
    1,
  ]);
  const rest = createRestClient({ url: api.url });
  for (const limit of [1, 2, 3, 10, 100]) {
    const found: TransferJson[] = [];
    let cursor: string | undefined;
    do {
      const page = await rest.transfers(address, cursor === undefined ? { limit } : { limit, cursor });
      found.push(...page.transfers);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const keys = [...recent, ...older].map((index) => `across:1:${index * 6 + 5}`);
    expect(found.map(({ transferKey }) => transferKey).toSorted()).toEqual(keys.toSorted());
    expect(found.map(({ startedAt }) => startedAt)).toEqual(
      found
        .map(({ startedAt }) => startedAt)
        .toSorted()
        .toReversed(),
    );
  }
});

test('with the history away Redis goes on answering, and a miss says that the history could not be asked', async () => {
  const address = party('6');
  const events = ofParty(historyOf(60 * 6 + 5), address);
  await writeRecent(events, 1);
  await own.goAway();
  const known = await get(`/transfers/${events[0]?.transactionHash}`);
  expect(await known.json()).toMatchObject({ state: 'COMPLETED' });
  const page = transfersResponse.parse(await (await get(`/transfers?address=${address}`)).json());
  expect(page.transfers).toHaveLength(1);
  expect(page.note).toBeUndefined();

  for (const path of ['/transfers/across:1:11', `/transfers?address=${address}&cursor=${page.nextCursor}`]) {
    const answer = await get(path);
    expect(answer.status).toBe(503);
    expect(problemSchema.parse(await answer.json())).toMatchObject({ code: 'NOT_READY', detail: expect.stringContaining('the history') });
  }
  const hash = hashOf('sent a moment ago');
  const unseen = unseenTransfer.parse(await (await get(`/transfers/${hash}`)).json());
  expect(unseen).toMatchObject({ state: 'PENDING', note: expect.stringContaining('the history') });
  expect(await api.redis.zscore(api.keys.wantedTransactions(), hash)).not.toBeNull();
  const feed = await openFeedClient(api.url);
  feed.send({ op: 'subscribe', id: '1', channel: 'transfers', params: { transaction: hash } });
  expect(await feed.next('update')).toMatchObject({ transfers: [unseen] });
  feed.webSocket.close();
  const nobody = transfersResponse.parse(await (await get(`/transfers?address=${party('7')}`)).json());
  expect(nobody).toMatchObject({ transfers: [], nextCursor: null, note: expect.stringContaining('the history') });
  expect((await get('/transfers/nonsense')).status).toBe(404);

  await own.comeBack();
  await vi.waitFor(async () => expect((await get('/transfers/across:1:11')).status).toBe(200), { timeout: 60_000, interval: 100 });
});
