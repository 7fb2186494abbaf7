import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { reorganise, rollBack } from '#simnet/reorg/reorg.ts';
import { startWatchedChains, type WatchedChains } from '#test/support/watched-chains.ts';

/** What the topic says of chains that change their mind while the watcher looks. */
let world: WatchedChains;

beforeAll(async () => {
  world = await startWatchedChains();
});

afterAll(() => world?.close());

test.each([1, 3, 10])('a reorg that replaces %i blocks and drops a deposit takes it back, and nothing else', async (atLeast) => {
  world.dials.set('across', { dead: true });
  const known = new Set(world.idsBelieved());
  const run = await world.transfers({ count: 1, acrossShare: 1 });
  await world.until(() => world.idsBelieved().some((id) => !known.has(id)));
  await run.traffic.stop();
  const deposit = world.lastDeposit() as ChainEvent;
  const link = world.linkById(deposit.chainId);
  await world.until(async () => (await world.depthOf(link, deposit.blockNumber)) >= atLeast);
  await world.chains.still(async () => reorganise(link, await world.depthOf(link, deposit.blockNumber), { kind: 'drop' }));
  await world.until(() => world.heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  await world.until(world.agrees);
  expect(world.idsBelieved()).toEqual([...known].sort());
  expect(world.doubles()).toEqual([]);
  world.dials.set('across', { dead: false });
});

test.each([1, 3, 10])(
  'a fill that a reorg of %i blocks drops is taken back, and told again when the relayer fills anew',
  async (atLeast) => {
    const run = await world.transfers({ count: 1, acrossShare: 1 });
    await world.until(
      async () => world.eventOf('fill', ((await run.entries())[0] as { recipient: string } | undefined)?.recipient ?? '?') !== undefined,
    );
    const [sent] = await run.entries();
    const recipient = (sent as { recipient: string }).recipient;
    const fill = world.eventOf('fill', recipient) as ChainEvent;
    const link = world.linkById(fill.chainId);
    await world.until(async () => (await world.depthOf(link, fill.blockNumber)) >= atLeast);
    await world.chains.still(async () => reorganise(link, await world.depthOf(link, fill.blockNumber), { kind: 'drop' }));
    await world.until(() => world.heard.some(({ eventId, removed }) => removed && eventId === fill.eventId));
    await world.until(() => world.eventOf('fill', recipient) !== undefined);
    await run.traffic.stop();
    await world.until(world.agrees);
    expect(world.eventOf('fill', recipient)).toMatchObject({ transferKey: fill.transferKey });
    expect(world.eventOf('fill', recipient)?.eventId).not.toBe(fill.eventId);
    expect(world.doubles()).toEqual([]);
  },
);

test.each([1, 3, 10])('a deposit that a reorg of %i blocks moves to another block stays one transfer', async (atLeast) => {
  world.dials.set('across', { dead: true });
  const before = world.lastDeposit()?.eventId;
  const run = await world.transfers({ count: 1, acrossShare: 1 });
  await world.until(() => world.lastDeposit()?.eventId !== before);
  await run.traffic.stop();
  const deposit = world.lastDeposit() as ChainEvent;
  const link = world.linkById(deposit.chainId);
  await world.until(async () => (await world.depthOf(link, deposit.blockNumber)) >= atLeast);
  await world.chains.still(async () => {
    const depth = await world.depthOf(link, deposit.blockNumber);
    const transactions = [deposit.transactionHash as Hex];
    if (depth > 1) return reorganise(link, depth, { kind: 'move', transactions, toBlock: depth - 1 });
    // There is no other block among one: it is mined again in the next.
    const raw = await link.rpc.call<Hex>('debug_getRawTransaction', transactions);
    await reorganise(link, depth, { kind: 'drop' });
    await link.rpc.call('eth_sendRawTransaction', [raw]);
  });
  await world.until(() => world.heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  // By its transaction: a deposit of another chain may have been told meanwhile. Before it is mined again, chain and topic agree that it is not there.
  const found = () =>
    world.believed().findLast(({ kind, transactionHash }) => kind === 'deposit' && transactionHash === deposit.transactionHash);
  await world.until(() => found() !== undefined);
  await world.until(world.agrees);
  const again = found();
  expect(again?.transferKey).toBe(deposit.transferKey);
  expect(again?.blockHash).not.toBe(deposit.blockHash);
  expect(world.doubles()).toEqual([]);
  world.dials.set('across', { dead: false });
});

test('a rollback takes back what stood above', async () => {
  world.dials.set('across', { dead: true });
  const before = world.lastDeposit()?.eventId;
  const run = await world.transfers({ count: 1, acrossShare: 1 });
  await world.until(() => world.lastDeposit()?.eventId !== before);
  await run.traffic.stop();
  const deposit = world.lastDeposit() as ChainEvent;
  const link = world.linkById(deposit.chainId);
  await world.chains.still(async () => rollBack(link, await world.depthOf(link, deposit.blockNumber)));
  await world.until(() => world.heard.some(({ eventId, removed }) => removed && eventId === deposit.eventId));
  await world.until(world.agrees);
  world.dials.set('across', { dead: false });
});
