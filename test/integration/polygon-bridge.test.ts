import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ETHER_TOKEN, L2_CHAIN_ID, ROOT_CHAIN_MANAGER } from '#bridges/polygon-bridge/contracts.ts';
import { polygonBridge } from '#bridges/polygon-bridge/polygon-bridge.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { findCheckpoints, lastCheckpoint } from '#simnet/bridges/polygon-bridge/checkpoints.ts';
import { polygonBridgeWorld } from '#simnet/bridges/polygon-bridge/polygon-bridge-world.ts';
import { findStateSyncs } from '#simnet/bridges/polygon-bridge/state-syncs.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { type StepCounter, startStepCounter } from '#test/support/step-counter.ts';
import { transfersFixture } from '#test/support/transfers-fixture.ts';

/** Polygon's own bridge on local chains: what is quoted is what arrives, by the validators' word there and by a proof of a receipt back. */
const [sender, somebody] = USERS as [Address, Address];
const manager = parseAbi([
  'function updateTokenMigrationStatus(address rootToken, bool noDeposits, bool noExits, uint256 lastExitBlockNumber)',
]);
/** No assertion, a net: two processes start while other tests run. */
const SEEN_MS = 120_000;
let world: BridgeWorld;
let steps: StepCounter;

beforeAll(async () => {
  world = await startBridgeWorld(polygonBridge, polygonBridgeWorld);
  steps = await startStepCounter(world);
});
afterAll(async () => {
  await steps?.stop();
  await world?.close();
});

const link = (slug: string) => world.chains.linkOf(slug);
/** Blocks are settled a dozen deep. */
const settle = (slug: string) => link(slug).rpc.call('anvil_mine', ['0xc']);

const begin = async (id: string, amountIn: bigint, recipient: Address) => {
  const corridor = corridorNamed(id);
  const quoted = await world.quote(corridor, amountIn);
  const request = { corridor, amountIn, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
  const { hash, made } = await depositQuoted(world, polygonBridge, request);
  return { corridor, quoted, hash, made };
};

describe('a deposit', () => {
  test.each([
    ['ether', 'ethereum:ETH>polygon:WETH', 1_234_567_890_123_456_789n],
    ['DAI', 'ethereum:DAI>polygon:DAI', 10n ** 21n + 3n],
  ])('of %s arrives to the unit, under the number that Ethereum gave it', async (_name, id, amountIn) => {
    const { corridor, quoted, made } = await begin(id, amountIn, somebody);
    expect(quoted).toMatchObject({ amountOut: amountIn, fees: [], etaSeconds: { p50: 1_320, p90: 1_800 } });
    expect(quoted.userSteps).toBeUndefined();
    expect(made).toMatchObject({
      kind: 'deposit',
      transferKey: expect.stringMatching(/^polygon-bridge:1:\d+$/),
      fields: { inputAmount: amountIn, outputAmount: amountIn, depositor: sender, recipient: somebody, inputToken: corridor.from.address },
    });
    // Nobody carries what a reorg might still take back.
    expect(await findStateSyncs(world.chains.links)(Date.now())).toEqual([]);
    await settle('ethereum');
    const before = await world.balance(corridor.to, somebody);
    const carried = (await world.relay()).filter(({ chainId }) => chainId === 137);
    expect(carried.map(({ events }) => events)).toEqual([
      [
        expect.objectContaining({
          kind: 'fill',
          transferKey: made.transferKey,
          fields: expect.objectContaining({ deliveredAmount: quoted.amountOut, deliveredTo: somebody, outputToken: corridor.to.address }),
        }),
      ],
    ]);
    expect((await world.balance(corridor.to, somebody)) - before).toBe(quoted.amountOut);
    expect(await findStateSyncs(world.chains.links)(Date.now())).toEqual([]);
  });

  test('is carried after those before it, each under its number', async () => {
    const first = await begin('ethereum:ETH>polygon:WETH', 7n, somebody);
    const second = await begin('ethereum:DAI>polygon:DAI', 7n, somebody);
    await settle('ethereum');
    const fills = (await world.relay()).flatMap(({ events }) => events);
    expect(fills.map(({ transferKey }) => transferKey)).toEqual([first.made.transferKey, second.made.transferKey]);
  });
});

const checkpoint = async () => {
  await settle('polygon');
  const [job] = await findCheckpoints(world.chains.links)(Date.now() + 86_400_000);
  if (job === undefined) throw new Error('nothing to checkpoint');
  const hash = await job.send(link('ethereum'));
  await link('ethereum').rpc.call('evm_mine');
  expect(await link('ethereum').rpc.call('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1' });
};

describe('a withdrawal', () => {
  test.each([
    ['ether', 'polygon:WETH>ethereum:ETH', 2n * 10n ** 18n + 1n],
    ['DAI', 'polygon:DAI>ethereum:DAI', 5n * 10n ** 20n + 7n],
  ])('of %s is claimed by its user, once a checkpoint holds the burn', async (_name, id, amountIn) => {
    const { corridor, quoted, hash, made } = await begin(id, amountIn, sender);
    expect(quoted).toMatchObject({ amountOut: amountIn, userSteps: [{ kind: 'claim', chainId: 1 }] });
    expect(made).toMatchObject({
      kind: 'deposit',
      transferKey: expect.stringMatching(/^polygon-bridge:137:0x[0-9a-f]{64}$/),
      fields: { inputAmount: amountIn, depositor: sender, recipient: sender, userSteps: 'claim@1+1800' },
    });
    const key = made.transferKey ?? '';
    await steps.show(L2_CHAIN_ID, hash);
    const { userSteps = [] } = await steps.transfer(key);
    expect(await steps.refusal(key, { sender })).toMatchObject({ code: 'STEP_NOT_READY', readyAt: userSteps[0]?.readyAt });
    await checkpoint();
    const before = await world.balance(corridor.to, sender);
    // By somebody else: it is paid to whoever burned.
    const claimed = await steps.sign(hash, { sender: somebody });
    expect(await world.read(1, claimed)).toEqual([
      expect.objectContaining({
        kind: 'fill',
        transferKey: key,
        fields: expect.objectContaining({ deliveredAmount: quoted.amountOut, deliveredTo: sender, inputToken: corridor.from.address }),
      }),
    ]);
    expect((await world.balance(corridor.to, sender)) - before).toBe(quoted.amountOut);
    // The watcher has not seen it yet, and the manager has.
    const again = await steps.refusal(key, { sender });
    expect(again).toMatchObject({ code: 'NOTHING_TO_SIGN', detail: expect.stringContaining('EXIT_ALREADY_PROCESSED') });
    await steps.show(1, claimed);
    expect(await steps.transfer(key)).toMatchObject({ state: 'COMPLETED', destinationTransaction: claimed });
  });

  test('of an earlier checkpoint is proven as well', async () => {
    const { hash, made } = await begin('polygon:DAI>ethereum:DAI', 3n, sender);
    await steps.show(L2_CHAIN_ID, hash);
    await checkpoint();
    await checkpoint();
    await steps.sign(made.transferKey ?? '', { sender, step: 'claim' });
  });

  test('that was never burned is not paid: a proof of anything else is not handed out, and would not do', async () => {
    const { hash, made } = await begin('polygon:DAI>ethereum:DAI', 10n ** 18n, sender);
    const other = await begin('polygon:DAI>ethereum:DAI', 10n ** 17n, sender);
    await steps.show(L2_CHAIN_ID, hash);
    await checkpoint();
    const askedFor = async (swap: (url: string) => string) => {
      const honest = world.context();
      const http = {
        request: (input: Parameters<typeof honest.http.request>[0]) => honest.http.request({ ...input, url: swap(input.url) }),
      };
      const wish = {
        step: 'claim',
        transferKey: made.transferKey ?? '',
        originChainId: L2_CHAIN_ID,
        originTransaction: hash,
        sender,
      } as const;
      return polygonBridge.stepTransaction?.({ ...honest, http }, wish);
    };
    expect(await askedFor((url) => url.replace(hash, other.hash))).toMatchObject({ ok: false, error: { code: 'MALFORMED_ANSWER' } });
    expect(await askedFor((url) => url.replace('tokenIndex=0', 'tokenIndex=1'))).toMatchObject({
      ok: false,
      error: { code: 'UPSTREAM_ERROR' },
    });
    const { transaction } = await steps.build(hash, { sender });
    const amount = (10n ** 18n).toString(16).padStart(64, '0');
    expect(transaction.data.split(amount).length).toBe(3);
    const forged = transaction.data.replaceAll(amount, (10n ** 24n).toString(16).padStart(64, '0')) as Hex;
    await expect(link('ethereum').send([{ from: sender, to: ROOT_CHAIN_MANAGER, data: forged }])).rejects.toThrow('reverted');
    await steps.sign(hash, { sender });
  });

  test('waits as long as the last two checkpoints lie apart', async () => {
    const last = await lastCheckpoint(link('ethereum'));
    await world.wait(1, 600);
    await checkpoint();
    const next = await lastCheckpoint(link('ethereum'));
    const apart = ((next?.createdAtMs ?? 0) - (last?.createdAtMs ?? 0)) / 1_000;
    expect(apart).toBeGreaterThanOrEqual(600);
    const quoted = await world.quote(corridorNamed('polygon:DAI>ethereum:DAI'), 10n ** 18n);
    expect(quoted.userSteps).toMatchObject([{ afterSeconds: apart }]);
    expect(quoted.etaSeconds).toEqual({ p50: apart + 24, p90: 3 * apart + 24 });
  });
});

test('what a migration switches off is neither listed nor quoted', async () => {
  const listed = async () => {
    const given = await polygonBridge.corridors(world.context());
    return given.ok && given.value.map(({ from, to }) => `${from}>${to}`);
  };
  const all = ['ethereum:ETH>polygon:WETH', 'polygon:WETH>ethereum:ETH', 'ethereum:DAI>polygon:DAI', 'polygon:DAI>ethereum:DAI'];
  expect(await listed()).toEqual(all);
  const update = (deposits: boolean, exits: boolean) =>
    link('ethereum').send([
      {
        to: ROOT_CHAIN_MANAGER,
        data: encodeFunctionData({ abi: manager, functionName: 'updateTokenMigrationStatus', args: [ETHER_TOKEN, deposits, exits, 0n] }),
      },
    ]);
  await update(true, false);
  expect(await listed()).toEqual(all.slice(1));
  const question = { corridor: corridorNamed('ethereum:ETH>polygon:WETH'), amountIn: 1n };
  expect(await polygonBridge.quote(world.context(), question)).toMatchObject({ ok: false, error: { code: 'PAUSED' } });
  await update(true, true);
  expect(await listed()).toEqual(all.slice(2));
  await update(false, false);
  expect(await listed()).toEqual(all);
});

describe('followed by the watchers, through Kafka, to the views of transfers', () => {
  const { start, viewOf } = transfersFixture();

  test(
    'all come to their end with the amount that was quoted',
    async () => {
      start();
      start('producers/chain-events/main.ts', {
        RPC_URLS_ETHEREUM: link('ethereum').rpc.url,
        RPC_URLS_POLYGON: link('polygon').rpc.url,
        ROUTEBOOK_BRIDGES: 'polygon-bridge',
        CHAIN_POLL_INTERVAL_MS: '100',
        CONFIRMATIONS_ETHEREUM: '1',
        CONFIRMATIONS_POLYGON: '1',
      });
      const seen = (key: string | undefined, wanted: object) =>
        vi.waitFor(async () => expect(await viewOf(key ?? '')).toMatchObject(wanted), { timeout: SEEN_MS, interval: 100 });
      const ether = await begin('ethereum:ETH>polygon:WETH', 3n * 10n ** 17n + 1n, somebody);
      const dai = await begin('ethereum:DAI>polygon:DAI', 4n * 10n ** 18n + 3n, somebody);
      const back = await begin('polygon:WETH>ethereum:ETH', 2n * 10n ** 17n + 5n, sender);
      await seen(ether.made.transferKey, { state: 'BRIDGING', from: 'ethereum:ETH', to: 'polygon:WETH', recipient: somebody });
      await seen(back.made.transferKey, { state: 'CONFIRMED', userSteps: [{ kind: 'claim', chainId: 1, doneAt: null }] });
      await settle('ethereum');
      await world.relay();
      await checkpoint();
      await steps.show(L2_CHAIN_ID, back.hash);
      const exit = await steps.sign(back.hash, { sender });
      for (const { made, quoted } of [ether, dai, back]) {
        await seen(made.transferKey, { state: 'COMPLETED', amountDelivered: String(quoted.amountOut), depositRemoved: false });
      }
      await seen(back.made.transferKey, {
        from: 'polygon:WETH',
        to: 'ethereum:ETH',
        destinationTransaction: exit,
        userSteps: [{ kind: 'claim', chainId: 1, transaction: exit }],
      });
    },
    3 * SEEN_MS,
  );
});
