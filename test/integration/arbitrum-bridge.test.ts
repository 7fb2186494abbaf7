import { Redis } from 'ioredis';
import { pino } from 'pino';
import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi, toHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arbSysAbi, nodeInterfaceAbi } from '#bridges/arbitrum-bridge/abi.ts';
import { arbitrumBridge } from '#bridges/arbitrum-bridge/arbitrum-bridge.ts';
import { ARB_SYS, INBOX, L1_ROUTER, L2_CHAIN_ID, NODE_INTERFACE, ROLLUP, TOKENS } from '#bridges/arbitrum-bridge/contracts.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { ownerAbi, standInAbi } from '#simnet/bridges/arbitrum-bridge/abi.ts';
import { arbitrumBridgeWorld } from '#simnet/bridges/arbitrum-bridge/arbitrum-bridge-world.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { OWNER, USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { eventually } from '#test/support/eventually.ts';
import { startService } from '#test/support/service-process.ts';
import { type StepCounter, startStepCounter } from '#test/support/step-counter.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';

/**
 * Arbitrum's own bridge from the quote to the money: its contracts from their packages on local chains, and behind them a watcher, Kafka and the
 * processor of transfers, each a process of its own.
 */
const [sender, anybody] = USERS as [Address, Address];
/** The code of a contract that reverts whatever it is sent, and of one that takes it. */
const REFUSING = '0x5f5ffd';
const ACCEPTING = '0x00';
const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
const prefix = createPrefix();
const keys = createKeys(prefix);
const redis = new Redis(redisUrl);
const logger = pino({ level: 'silent' });
const services: ReturnType<typeof startService>[] = [];
let world: BridgeWorld;
let steps: StepCounter;
let l1: ChainLink;
let l2: ChainLink;

beforeAll(async () => {
  world = await startBridgeWorld(arbitrumBridge, arbitrumBridgeWorld);
  steps = await startStepCounter(world);
  l1 = world.chains.linkOf('ethereum');
  l2 = world.chains.linkOf('arbitrum');
  await ensureSchemas({ registry: createRegistryClient(registryUrl), prefix, logger });
  await ensureTopics({ kafka: createKafka(kafkaBrokers, 'arbitrum-test', logger), prefix, logger });
  const rpc = world.chains.links.map(({ chain, rpc: { url } }) => [`RPC_URLS_${chain.slug.toUpperCase()}`, url]);
  const env = {
    ...Object.fromEntries(rpc),
    ROUTEBOOK_PREFIX: prefix,
    ROUTEBOOK_BRIDGES: 'arbitrum-bridge',
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    REDIS_URL: redisUrl,
    CHAIN_POLL_INTERVAL_MS: '100',
    CONFIRMATIONS_ETHEREUM: '1',
    CONFIRMATIONS_ARBITRUM: '1',
  };
  for (const main of ['producers/chain-events/main.ts', 'processors/transfers/main.ts']) services.push(startService(main, env));
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.end('SIGKILL')));
  await steps?.stop();
  await world?.close();
  redis.disconnect();
});

let recipients = 0;
const somebody = (): Address => `0x${(0xa4b000 + ++recipients).toString(16).padStart(40, '0')}`;

const gasOf = async (link: ChainLink, hash: Hex): Promise<number> =>
  Number((await link.rpc.call<{ gasUsed: Hex }>('eth_getTransactionReceipt', [hash])).gasUsed);
const isNear = (told: bigint | undefined, used: number): void =>
  expect(Math.abs(Number(told) / used - 1), `${told} told, ${used} used`).toBeLessThan(0.2);

/** What the processor shows of a transfer, once it is in that state. */
const viewIn = (transferKey: string | undefined, state: TransferJson['state'], isDone: (view: TransferJson) => boolean = () => true) =>
  eventually(
    `${transferKey} is ${state}\n${services.map((service) => service.log()).join('\n')}`,
    async () => {
      const view = JSON.parse((await redis.hget(keys.transfer(transferKey ?? ''), 'body')) ?? 'null') as TransferJson | null;
      return view?.state === state && isDone(view) ? view : undefined;
    },
    60_000,
  );

/** The data that a call reverts with. */
const revertOf = async (link: ChainLink, call: { from: string; to: string; data: string; value?: Hex }): Promise<string> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [call, 'latest'] });
  const answer = await fetch(link.rpc.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { error } = (await answer.json()) as { error?: { data?: string } };
  return error?.data ?? '';
};

/** Quotes and signs; gives what was told and what the deposit's logs say. */
const send = async (id: string, amountIn: bigint, recipient = somebody()) => {
  const corridor = corridorNamed(id);
  const quoted = await world.quote(corridor, amountIn);
  expect(quoted).toMatchObject({ amountOut: amountIn, minAmountOut: amountIn, fees: [] });
  const request = { corridor, amountIn, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
  const { built, hash, made } = await depositQuoted(world, arbitrumBridge, request);
  expect(made).toMatchObject({
    fields: { inputToken: corridor.from.address, outputToken: corridor.to.address, inputAmount: amountIn, depositor: sender },
  });
  return { corridor, recipient, quoted, built, made, hash };
};

const arrived = async (to: Asset, recipient: Address, { amountOut }: QuoteAnswer, view: TransferJson): Promise<void> => {
  expect(await world.balance(to, recipient)).toBe(amountOut);
  expect(view).toMatchObject({ to: to.id, recipient: expect.stringMatching(new RegExp(recipient, 'i')) });
  expect([view.amountQuoted, view.amountDelivered]).toEqual([String(amountOut), String(amountOut)]);
};

describe('a deposit', () => {
  test.each([
    ['ETH', 1_234_567_890_123_456_789n],
    ['WETH', 10n ** 17n + 3n],
    ['DAI', 10n ** 21n + 7n],
  ])('of %s arrives to the unit, is known by its ticket on both sides, and followed to its end', async (symbol, amountIn) => {
    const { corridor, recipient, quoted, built, made, hash } = await send(`ethereum:${symbol}>arbitrum:${symbol}`, amountIn);
    const paid = quoted.surcharges.reduce((sum, { amount }) => sum + amount, 0n);
    expect(built.value).toBe(paid + (symbol === 'ETH' ? amountIn : 0n));
    expect(made.transferKey).toBe(`arbitrum-bridge:1:${made.fields.ticketId}`);
    isNear(quoted.originGas, await gasOf(l1, hash));
    await viewIn(made.transferKey, 'BRIDGING');

    const carried = await world.relay();
    expect(carried.map(({ chainId, events }) => [chainId, events.map(({ kind, transferKey }) => [kind, transferKey])])).toEqual([
      [42161, [['fill', made.transferKey]]],
    ]);
    await arrived(corridor.to, recipient, quoted, await viewIn(made.transferKey, 'COMPLETED'));
    expect(await world.relay()).toEqual([]);
  });

  test('to a recipient that refuses ether is not there: it waits for somebody to redeem it, and is there once that succeeds', async () => {
    const recipient = somebody();
    await l2.rpc.call('anvil_setCode', [recipient, REFUSING]);
    const { corridor, quoted, made, hash } = await send('ethereum:ETH>arbitrum:ETH', 10n ** 18n + 1n, recipient);
    const [carried] = await world.relay();
    expect(carried?.events).toMatchObject([{ kind: 'message-delivered', transferKey: made.transferKey }]);
    const waiting = await viewIn(made.transferKey, 'BRIDGING', (view) => view.actionNeeded !== undefined);
    expect(waiting).toMatchObject({ amountDelivered: null, expected: null, stuck: false, destinationTransaction: null });
    const { since, until, ...action } = waiting.actionNeeded ?? {};
    expect(action).toEqual({ kind: 'claim', chainId: 42161 });
    expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(7 * 86_400_000);
    expect(await world.balance(corridor.to, recipient)).toBe(0n);

    const key = made.transferKey ?? '';
    await steps.show(1, hash);
    await steps.show(42161, carried?.hash ?? '0x');
    const redeem = () => steps.sign(key, { sender: anybody });
    // Asked for too early, it fails once more.
    await redeem();
    const [inVain] = await world.relay();
    expect(inVain?.events).toEqual([]);
    await l2.rpc.call('anvil_setCode', [recipient, ACCEPTING]);
    await redeem();
    const [paid] = await world.relay();
    expect(paid?.events).toMatchObject([{ kind: 'fill', transferKey: made.transferKey }]);
    const view = await viewIn(made.transferKey, 'COMPLETED');
    await arrived(corridor.to, recipient, quoted, view);
    expect(view.events.map(({ kind }) => kind).toSorted()).toEqual(['deposit', 'fill', 'message-delivered']);
    expect(view.userSteps).toMatchObject([{ kind: 'claim', chainId: 42161, transaction: paid?.hash, doneAt: expect.any(String) }]);
    expect(await world.relay()).toEqual([]);
  });

  test('by depositEth leaves nothing on Arbitrum to know it by, and is told by nobody', async () => {
    const data = encodeFunctionData({ abi: parseAbi(['function depositEth() payable']) });
    const call = { chainId: 1, to: INBOX, data, value: 1n, amountSent: 1n, amountOut: 1n, minAmountOut: 1n, usualGas: 1n };
    const sent = await world.send(
      { ...call, etaSeconds: { p50: 1, p90: 1 }, validUntilMs: 0 },
      sender,
      corridorNamed('ethereum:ETH>arbitrum:ETH').from,
    );
    expect(sent.events).toEqual([]);
    expect(await world.relay()).toEqual([]);
  });
});

/** The validator asserts what has left, waits, and confirms it. */
const confirm = async (): Promise<void> => {
  expect(await world.relay()).toHaveLength(1);
  expect(await world.relay()).toEqual([]);
  await l1.rpc.call('anvil_mine', [toHex(5)]);
  expect(await world.relay()).toHaveLength(1);
};

describe('a withdrawal', () => {
  test.each([
    ['ETH', 2_234_567_890_123_456_789n],
    ['WETH', 10n ** 17n + 5n],
    ['DAI', 10n ** 20n + 9n],
  ])('of %s is claimed with a proof once it is confirmed, and followed to its end', async (symbol, amountIn) => {
    const { corridor, recipient, quoted, made, hash } = await send(`arbitrum:${symbol}>ethereum:${symbol}`, amountIn);
    const [step, ...others] = quoted.userSteps ?? [];
    expect(others).toEqual([]);
    // Five blocks of twelve seconds, and an hour until somebody asserts it.
    expect(step).toMatchObject({ kind: 'claim', chainId: 1, afterSeconds: 3_660 });
    const position = BigInt(made.fields.position ?? -1);
    expect(made.transferKey).toBe(`arbitrum-bridge:42161:${position}`);
    isNear(quoted.originGas, await gasOf(l2, hash));
    const waiting = await viewIn(made.transferKey, 'CONFIRMED');
    expect(waiting.userSteps).toMatchObject([{ kind: 'claim', chainId: 1, doneAt: null }]);

    const key = made.transferKey ?? '';
    await steps.show(L2_CHAIN_ID, hash);
    expect(await steps.refusal(key, { sender })).toMatchObject({ code: 'STEP_NOT_READY', readyAt: waiting.userSteps?.[0]?.readyAt });
    await confirm();
    // By somebody else: it is paid to whom it was sent.
    const { transaction } = await steps.build(key, { sender: USERS[1] as Address });
    const claim = await steps.sign(key, { sender: USERS[1] as Address });
    isNear(step?.gas, await gasOf(l1, claim));
    const view = await viewIn(made.transferKey, 'COMPLETED');
    await arrived(corridor.to, recipient, quoted, view);
    expect(view.events.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'deposit', 'fill']);
    expect(view.userSteps).toMatchObject([{ kind: 'claim', transaction: claim, doneAt: expect.any(String) }]);
    expect(await steps.refusal(key, { sender })).toMatchObject({ code: 'NOTHING_TO_SIGN' });
    // Whoever signs it twice is told so by the contract, which Routebook reads out.
    const { to, data } = transaction;
    const again = await revertOf(l1, { from: sender, to, data });
    expect(arbitrumBridge.explainRevert(again)).toMatchObject({ code: 'NOTHING_TO_SIGN' });
  });

  test('is proven among any number of others: the tree on Arbitrum is the one that the outbox knows', async () => {
    const sent: Awaited<ReturnType<typeof send>>[] = [];
    const trees: { readonly size: bigint; readonly root: Hex }[] = [];
    for (let count = 0; count < 6; count += 1) {
      sent.push(await send('arbitrum:ETH>ethereum:ETH', 10n ** 15n + BigInt(count)));
      const data = encodeFunctionData({ abi: arbSysAbi, functionName: 'sendMerkleTreeState' });
      const told = await l2.rpc.call<Hex>('eth_call', [{ to: ARB_SYS, data }, 'latest']);
      const [size, root] = decodeFunctionResult({ abi: arbSysAbi, functionName: 'sendMerkleTreeState', data: told });
      trees.push({ size, root });
    }
    await confirm();
    for (const { size, root } of trees) {
      const data = encodeFunctionData({ abi: nodeInterfaceAbi, functionName: 'constructOutboxProof', args: [size, 0n] });
      const told = await l2.rpc.call<Hex>('eth_call', [{ to: NODE_INTERFACE, data }, 'latest']);
      expect(decodeFunctionResult({ abi: nodeInterfaceAbi, functionName: 'constructOutboxProof', data: told })[1]).toBe(root);
    }
    for (const { made, hash, recipient, quoted, corridor } of sent) {
      await steps.show(L2_CHAIN_ID, hash);
      await steps.sign(made.transferKey ?? '', { sender, step: 'claim' });
      expect(await world.balance(corridor.to, recipient)).toBe(quoted.amountOut);
    }
  });
});

describe('what its owners can do', () => {
  const ask = (id: string) => arbitrumBridge.quote(world.context(), { corridor: corridorNamed(id), amountIn: 10n ** 18n });
  const asOwner = (to: string, data: Hex, value = 0n) => l1.send([{ from: OWNER, to: to as Address, data, value }]);
  const told = async () => {
    const vitals = arbitrumBridge.vitals?.(1) ?? [];
    const calls = vitals.map(({ call }) => call);
    const outcome = await world.context().rpc.call(1, calls, AbortSignal.timeout(30_000));
    if (outcome.kind !== 'results') throw new Error(outcome.kind);
    return vitals.map(({ name, read }, index) => [name, read(outcome.results[index]?.data ?? '')]);
  };
  const paused = (deposits: boolean, withdrawals: boolean) => [
    ['deposits paused', { kind: 'paused', paused: deposits }],
    ['withdrawals paused', { kind: 'paused', paused: withdrawals }],
  ];

  test('pause deposits at the inbox, and withdrawals with the rollup', async () => {
    const inbox = parseAbi(['function pause()', 'function unpause()']);
    expect(await told()).toEqual(paused(false, false));
    await asOwner(INBOX, encodeFunctionData({ abi: inbox, functionName: 'pause' }));
    await asOwner(ROLLUP, encodeFunctionData({ abi: standInAbi, functionName: 'setPaused', args: [true] }));
    expect(await told()).toEqual(paused(true, true));
    expect(await ask('ethereum:DAI>arbitrum:DAI')).toMatchObject({ ok: false, error: { code: 'PAUSED' } });
    expect(await ask('arbitrum:ETH>ethereum:ETH')).toMatchObject({ ok: false, error: { code: 'PAUSED' } });
    await asOwner(INBOX, encodeFunctionData({ abi: inbox, functionName: 'unpause' }));
    await asOwner(ROLLUP, encodeFunctionData({ abi: standInAbi, functionName: 'setPaused', args: [false] }));
    expect(await ask('ethereum:DAI>arbitrum:DAI')).toMatchObject({ ok: true });
  });

  test('an offer that a rising base fee has overtaken is refused, in words', async () => {
    const corridor = corridorNamed('ethereum:ETH>arbitrum:ETH');
    const quoted = await world.quote(corridor, 1n);
    const request = { corridor, amountIn: 1n, sender, recipient: somebody(), minAmountOut: 1n, quoted };
    const built = await arbitrumBridge.transaction(world.context(), request);
    if (!built.ok) throw new Error(built.error.detail);
    await l1.rpc.call('anvil_setNextBlockBaseFeePerGas', [toHex(10n ** 12n)]);
    await l1.rpc.call('evm_mine');
    const { to, data, value } = built.value;
    const revert = await revertOf(l1, { from: sender, to, data, value: toHex(value) });
    expect(arbitrumBridge.explainRevert(revert)).toMatchObject({ code: 'QUOTE_EXPIRED' });
    await l1.rpc.call('anvil_setNextBlockBaseFeePerGas', [toHex(10n ** 9n)]);
    await l1.rpc.call('evm_mine');
  });

  test('close a token’s gateway: it is listed and quoted no longer', async () => {
    const dai = TOKENS.find(({ symbol }) => symbol === 'DAI');
    const listed = async () => {
      const given = await arbitrumBridge.corridors(world.context());
      return given.ok && given.value.map(({ from }) => from.slice(from.indexOf(':') + 1));
    };
    expect(await listed()).toEqual(['ETH', 'ETH', 'WETH', 'WETH', 'DAI', 'DAI']);
    const disabled: Address = '0x0000000000000000000000000000000000000001';
    const args = [[dai?.l1Token as Address], [disabled], 10n ** 6n, 10n ** 11n, 10n ** 17n] as const;
    await asOwner(L1_ROUTER, encodeFunctionData({ abi: ownerAbi, functionName: 'setGateways', args }), 2n * 10n ** 17n);
    expect(await listed()).toEqual(['ETH', 'ETH', 'WETH', 'WETH']);
    expect(await ask('ethereum:DAI>arbitrum:DAI')).toMatchObject({ ok: false, error: { code: 'UNSUPPORTED_ROUTE' } });
  });
});
