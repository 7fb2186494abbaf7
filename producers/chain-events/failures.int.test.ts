import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { reorganise } from '#simnet/reorg/reorg.ts';
import type { SentTransfer } from '#simnet/traffic/ledger.ts';
import { planTransfer } from '#simnet/traffic/plan-transfer.ts';
import type { Lie } from '#test/support/lying-node.ts';
import { startWatchedChains, type WatchedChains } from '#test/support/watched-chains.ts';

/** What the topic says when the watcher is killed, and when its nodes fail it. */
let world: WatchedChains;

beforeAll(async () => {
  world = await startWatchedChains();
});

afterAll(() => world?.close());

/** They have lied, or the test proves nothing. */
const becomeHonest = (): void => {
  expect([...world.lying.values()].some((node) => node.lies > 0)).toBe(true);
  for (const node of world.lying.values()) node.lie('honest');
};

test('killed with -9 during traffic, with a reorg while it is down: no gap, no double', async () => {
  // Of what the reorg drops nothing may have been carried: LayerZero delivers a number of a path once, and whoever is given it next would
  // wait for ever.
  const { run, deposit } = await world.carriedByNobody(async () => {
    const sent = await world.transfers({ count: 80, perSecond: 40 });
    const target = world.heard.length + 20;
    await world.until(() => world.heard.length >= target && world.lastDeposit() !== undefined);
    await world.kill();
    const last = world.lastDeposit() as ChainEvent;
    const link = world.linkById(last.chainId);
    await world.chains.still(async () => reorganise(link, await world.depthOf(link, last.blockNumber), { kind: 'drop' }));
    return { run: sent, deposit: last };
  });
  world.restart();
  await world.until(() => run.traffic.sent >= 80);
  await world.until(world.agrees);
  await run.traffic.stop();
  await world.until(world.agrees);
  expect(world.idsBelieved()).not.toContain(deposit.eventId);
  expect(world.doubles()).toEqual([]);
});

test('killed, and its cursors gone with Redis: it goes on from what Kafka holds', async () => {
  await world.kill();
  await world.redis.del(`${world.prefix}:chain-cursors`);
  const run = await world.transfers({ count: 10 });
  world.restart();
  await world.settled(run, 10);
  await world.until(world.agrees);
  expect(world.doubles()).toEqual([]);
});

test('a bus of which the origin says nothing is paid out, and found again when it does: over a kill, once', async () => {
  const mix = { seed: 'bus', acrossShare: 0, busShare: 1, expiringShare: 0 };
  const { originChainId, destinationChainId, recipient } = planTransfer(mix, 0);
  const origin = world.lying.get(world.linkById(originChainId).chain.slug);
  origin?.lie('dead');
  const run = await world.transfers({ ...mix, count: 1 });
  const [sent] = await world.settled(run, 1);
  const fills = () => world.believed().filter(({ kind, fields }) => kind === 'fill' && fields.deliveredTo === recipient);
  // By itself the log looks like a taxi's.
  await world.until(() => fills().length === 1);
  expect(fills()).toMatchObject([{ bridge: 'stargate', chainId: destinationChainId }]);
  await world.kill();
  world.restart();
  origin?.lie('honest');
  await world.until(() => fills().length === 1 && fills()[0]?.bridge === 'stargate-bus');
  const deposit = world.believed().find(({ kind, fields }) => kind === 'deposit' && fields.recipient === recipient);
  expect(deposit).toMatchObject({
    bridge: 'stargate-bus',
    chainId: originChainId,
    fields: { outputAmount: (sent as SentTransfer).amountQuoted },
  });
  expect(fills()).toMatchObject([{ transferKey: deposit?.transferKey, fields: { deliveredAmount: (sent as SentTransfer).amountQuoted } }]);
  expect(world.believed().some(({ kind, transferKey }) => kind === 'message-sent' && transferKey === deposit?.transferKey)).toBe(true);
  expect(world.doubles()).toEqual([]);
});

test('a watcher that was away for longer than finality reads the ranges that a node lets it read', async () => {
  await world.kill();
  const run = await world.transfers({ count: 10 });
  await world.settled(run, 10);
  await world.chains.still(() => Promise.all(world.chains.links.map((link) => link.rpc.call('anvil_mine', ['0x96']))));
  for (const node of world.lying.values()) node.lie('small-ranges');
  world.restart();
  await world.until(world.agrees);
  becomeHonest();
  expect(world.doubles()).toEqual([]);
});

test.each<Lie>(['drops-logs', 'behind', 'old-block', 'rate-limited', 'dead', 'html'])(
  'a first node that is %s costs nothing while another is there',
  async (lie) => {
    await world.kill();
    world.restart(CHAINS.map(({ slug }) => slug));
    await world.until(world.agrees);
    for (const node of world.lying.values()) node.lie(lie);
    const run = await world.transfers({ count: 10 });
    await world.settled(run, 10);
    await world.until(world.agrees);
    becomeHonest();
    expect(world.doubles()).toEqual([]);
    expect(world.problems).toEqual([]);
  },
);
