import { pino } from 'pino';
import { getAbiItem, type Hex, toEventSelector } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { spokePoolAbi } from '#bridges/across/abi.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { DEAD_LETTER_HEADERS } from '#platform/kafka/dead-letter.ts';
import { topicName } from '#platform/kafka/names.ts';
import { deadLetterTopic, TOPICS } from '#schemas/topics.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { claimPorts } from '#test/support/test-ports.ts';
import { startWatchedChains, type WatchedChains } from '#test/support/watched-chains.ts';

const logger = pino({ level: 'silent' });
let world: WatchedChains;

beforeAll(async () => {
  world = await startWatchedChains();
});

afterAll(() => world?.close());

test('each transfer is told once on each side, and delivers what was quoted to the base unit', async () => {
  const run = await world.transfers({ count: 30, busShare: 0.5 });
  const entries = await world.settled(run, 30);
  await world.until(world.agrees);
  expect(world.doubles()).toEqual([]);
  const sent = entries.filter((entry) => entry.kind === 'sent');
  expect(new Set(sent.map(({ bridge }) => bridge))).toEqual(new Set(['across', 'stargate', 'stargate-bus']));
  for (const transfer of sent) {
    const arrived = entries.find((entry) => entry.kind === 'arrived' && entry.id === transfer.id);
    expect(arrived).toMatchObject({ amount: transfer.amountQuoted });
    const fillOf = () => world.eventOf('fill', transfer.recipient);
    // What a bus brings is told as the taxi's until its origin is read as far.
    await world.until(() => fillOf()?.bridge === transfer.bridge);
    const fill = fillOf();
    expect(fill?.fields.deliveredAmount).toBe(transfer.amountQuoted);
    const deposit = world.believed().find(({ kind, transferKey }) => kind === 'deposit' && transferKey === fill?.transferKey);
    expect(deposit).toMatchObject({ transactionHash: transfer.originTransaction, chainId: transfer.originChainId });
  }
});

test('a deposit is confirmed once its chain has grown as far as it asks for, or as the configuration does', async () => {
  const deposits = world.believed().filter(({ kind }) => kind === 'deposit');
  const confirms = () => new Set(world.believed().flatMap(({ kind, fields }) => (kind === 'confirmed' ? [fields.confirms] : [])));
  await world.until(() => deposits.every(({ eventId }) => confirms().has(eventId)));
  expect(deposits.length).toBeGreaterThan(0);
});

test('a log that no decoder takes is counted and kept, with all that it said', async () => {
  const link = world.chains.linkOf('base');
  const pool = spokePool(8453) as Hex;
  // The relayers read it too: that they do not stumble over it, the tests below show.
  const topic = toEventSelector(getAbiItem({ abi: spokePoolAbi, name: 'FundsDeposited' }));
  const letters: { value: unknown; reason: string }[] = [];
  const reader = createKafka([...testEngines().kafkaBrokers], 'chain-events-letters', logger).consumer({
    groupId: `${world.prefix}-letters`,
  });
  await reader.connect();
  await reader.subscribe({ topic: topicName(world.prefix, deadLetterTopic(TOPICS.chainEvents).name), fromBeginning: true });
  await reader.run({
    eachMessage: async ({ message: { value, headers } }) => {
      letters.push({ value: JSON.parse(String(value)), reason: String(headers?.[DEAD_LETTER_HEADERS.reason]) });
    },
  });
  await world.chains.still(async () => {
    // For one block the pool is a contract that emits the event's name and nothing else: PUSH32 topic, PUSH1 0, PUSH1 0, LOG1.
    const code = await link.rpc.call<Hex>('eth_getCode', [pool, 'latest']);
    await link.rpc.call('anvil_setCode', [pool, `0x7f${topic.slice(2)}60006000a100`]);
    await link.send([{ to: pool, data: '0x' }]);
    await link.rpc.call('anvil_setCode', [pool, code]);
  });
  await world.until(() => letters.length > 0);
  expect(letters).toMatchObject([
    { value: { chainId: 8453, address: pool.toLowerCase(), topics: [topic], data: '0x' }, reason: 'no decoder takes this log' },
  ]);
  expect(await world.metric('/metrics')).toMatch(/unknown_total\{[^}]*chain="base"[^}]*\} 1/);
  await reader.disconnect();
});

test('an expired deposit gets its money back through a root bundle', async () => {
  const entries = await world.settled(await world.transfers({ count: 1, acrossShare: 1, expiringShare: 1 }), 1);
  const [sent] = entries as readonly { recipient: string; amountIn: string }[];
  expect(entries).toMatchObject([{ kind: 'sent' }, { kind: 'refunded', amount: sent?.amountIn }]);
  // The refund names no deposit; the watcher knows whose it is.
  await world.until(() => world.believed().some(({ kind }) => kind === 'refund'));
  const deposit = world.eventOf('deposit', sent?.recipient ?? '');
  expect(world.believed().find(({ kind }) => kind === 'refund')).toMatchObject({
    transferKey: deposit?.transferKey,
    fields: { refundedAmount: sent?.amountIn, refundedTo: sent?.recipient },
  });
  expect(world.doubles()).toEqual([]);
});

test('somebody who waits for a transaction from before the watcher’s time is told of it', async () => {
  const entries = await world.settled(await world.transfers({ count: 1 }), 1);
  const [sent] = entries as readonly { originTransaction: string; originChainId: number }[];
  const link = world.linkById(sent?.originChainId ?? 0);
  // Far below finality, where a watcher that begins at the head never reads.
  await world.chains.still(() => link.rpc.call('anvil_mine', ['0x96']));
  const port = await claimPorts(1);
  const own = createPrefix();
  const young = world.spawnWatcher([], { ROUTEBOOK_PREFIX: own, CHAIN_START_BLOCKS: '1', ADMIN_PORT: String(port) });
  await world.until(async () => (await world.metric('/health/ready', port)).includes('true'));
  expect(await world.metric('/metrics', port)).not.toContain('kind="deposit"');
  await world.redis.zadd(`${own}:wanted-transactions`, Date.now() + 60_000, sent?.originTransaction ?? '');
  await world.redis.publish(`${own}:wanted-transactions-new`, sent?.originTransaction ?? '');
  await world.until(async () => /told_total\{[^}]*kind="deposit"[^}]*\} 1/.test(await world.metric('/metrics', port)));
  await young.end('SIGKILL');
});
