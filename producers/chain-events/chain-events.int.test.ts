import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { getAbiItem, type Hex, toEventSelector } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spokePoolAbi } from '#bridges/across/abi.ts';
import { spokePool } from '#bridges/across/contracts.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { DEAD_LETTER_HEADERS } from '#platform/kafka/dead-letter.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { chainEventFromRecord } from '#schemas/codecs/chain-event.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { deadLetterTopic, TOPICS } from '#schemas/topics.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { createRelayerDials } from '#simnet/relayers/dials.ts';
import { type Relayers, startRelayers } from '#simnet/relayers/start-relayers.ts';
import { reorganise, rollBack } from '#simnet/reorg/reorg.ts';
import { type LedgerEntry, openLedger, readLedger } from '#simnet/traffic/ledger.ts';
import { startTraffic, type TrafficOptions } from '#simnet/traffic/start-traffic.ts';
import { createPortFinder, randomPort } from '#stack/ports.ts';
import { type LocalChains, startLocalChains } from '#test/support/local-chains.ts';
import { type Lie, type LyingNode, startLyingNode } from '#test/support/lying-node.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { believedOf, doublesIn, idsOf, idsOnChain } from '#test/support/told-events.ts';

/** The watcher as a process, against six real chains, real contracts, relayers, Kafka and Redis; its oracle reads the chains anew. */
const logger = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'routebook-chain-events-'));
const prefix = createPrefix();
const dials = createRelayerDials();
/** Every observation, in the order of its partition. */
const heard: ChainEvent[] = [];
const problems: string[] = [];
const lying = new Map<string, LyingNode>();
let chains: LocalChains;
let relayers: Relayers;
let consumer: Consumer;
let redis: Redis;
let service: ReturnType<typeof startService>;
let adminPort: number;

const metricAt = async (port: number, path: string): Promise<string> =>
  (await (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined))?.text()) ?? '';

/** They have lied, or the test proves nothing. */
const becomeHonest = (): void => {
  expect([...lying.values()].some((node) => node.lies > 0)).toBe(true);
  for (const node of lying.values()) node.lie('honest');
};
const until = async (look: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 50));
};

const startWatcher = (honestToo: readonly string[] = [], besides: Readonly<Record<string, string>> = {}) => {
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
  const rpc = Object.fromEntries(
    CHAINS.map(({ slug }) => [
      `RPC_URLS_${slug.toUpperCase()}`,
      [lying.get(slug)?.url, ...(honestToo.includes(slug) ? [chains.linkOf(slug).rpc.url] : [])].join(','),
    ]),
  );
  return startService('producers/chain-events/main.ts', {
    ...rpc,
    ROUTEBOOK_PREFIX: prefix,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    REDIS_URL: redisUrl,
    CHAIN_POLL_INTERVAL_MS: '100',
    // Its usual 128 would take as many blocks of the test.
    CONFIRMATIONS_POLYGON: '12',
    ADMIN_PORT: String(adminPort),
    ...besides,
  });
};
const killService = (): Promise<void> => service.end('SIGKILL');

beforeAll(async () => {
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
  chains = await startLocalChains(150);
  [adminPort = 0] = await createPortFinder(randomPort())(1);
  for (const { chain, rpc } of chains.links) lying.set(chain.slug, await startLyingNode(rpc.url));
  relayers = await startRelayers({ links: chains.links, dials, logger, now: Date.now });
  redis = new Redis(redisUrl);
  const registry = createRegistryClient(registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<ChainEventRecord>({ schema: SCHEMAS['chain-event'], id: ids.chainEvents, registry, now: Date.now });
  const kafka = createKafka(kafkaBrokers, 'chain-events-test', logger);
  await ensureTopics({ kafka, prefix, logger });
  consumer = kafka.consumer({ groupId: `${prefix}-test`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicName(prefix, TOPICS.chainEvents.name), fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const record = codec.decode(message.value);
      const event = record.ok ? chainEventFromRecord(record.value) : record;
      if (!event.ok) problems.push(event.error);
      else heard.push(event.value);
    },
  });
  service = startWatcher();
});

afterAll(async () => {
  await killService();
  await consumer?.disconnect();
  await relayers?.stop();
  await Promise.all([...lying.values()].map((node) => node.close()));
  await chains?.close();
  redis?.disconnect();
  rmSync(directory, { recursive: true, force: true });
});

const believed = (): readonly ChainEvent[] => believedOf(heard);
const idsBelieved = (): readonly string[] => idsOf(believed());
const doubles = (): readonly string[] => doublesIn(heard);
const agrees = async (): Promise<boolean> => {
  const onChain = (await Promise.all(chains.links.map(idsOnChain))).flat().sort();
  return onChain.join() === idsBelieved().join();
};

const linkById = (chainId: number): ChainLink => chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

let runs = 0;
/** Sends transfers and gives the ledger when each has come to its end. */
const transfers = async (options: Partial<TrafficOptions> & { count: number }) => {
  runs += 1;
  const file = join(directory, `ledger-${runs}.jsonl`);
  const traffic = await startTraffic({
    links: chains.links,
    ledger: await openLedger(file),
    options: { seed: `run ${runs}`, acrossShare: 0.5, expiringShare: 0, perSecond: 20, ...options },
    logger,
    now: Date.now,
  });
  return { traffic, entries: () => readLedger(file) };
};
const settled = async (run: Awaited<ReturnType<typeof transfers>>, count: number): Promise<readonly LedgerEntry[]> => {
  await until(() => run.traffic.settled >= count);
  await run.traffic.stop();
  return run.entries();
};

const eventOf = (kind: ChainEvent['kind'], recipient: string): ChainEvent | undefined =>
  believed().find(
    (event) =>
      event.kind === kind && [event.fields.recipient, event.fields.deliveredTo].some((to) => to?.toLowerCase() === recipient.toLowerCase()),
  );

test('each transfer is told once on each side, and delivers what was quoted to the base unit', async () => {
  const run = await transfers({ count: 30 });
  const entries = await settled(run, 30);
  await until(agrees);
  expect(doubles()).toEqual([]);
  const sent = entries.filter((entry) => entry.kind === 'sent');
  expect(new Set(sent.map(({ bridge }) => bridge))).toEqual(new Set(['across', 'stargate']));
  for (const transfer of sent) {
    const arrived = entries.find((entry) => entry.kind === 'arrived' && entry.id === transfer.id);
    expect(arrived).toMatchObject({ amount: transfer.amountQuoted });
    const fill = eventOf('fill', transfer.recipient);
    expect(fill?.fields.deliveredAmount).toBe(transfer.amountQuoted);
    const deposit = believed().find(({ kind, transferKey }) => kind === 'deposit' && transferKey === fill?.transferKey);
    expect(deposit).toMatchObject({ transactionHash: transfer.originTransaction, chainId: transfer.originChainId });
  }
});

test('a deposit is confirmed once its chain has grown as far as it asks for, or as the configuration does', async () => {
  const deposits = believed().filter(({ kind }) => kind === 'deposit');
  const confirms = () => new Set(believed().flatMap(({ kind, fields }) => (kind === 'confirmed' ? [fields.confirms] : [])));
  await until(() => deposits.every(({ eventId }) => confirms().has(eventId)));
  expect(deposits.length).toBeGreaterThan(0);
});

test('a log that no decoder takes is counted and kept, with all that it said', async () => {
  const link = chains.linkOf('base');
  const pool = spokePool(8453) as Hex;
  // An event that the relayers do not read: they would stumble over it as anybody does who trusts a contract's name for it.
  const topic = toEventSelector(getAbiItem({ abi: spokePoolAbi, name: 'FilledRelay' }));
  const letters: { value: unknown; reason: string }[] = [];
  const reader = createKafka([...testEngines().kafkaBrokers], 'chain-events-letters', logger).consumer({ groupId: `${prefix}-letters` });
  await reader.connect();
  await reader.subscribe({ topic: topicName(prefix, deadLetterTopic(TOPICS.chainEvents).name), fromBeginning: true });
  await reader.run({
    eachMessage: async ({ message: { value, headers } }) => {
      letters.push({ value: JSON.parse(String(value)), reason: String(headers?.[DEAD_LETTER_HEADERS.reason]) });
    },
  });
  await chains.still(async () => {
    // For one block the pool is a contract that emits the event's name and nothing else: PUSH32 topic, PUSH1 0, PUSH1 0, LOG1.
    const code = await link.rpc.call<Hex>('eth_getCode', [pool, 'latest']);
    await link.rpc.call('anvil_setCode', [pool, `0x7f${topic.slice(2)}60006000a100`]);
    await link.send([{ to: pool, data: '0x' }]);
    await link.rpc.call('anvil_setCode', [pool, code]);
  });
  await until(() => letters.length > 0);
  expect(letters).toMatchObject([
    { value: { chainId: 8453, address: pool.toLowerCase(), topics: [topic], data: '0x' }, reason: 'no decoder takes this log' },
  ]);
  expect(await metricAt(adminPort, '/metrics')).toMatch(/unknown_total\{[^}]*chain="base"[^}]*\} 1/);
  await reader.disconnect();
});

test('an expired deposit gets its money back through a root bundle', async () => {
  const entries = await settled(await transfers({ count: 1, acrossShare: 1, expiringShare: 1 }), 1);
  const [sent] = entries as readonly { recipient: string; amountIn: string }[];
  expect(entries).toMatchObject([{ kind: 'sent' }, { kind: 'refunded', amount: sent?.amountIn }]);
  // The refund names no deposit; the watcher knows whose it is.
  await until(() => believed().some(({ kind }) => kind === 'refund'));
  const deposit = eventOf('deposit', sent?.recipient ?? '');
  expect(believed().find(({ kind }) => kind === 'refund')).toMatchObject({
    transferKey: deposit?.transferKey,
    fields: { refundedAmount: sent?.amountIn, refundedTo: sent?.recipient },
  });
  expect(doubles()).toEqual([]);
});

test('somebody who waits for a transaction from before the watcher’s time is told of it', async () => {
  const entries = await settled(await transfers({ count: 1 }), 1);
  const [sent] = entries as readonly { originTransaction: string; originChainId: number }[];
  const link = linkById(sent?.originChainId ?? 0);
  // Far below finality, where a watcher that begins at the head never reads.
  await chains.still(() => link.rpc.call('anvil_mine', ['0x96']));
  const [port = 0] = await createPortFinder(randomPort())(1);
  const own = createPrefix();
  const young = startWatcher([], { ROUTEBOOK_PREFIX: own, CHAIN_START_BLOCKS: '1', ADMIN_PORT: String(port) });
  const metric = (path: string) => metricAt(port, path);
  await until(async () => (await metric('/health/ready')).includes('true'));
  expect(await metric('/metrics')).not.toContain('kind="deposit"');
  await redis.zadd(`${own}:wanted-transactions`, Date.now() + 60_000, sent?.originTransaction ?? '');
  await redis.publish(`${own}:wanted-transactions-new`, sent?.originTransaction ?? '');
  await until(async () => /told_total\{[^}]*kind="deposit"[^}]*\} 1/.test(await metric('/metrics')));
  await young.end('SIGKILL');
});

const lastDeposit = (): ChainEvent | undefined => believed().findLast(({ kind, bridge }) => kind === 'deposit' && bridge === 'across');
const depthOf = async (link: ChainLink, blockNumber: number): Promise<number> =>
  Number(await link.rpc.call<Hex>('eth_blockNumber')) - blockNumber + 1;

test.each([1, 3, 10])('a reorg that replaces %i blocks and drops a deposit takes it back, and nothing else', async (atLeast) => {
  dials.set('across', { dead: true });
  const known = new Set(idsBelieved());
  const run = await transfers({ count: 1, acrossShare: 1 });
  await until(() => idsBelieved().some((id) => !known.has(id)));
  await run.traffic.stop();
  const deposit = lastDeposit() as ChainEvent;
  const link = linkById(deposit.chainId);
  await until(async () => (await depthOf(link, deposit.blockNumber)) >= atLeast);
  await chains.still(async () => reorganise(link, await depthOf(link, deposit.blockNumber), { kind: 'drop' }));
  await until(() => heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  await until(agrees);
  expect(idsBelieved()).toEqual([...known].sort());
  expect(doubles()).toEqual([]);
  dials.set('across', { dead: false });
});

test.each([1, 3, 10])(
  'a fill that a reorg of %i blocks drops is taken back, and told again when the relayer fills anew',
  async (atLeast) => {
    const run = await transfers({ count: 1, acrossShare: 1 });
    await until(
      async () => eventOf('fill', ((await run.entries())[0] as { recipient: string } | undefined)?.recipient ?? '?') !== undefined,
    );
    const [sent] = await run.entries();
    const recipient = (sent as { recipient: string }).recipient;
    const fill = eventOf('fill', recipient) as ChainEvent;
    const link = linkById(fill.chainId);
    await until(async () => (await depthOf(link, fill.blockNumber)) >= atLeast);
    await chains.still(async () => reorganise(link, await depthOf(link, fill.blockNumber), { kind: 'drop' }));
    await until(() => heard.some(({ eventId, removed }) => removed && eventId === fill.eventId));
    await until(() => eventOf('fill', recipient) !== undefined);
    await run.traffic.stop();
    await until(agrees);
    expect(eventOf('fill', recipient)).toMatchObject({ transferKey: fill.transferKey });
    expect(eventOf('fill', recipient)?.eventId).not.toBe(fill.eventId);
    expect(doubles()).toEqual([]);
  },
);

test.each([1, 3, 10])('a deposit that a reorg of %i blocks moves to another block stays one transfer', async (atLeast) => {
  dials.set('across', { dead: true });
  const before = lastDeposit()?.eventId;
  const run = await transfers({ count: 1, acrossShare: 1 });
  await until(() => lastDeposit()?.eventId !== before);
  await run.traffic.stop();
  const deposit = lastDeposit() as ChainEvent;
  const link = linkById(deposit.chainId);
  await until(async () => (await depthOf(link, deposit.blockNumber)) >= atLeast);
  await chains.still(async () => {
    const depth = await depthOf(link, deposit.blockNumber);
    const transactions = [deposit.transactionHash as Hex];
    if (depth > 1) return reorganise(link, depth, { kind: 'move', transactions, toBlock: depth - 1 });
    // There is no other block among one: it is mined again in the next.
    const raw = await link.rpc.call<Hex>('debug_getRawTransaction', transactions);
    await reorganise(link, depth, { kind: 'drop' });
    await link.rpc.call('eth_sendRawTransaction', [raw]);
  });
  await until(() => heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  await until(agrees);
  // By its transaction: a deposit of another chain may have been told meanwhile.
  const again = believed().findLast(({ kind, transactionHash }) => kind === 'deposit' && transactionHash === deposit.transactionHash);
  expect(again?.transferKey).toBe(deposit.transferKey);
  expect(again?.blockHash).not.toBe(deposit.blockHash);
  expect(doubles()).toEqual([]);
  dials.set('across', { dead: false });
});

test('a rollback takes back what stood above', async () => {
  dials.set('across', { dead: true });
  const before = lastDeposit()?.eventId;
  const run = await transfers({ count: 1, acrossShare: 1 });
  await until(() => lastDeposit()?.eventId !== before);
  await run.traffic.stop();
  const deposit = lastDeposit() as ChainEvent;
  const link = linkById(deposit.chainId);
  await chains.still(async () => rollBack(link, await depthOf(link, deposit.blockNumber)));
  await until(() => heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  await until(agrees);
  dials.set('across', { dead: false });
});

test('killed with -9 during traffic, with a reorg while it is down: no gap, no double', async () => {
  const run = await transfers({ count: 80, perSecond: 40 });
  const target = heard.length + 20;
  await until(() => heard.length >= target);
  await killService();
  const deposit = lastDeposit() as ChainEvent;
  const link = linkById(deposit.chainId);
  await chains.still(async () => reorganise(link, await depthOf(link, deposit.blockNumber), { kind: 'drop' }));
  service = startWatcher();
  await until(() => run.traffic.sent >= 80);
  await until(agrees);
  await run.traffic.stop();
  await until(agrees);
  expect(idsBelieved()).not.toContain(deposit.eventId);
  expect(doubles()).toEqual([]);
});

test('killed, and its cursors gone with Redis: it goes on from what Kafka holds', async () => {
  await killService();
  await redis.del(`${prefix}:chain-cursors`);
  const run = await transfers({ count: 10 });
  service = startWatcher();
  await settled(run, 10);
  await until(agrees);
  expect(doubles()).toEqual([]);
});

test('a watcher that was away for longer than finality reads the ranges that a node lets it read', async () => {
  await killService();
  const run = await transfers({ count: 10 });
  await settled(run, 10);
  await chains.still(() => Promise.all(chains.links.map((link) => link.rpc.call('anvil_mine', ['0x12c']))));
  for (const node of lying.values()) node.lie('small-ranges');
  service = startWatcher();
  await until(agrees);
  becomeHonest();
  expect(doubles()).toEqual([]);
});

test.each<Lie>(['drops-logs', 'behind', 'old-block', 'rate-limited', 'dead', 'html'])(
  'a first node that is %s costs nothing while another is there',
  async (lie) => {
    await killService();
    service = startWatcher(CHAINS.map(({ slug }) => slug));
    await until(agrees);
    for (const node of lying.values()) node.lie(lie);
    const run = await transfers({ count: 10 });
    await settled(run, 10);
    await until(agrees);
    becomeHonest();
    expect(doubles()).toEqual([]);
    expect(problems).toEqual([]);
  },
);
