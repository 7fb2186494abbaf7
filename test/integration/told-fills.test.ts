import { Redis } from 'ioredis';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type Address, encodeFunctionData, erc20Abi, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import { relay } from '#bridges/relay/relay.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { priorFillTimes } from '#core/transfers/expectations.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { depositOf, holdToPromise, promisedBy } from '#core/transfers/hold-to-promise.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createBatchRpc } from '#platform/rpc/batch-rpc.ts';
import { createChainNode } from '#platform/rpc/chain-node.ts';
import { relayWorld } from '#simnet/bridges/relay/relay-world.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { reorganise } from '#simnet/reorg/reorg.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { eventually } from '#test/support/eventually.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { believedOf, doublesIn } from '#test/support/told-events.ts';
import { createChainMetrics } from '../../producers/chain-events/metrics.ts';
import { createToldBefore } from '../../producers/chain-events/resume.ts';
import { startChainEvents } from '../../producers/chain-events/service.ts';
import { DISAGREE } from '../../producers/chain-events/told-fills/ask-vendors.ts';
import { createToldFillMetrics } from '../../producers/chain-events/told-fills/metrics.ts';
import { promisesFor } from '../../producers/chain-events/told-fills/promises-for.ts';

/**
 * Relay's fills, which no log tells of: the watchers on six local chains, its depository and solver, its API on a socket, and promises in Redis.
 * Only Kafka is left out: what is told is heard here.
 */
const [sender] = USERS as [Address];
const redis = new Redis(testEngines().redisUrl);
const issued = createIssuedQuoteStore({ redis, keys: createKeys(createPrefix()) });
const http = createHttpClient();
const heard: ChainEvent[] = [];
const warned: Record<string, unknown>[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line)) });
/** Requests of which the vendor says that this transaction paid them. */
const lies = new Map<string, Hex>();
/** Hashes that somebody asks the API for. */
const waitedFor = new Set<string>();
let world: BridgeWorld;
let watcher: Awaited<ReturnType<typeof startWatcher>>;

/** The vendor's API, which lies where a test wants it to. */
const vendor: HttpPort = {
  request: async (input) => {
    const answer = await http.request(input);
    const lie = lies.get(URL.parse(input.url)?.searchParams.get('requestId') ?? '');
    if (lie === undefined || answer.kind !== 'response') return answer;
    return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), status: 'success', txHashes: [lie] }) };
  },
};

/** Starts from what was told before, as after a kill: nothing else of an earlier run is left. */
const startWatcher = async () => {
  const stop = new AbortController();
  const told = createToldBefore();
  for (const event of heard) told.take(event);
  const registry = new Registry();
  const { signal: _, ...context }: BridgeContext = { ...world.context(), http: vendor };
  const service = await startChainEvents({
    bridges: [relay],
    nodes: ({ chainId }) =>
      world.chains.links
        .filter(({ chain }) => chain.chainId === chainId)
        .map(({ rpc }) => createChainNode(createBatchRpc({ http, url: rpc.url, now: Date.now }))),
    confirmations: () => ({ confirmed: 1, final: 64 }),
    publish: async (events) => void heard.push(...events),
    keep: async () => undefined,
    cursors: { load: async () => undefined, save: async () => undefined },
    told,
    wanted: async () => [...waitedFor],
    onWanted: () => undefined,
    vendors: {
      context,
      promises: promisesFor({ bridges: [relay], issued }),
      addressed: issued.toAddresses,
      metrics: createToldFillMetrics(registry),
    },
    settings: { intervalMs: 100, startBlocks: 1_000, rangeBlocksMax: 1_000 },
    metrics: createChainMetrics(registry, Date.now),
    now: Date.now,
    logger,
    signal: stop.signal,
  });
  return {
    metrics: () => registry.metrics(),
    stop: async (): Promise<void> => {
      stop.abort();
      await service.ended;
    },
  };
};

beforeAll(async () => {
  world = await startBridgeWorld(relay, relayWorld);
  watcher = await startWatcher();
});
afterAll(async () => {
  await watcher?.stop();
  await world?.close();
  redis.disconnect();
});

let recipients = 0;
const somebody = (): Address => `0x${(0xabd000 + ++recipients).toString(16).padStart(40, '0')}`;

/** What the desk does: a quote, a transaction, the promise kept, and then the user's signature. */
const deposit = async (
  id: string,
  amountIn: bigint,
  options: { recipient?: Address; isOurs?: boolean; byAddress?: true; sent?: bigint } = {},
) => {
  const { recipient = somebody(), isOurs = true, byAddress, sent } = options;
  const corridor = corridorNamed(id);
  const quoted = await world.quote(corridor, amountIn);
  const built = await relay.transaction(world.context(), {
    corridor,
    amountIn,
    sender,
    recipient,
    minAmountOut: (quoted.amountOut * 99n) / 100n,
    quoted,
    ...(byAddress ? { depositAddress: byAddress } : {}),
  });
  if (!built.ok) throw new Error(built.error.detail);
  const { amountSent, amountOut, minAmountOut, etaSeconds, request, depositAddress } = built.value;
  const promise = {
    routeId: `relay-${recipients}`,
    bridge: 'relay',
    corridor: corridor.id,
    from: corridor.from.id,
    to: corridor.to.id,
    sender,
    recipient,
    amountIn,
    amountSent,
    amountOut,
    minAmountOut,
    etaSeconds,
    ...(request === undefined ? {} : { request }),
    ...(depositAddress === undefined ? {} : { depositAddress }),
    quotedAtMs: Date.now(),
    issuedAtMs: Date.now(),
  };
  if (isOurs) await issued.put(promise);
  const transfer = (amount: bigint) =>
    encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [depositAddress as Address, amount] });
  const signed = sent === undefined ? built.value : { ...built.value, data: transfer(sent) };
  const { hash } = await world.send(signed, sender, corridor.from);
  const transferKey = `relay:${corridor.from.chainId}:${request?.transferId}`;
  return { corridor, recipient, amountOut, transferKey, requestId: request?.requestId ?? '', depositAddress, hash };
};

const expectations = { fillTimes: ({ bridge }: { bridge: string }) => priorFillTimes(bridge), confirmationMs: () => 1_000 };
const transferOf = (transferKey: string) =>
  foldTransfer(
    heard.filter((event) => event.transferKey === transferKey),
    Date.now(),
    expectations,
  );
const inState = (transferKey: string, state: string) =>
  eventually(`${transferKey} is ${state}`, async () => {
    const transfer = transferOf(transferKey);
    return transfer?.state === state ? transfer : undefined;
  });
const doubted = (transferKey: string) =>
  eventually(`a doubt of ${transferKey}`, async () => warned.find(({ msg, transfer }) => msg === DISAGREE && transfer === transferKey));

test.each([
  ['a token', 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n],
  ['a coin, which a contract pays out', 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
])(
  '%s: the payment that the vendor names is read on chain, and completes the transfer with what was quoted',
  async (_name, id, amountIn) => {
    const { corridor, recipient, amountOut, transferKey } = await deposit(id, amountIn);
    await inState(transferKey, 'CONFIRMED');
    const [payment] = await world.relay();
    const transfer = await inState(transferKey, 'COMPLETED');
    expect(transfer).toMatchObject({
      to: corridor.to.id,
      recipient,
      amountDelivered: amountOut,
      destinationTransaction: payment?.hash,
      originChainId: corridor.from.chainId,
      destinationChainId: corridor.to.chainId,
    });
    expect(await world.balance(corridor.to, recipient)).toBe(amountOut);
    const known = depositOf(transfer);
    const [promise] = await issued.find(known === undefined ? [] : [known]);
    expect(holdToPromise(transfer, promise ? promisedBy(promise) : null, Date.now())).toMatchObject({ accuracyBps: 0 });
  },
);

test.each([
  ['a token', 'ethereum:USDC>arbitrum:USDC', 1_111_111_111n],
  ['a coin', 'base:ETH>optimism:ETH', 1_111_111_111_111_111_111n],
])(
  '%s, sent to a deposit address: the transfer is found by its own hash and by its sweep, and ends as one with what was quoted',
  async (_name, id, amountIn) => {
    const { corridor, recipient, amountOut, transferKey, depositAddress, hash } = await deposit(id, amountIn, { byAddress: true });
    // Nobody has told of it: no contract of Relay's logged anything.
    expect(transferOf(transferKey)).toBeUndefined();
    waitedFor.add(hash);
    await inState(transferKey, 'PENDING');
    // Told beside its block, it is confirmed by the next one.
    await world.wait(corridor.from.chainId, 1);
    const found = await inState(transferKey, 'CONFIRMED');
    expect(found).toMatchObject({ sender, from: corridor.from.id, amountIn, originTransaction: hash, seenOnChain: true });
    await world.relay('relay-sweeper');
    expect(await world.balance(corridor.from, depositAddress as Address)).not.toBe(amountIn);
    const [payment] = await world.relay('relay-solver');
    const transfer = await inState(transferKey, 'COMPLETED');
    expect(transfer).toMatchObject({
      recipient,
      amountDelivered: amountOut,
      originTransaction: hash,
      destinationTransaction: payment?.hash,
    });
    expect(await world.balance(corridor.to, recipient)).toBe(amountOut);
    const known = depositOf(transfer);
    const [promise] = await issued.find(known === undefined ? [] : [known]);
    expect(holdToPromise(transfer, promise ? promisedBy(promise) : null, Date.now())).toMatchObject({ accuracyBps: 0 });
    expect(heard.filter((event) => event.kind === 'deposit' && event.transferKey === transferKey)).toHaveLength(2);
  },
);

test('a token that arrives at an address is found by its own log, whoever sent it and though nobody names it', async () => {
  const { transferKey, amountOut, hash } = await deposit('ethereum:USDC>arbitrum:USDC', 432_100_001n, { byAddress: true });
  expect(await inState(transferKey, 'PENDING')).toMatchObject({ originTransaction: hash, sender });
  await world.relay('relay-sweeper');
  await world.relay('relay-solver');
  expect(await inState(transferKey, 'COMPLETED')).toMatchObject({ amountDelivered: amountOut, originTransaction: hash });
});

test('one whose watcher is killed is confirmed by the next, and its sweep is no second transfer', async () => {
  const { transferKey, amountOut } = await deposit('optimism:USDC>base:USDC', 432_000_000n, { byAddress: true });
  await watcher.stop();
  await world.relay('relay-sweeper');
  watcher = await startWatcher();
  const found = () => heard.filter((event) => event.kind === 'deposit' && event.transferKey === transferKey);
  await eventually('both are told', async () => (found().length === 2 ? true : undefined));
  // The first watcher may have been stopped before it told: what is told beside a block that was read is confirmed by the next.
  await world.wait(10, 1);
  await inState(transferKey, 'CONFIRMED');
  await world.relay('relay-solver');
  expect(await inState(transferKey, 'COMPLETED')).toMatchObject({ amountDelivered: amountOut });
});

test('another amount than was promised to a deposit address is no deposit of it', async () => {
  const less = await deposit('optimism:USDC>base:USDC', 321_000_000n, { byAddress: true, sent: 320_999_999n });
  waitedFor.add(less.hash);
  const exact = await deposit('optimism:USDC>base:USDC', 321_000_001n, { byAddress: true });
  waitedFor.add(exact.hash);
  await inState(exact.transferKey, 'PENDING');
  expect(await world.relay('relay-sweeper')).toHaveLength(1);
  expect(transferOf(less.transferKey)).toBeUndefined();
  await world.relay('relay-solver');
  await inState(exact.transferKey, 'COMPLETED');
});

test('a vendor that names a payment to somebody else is not believed, until the money is there', async () => {
  const paid = await deposit('ethereum:USDC>arbitrum:USDC', 900_000_000n);
  const [payment] = await world.relay();
  await inState(paid.transferKey, 'COMPLETED');
  // The solver has not paid this one, and the vendor shows the payment of the other.
  const cheated = await deposit('ethereum:USDC>arbitrum:USDC', 800_000_000n);
  lies.set(cheated.requestId, payment?.hash ?? '0x');
  expect(await doubted(cheated.transferKey)).toMatchObject({ transaction: payment?.hash, why: expect.stringMatching(/got nothing/) });
  expect(transferOf(cheated.transferKey)).toMatchObject({ state: 'CONFIRMED', amountDelivered: null });
  expect(await watcher.metrics()).toMatch(/told_fills_readings_total\{bridge="relay",outcome="disagrees"\} [1-9]/);
  lies.clear();
  await world.relay();
  expect(await inState(cheated.transferKey, 'COMPLETED')).toMatchObject({ amountDelivered: cheated.amountOut });
});

test('one payment completes one transfer, even of two to the same recipient', async () => {
  const recipient = somebody();
  const first = await deposit('optimism:DAI>polygon:DAI', 500n * 10n ** 18n, { recipient });
  const [payment] = await world.relay();
  await inState(first.transferKey, 'COMPLETED');
  const second = await deposit('optimism:DAI>polygon:DAI', 500n * 10n ** 18n, { recipient });
  lies.set(second.requestId, payment?.hash ?? '0x');
  expect(await doubted(second.transferKey)).toMatchObject({ why: expect.stringMatching(/another transfer/) });
  expect(transferOf(second.transferKey)).toMatchObject({ state: 'CONFIRMED' });
  lies.clear();
  await world.relay();
  await inState(second.transferKey, 'COMPLETED');
});

test('a reorg that drops the payment takes the fill back, also from a watcher that was killed between; the next payment is told', async () => {
  const { corridor, transferKey, amountOut } = await deposit('ethereum:USDC>base:USDC', 700_000_000n);
  await world.relay();
  const before = await inState(transferKey, 'COMPLETED');
  await watcher.stop();
  watcher = await startWatcher();
  const link = world.chains.links.find(({ chain }) => chain.chainId === corridor.to.chainId);
  if (link === undefined) throw new Error('no such chain');
  await reorganise(link, 1, { kind: 'drop' });
  await inState(transferKey, 'CONFIRMED');
  await world.relay();
  const after = await inState(transferKey, 'COMPLETED');
  expect(after).toMatchObject({ amountDelivered: amountOut });
  expect(after.events.at(-1)?.blockHash).not.toBe(before.events.at(-1)?.blockHash);
  expect(doublesIn(heard)).toEqual([]);
  expect(believedOf(heard).filter((event) => event.transferKey === transferKey && event.kind === 'fill')).toHaveLength(1);
});

test('a watcher that was killed before the payment asks again for what it finds open in the log', async () => {
  const { transferKey } = await deposit('ethereum:USDC>base:USDC', 600_000_000n);
  await inState(transferKey, 'CONFIRMED');
  await watcher.stop();
  await world.relay();
  watcher = await startWatcher();
  await inState(transferKey, 'COMPLETED');
});

test('what nobody was promised is not asked about: who should get how much is the vendor’s word alone', async () => {
  const { transferKey } = await deposit('ethereum:USDC>arbitrum:USDC', 555_000_000n, { isOurs: false });
  await world.relay();
  await eventually('the deposit is left alone', async () =>
    /told_fills_left_total\{bridge="relay",why="not-ours"\} 1/.test(await watcher.metrics()) ? true : undefined,
  );
  expect(transferOf(transferKey)).toMatchObject({ state: 'CONFIRMED' });
});
