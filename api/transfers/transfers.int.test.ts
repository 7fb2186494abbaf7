import { getAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { chainEvent, hashOf, removal, START_MS } from '#core/transfers/testing/sample-events.ts';
import { updateFrame } from '#schemas/api/feed.ts';
import { problem as problemSchema } from '#schemas/api/problem.ts';
import { type TransferJson, transfer as transferSchema, transfersResponse } from '#schemas/api/transfer.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { type ApiUnderTest, startApi } from '#test/support/api-service.ts';
import { type FeedClient, openFeedClient } from '#test/support/feed-client.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { historyOf, senderOf } from '#test/support/transfer-histories.ts';
import { createViewWriter } from '#test/support/transfer-views.ts';

let api: ApiUnderTest;
let write: (events: readonly ChainEvent[], version: number) => Promise<void>;

beforeAll(async () => {
  api = await startApi({ ...testEngines(), prefix: createPrefix() });
  write = createViewWriter(api);
});
afterAll(() => api.stop());

const get = (path: string) => fetch(`${api.url}/api/v1${path}`);
const getTransfer = async (path: string): Promise<TransferJson> => transferSchema.parse(await (await get(path)).json());

const expectProblem = async (path: string, expected: { status: number; code: string; pointer: string }) => {
  const response = await get(path);
  expect(problemSchema.parse(await response.json())).toMatchObject(expected);
  expect(response.status).toBe(expected.status);
};

describe('GET /transfers/{id}', () => {
  test('by key and by the hash of either side, the bytes as stored', async () => {
    await write(historyOf(5), 1);
    const stored = await api.redis.hget(api.keys.transfer('across:1:5'), 'body');
    for (const id of ['across:1:5', 'across%3A1%3A5']) expect(await (await get(`/transfers/${id}`)).text()).toBe(stored);
    const transfer = await getTransfer('/transfers/across:1:5');
    expect(transfer).toMatchObject({
      state: 'COMPLETED',
      bridge: 'across',
      amountDelivered: '999500000',
      accuracyBps: null,
      secondsTaken: expect.any(Number),
    });
    for (const hash of [transfer.originTransaction, transfer.destinationTransaction]) {
      expect(await getTransfer(`/transfers/${hash}`)).toEqual(transfer);
      expect(await getTransfer(`/transfers/${hash?.toUpperCase().replace('0X', '0x')}`)).toEqual(transfer);
      expect(await getTransfer(`/routes/status/${hash}`)).toEqual(transfer);
    }
  });

  test('by a step that its user sent further: prove, and then claim', async () => {
    const withdrawal = { bridge: 'optimism-bridge', transferKey: 'optimism-bridge:10:0x5e', transaction: 'step deposit' };
    const startedMs = Date.now() - 60_000 - START_MS;
    const ends = { originChainId: '10', destinationChainId: '1', userSteps: 'prove@1+10,claim@1+20' };
    const deposit = chainEvent({ ...withdrawal, kind: 'deposit', block: 'step d', chainId: 10, atMs: startedMs, fields: ends });
    const sent = { ...withdrawal, block: 'step p', chainId: 1, atMs: startedMs + 15_000 };
    const proven = chainEvent({ ...sent, kind: 'proven', transaction: 'step proven' });
    const prove = proven.transactionHash;
    await write([deposit], 1);
    expect(await (await get(`/transfers/${prove}`)).json()).toMatchObject({ state: 'PENDING', seenOnChain: false });
    const feed = await openFeedClient(api.url);
    feed.send({ op: 'subscribe', id: '1', channel: 'transfers', params: { transaction: prove } });
    expect(await feed.next('update')).toMatchObject({ transfers: [{ state: 'PENDING', seenOnChain: false, transaction: prove }] });
    await write([deposit, proven], 2);
    expect(await feed.next('update')).toMatchObject({ transfers: [{ transferKey: withdrawal.transferKey }] });
    feed.webSocket.close();
    const found = await getTransfer(`/transfers/${prove.toUpperCase().replace('0X', '0x')}`);
    expect(found).toMatchObject({
      transferKey: withdrawal.transferKey,
      userSteps: [{ kind: 'prove', transaction: prove }, { kind: 'claim' }],
    });
    await write([deposit, removal(proven, startedMs + 20_000)], 3);
    expect(await (await get(`/transfers/${prove}`)).json()).toMatchObject({ state: 'PENDING', seenOnChain: false });
  });

  test('a hash that no chain has shown is pending, and is looked for at once', async () => {
    const hash = hashOf('nobody has seen this');
    const woken: string[] = [];
    const ear = api.redis.duplicate();
    ear.on('message', (_channel, payload) => woken.push(payload));
    await ear.subscribe(api.keys.wantedTransactionsChannel());
    const response = await get(`/transfers/${hash}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ state: 'PENDING', seenOnChain: false, transaction: hash });
    await expect.poll(() => woken).toEqual([hash]);
    ear.disconnect();
    expect(Number(await api.redis.zscore(api.keys.wantedTransactions(), hash))).toBeGreaterThan(Date.now());
  });

  test('what was looked for and is there is looked for no more', async () => {
    const [deposit] = historyOf(12);
    const hash = String(deposit?.transactionHash);
    await get(`/transfers/${hash}`);
    await write(historyOf(12), 1);
    expect(await api.redis.zscore(api.keys.wantedTransactions(), hash)).toBeNull();
  });

  test('an unknown key, or no key at all, is a problem that says what to give', async () => {
    for (const id of ['across:1:999999', 'nonsense', '0x1234']) {
      await expectProblem(`/transfers/${id}`, { status: 404, code: 'UNKNOWN_TRANSFER', pointer: '/id' });
      await expectProblem(`/routes/status/${id}`, { status: 404, code: 'UNKNOWN_TRANSFER', pointer: '/id' });
    }
  });

  test('a deposit mined again under another id is found by its hash as what it is now', async () => {
    const [deposit, removed] = historyOf(1);
    if (deposit === undefined || removed === undefined) throw new Error('no history');
    const sender = `0x${'b7'.repeat(20)}`;
    const fields = { ...deposit.fields, depositor: sender, recipient: sender };
    await write(
      [
        { ...deposit, fields },
        { ...removed, fields },
      ],
      1,
    );
    expect(await getTransfer(`/transfers/${deposit.transactionHash}`)).toMatchObject({
      state: 'PENDING',
      seenOnChain: false,
      depositRemoved: true,
    });
    await write([{ ...deposit, eventId: `${deposit.eventId}0`, transferKey: 'across:1:100001', fields }], 1);
    expect(await getTransfer(`/transfers/${deposit.transactionHash}`)).toMatchObject({ transferKey: 'across:1:100001', seenOnChain: true });
    const page = transfersResponse.parse(await (await get(`/transfers?address=${sender}`)).json());
    expect(page.transfers.map(({ transferKey }) => transferKey)).toEqual(['across:1:100001']);
  });
});

test('an id that another deposit was given after a reorg leads from the dropped one no more', async () => {
  const [deposit, removed] = historyOf(100_003 * 6 + 1);
  if (deposit === undefined || removed === undefined) throw new Error('no history');
  const [sender, other] = [`0x${'c1'.repeat(20)}`, `0x${'c2'.repeat(20)}`];
  const of = (party: string) => ({ ...deposit.fields, depositor: party, recipient: party });
  await write([{ ...deposit, fields: of(sender) }], 1);
  expect((await getTransfer(`/transfers/${deposit.transactionHash}`)).sender).toBe(sender);
  const usurper = { ...deposit, eventId: `${deposit.eventId}0`, transactionHash: hashOf('another deposit'), fields: of(other) };
  await write([{ ...deposit, fields: of(sender) }, { ...removed, fields: of(sender) }, usurper], 2);
  expect(await (await get(`/transfers/${deposit.transactionHash}`)).json()).toMatchObject({ state: 'PENDING', seenOnChain: false });
  expect(await (await get(`/transfers?address=${sender}`)).json()).toEqual({ transfers: [], nextCursor: null });
  expect(await getTransfer(`/transfers/${usurper.transactionHash}`)).toMatchObject({ sender: other, seenOnChain: true });
});

describe('GET /transfers?address=', () => {
  test('pages name each transfer once, newest first, whatever the size of a page', async () => {
    const indices = Array.from({ length: 60 }, (_, index) => 1_000 + index * 5);
    for (const index of indices) await write(historyOf(index), 1);
    const sender = senderOf(0);
    const rest = createRestClient({ url: api.url });
    for (const limit of [1, 7, 60, 100]) {
      const keys: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await rest.transfers(sender, cursor === undefined ? { limit } : { limit, cursor });
        expect(page.transfers.length).toBeLessThanOrEqual(limit);
        keys.push(
          ...page.transfers
            .filter(({ transferKey }) => indices.includes(Number(transferKey.split(':')[2])))
            .map(({ transferKey }) => transferKey),
        );
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(keys.toSorted()).toEqual(indices.map((index) => `across:1:${index}`).toSorted());
    }
    const page = await rest.transfers(sender, { limit: 100 });
    const starts = page.transfers.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted().toReversed());
  });

  test('an address that nobody has used has none', async () => {
    const response = await get(`/transfers?address=0x${'12'.repeat(20)}`);
    expect(await response.json()).toEqual({ transfers: [], nextCursor: null });
  });

  test('refuses by name', async () => {
    await expectProblem('/transfers', { status: 400, code: 'MISSING_PARAMETER', pointer: '/address' });
    await expectProblem('/transfers?address=0x12', { status: 400, code: 'INVALID_ADDRESS', pointer: '/address' });
    const address = `address=0x${'12'.repeat(20)}`;
    for (const limit of ['0', '1e1', '0x10', '%205', ''])
      await expectProblem(`/transfers?${address}&limit=${limit}`, { status: 400, code: 'INVALID_PARAMETER', pointer: '/limit' });
    await expectProblem(`/transfers?${address}&cursor=zzz`, { status: 400, code: 'INVALID_PARAMETER', pointer: '/cursor' });
    await expectProblem(`/transfers?${address}&page=2`, { status: 400, code: 'UNKNOWN_FIELD', pointer: '/page' });
  });
});

describe('the channel transfers', () => {
  const subscribe = async (params: object): Promise<FeedClient> => {
    const feed = await openFeedClient(api.url);
    feed.send({ op: 'subscribe', id: '1', channel: 'transfers', params });
    return feed;
  };
  const nextTransfers = async (feed: FeedClient) => {
    const frame = updateFrame.parse(await feed.next('update'));
    if (frame.channel !== 'transfers') throw new Error(`an update of ${frame.channel}`);
    return frame;
  };

  test.each([
    ['transferKey', 'a key', {}],
    ['transaction', 'hash of the deposit', {}],
    ['address', 'the sender', {}],
    ['all', 'no params', {}],
  ])('by %s: the present state, then what changes', async (by) => {
    const index = 20_003 + ['transferKey', 'transaction', 'address', 'all'].indexOf(by) * 6;
    const key = `across:1:${index}`;
    const sender = `0x${index.toString(16).padStart(40, '0')}`;
    const events = historyOf(index).map((event) =>
      event.kind === 'confirmed' ? event : { ...event, fields: { ...event.fields, depositor: sender, recipient: sender } },
    );
    const [deposit] = events;
    if (deposit === undefined) throw new Error('no history');
    await write([deposit], 1);
    const params =
      { transferKey: { transferKey: key }, transaction: { transaction: deposit.transactionHash }, address: { address: sender }, all: {} }[
        by
      ] ?? {};
    const feed = await subscribe(params);
    const subscribedKey = { transferKey: key, transaction: deposit.transactionHash, address: getAddress(sender), all: '*' }[by];
    expect(await feed.next('subscribed')).toMatchObject({ channel: 'transfers', key: subscribedKey });
    const present = await nextTransfers(feed);
    expect(present.key).toBe(subscribedKey);
    expect(present.transfers).toContainEqual(expect.objectContaining({ transferKey: key, state: 'PENDING' }));
    await write(historyOf(5), 2);
    await write(events, 2);
    for (;;) {
      const { transfers } = await nextTransfers(feed);
      const [changed] = transfers;
      if (by !== 'all') expect(changed).toMatchObject({ transferKey: key });
      if (changed !== undefined && 'transferKey' in changed && changed.transferKey === key) {
        expect(changed).toMatchObject({ state: 'COMPLETED', version: 2 });
        break;
      }
    }
    feed.webSocket.close();
  });

  test('a transaction that nobody has seen is pending, looked for, and told of once it is there', async () => {
    const [deposit] = historyOf(30_000);
    if (deposit === undefined) throw new Error('no history');
    const feed = await subscribe({ transaction: deposit.transactionHash });
    expect((await nextTransfers(feed)).transfers).toEqual([{ state: 'PENDING', seenOnChain: false, transaction: deposit.transactionHash }]);
    expect(await api.redis.zscore(api.keys.wantedTransactions(), deposit.transactionHash)).not.toBeNull();
    await write([deposit], 1);
    expect((await nextTransfers(feed)).transfers).toEqual([expect.objectContaining({ transferKey: 'across:1:30000', seenOnChain: true })]);
    feed.webSocket.close();
  });

  test('resync sends the present state anew, and unsubscribe ends it', async () => {
    await write(historyOf(40_000), 1);
    const feed = await subscribe({ transferKey: 'across:1:40000' });
    await nextTransfers(feed);
    feed.send({ op: 'resync', id: '2', channel: 'transfers', key: 'across:1:40000' });
    expect((await nextTransfers(feed)).transfers).toHaveLength(1);
    feed.send({ op: 'unsubscribe', id: '3', channel: 'transfers', key: 'across:1:40000' });
    await feed.next('unsubscribed');
    await write(historyOf(40_000), 2);
    feed.send({ op: 'ping', id: '4' });
    await feed.next('pong');
    expect(feed.frames.filter(({ type }) => type === 'update')).toHaveLength(2);
    feed.webSocket.close();
  });

  test('refuses two of the three, and what is none', async () => {
    const feed = await subscribe({ transferKey: 'a:1:1', address: `0x${'12'.repeat(20)}` });
    expect(await feed.next('error')).toMatchObject({ code: 'INVALID_PARAMETER', pointer: '/params/address' });
    feed.send({ op: 'subscribe', id: '2', channel: 'transfers', params: { transaction: '0x12' } });
    expect(await feed.next('error')).toMatchObject({ code: 'INVALID_PARAMETER', pointer: '/params/transaction' });
    feed.send({ op: 'subscribe', id: '3', channel: 'transfers', params: { address: 'x' } });
    expect(await feed.next('error')).toMatchObject({ code: 'INVALID_ADDRESS', pointer: '/params/address' });
    feed.webSocket.close();
  });
});
