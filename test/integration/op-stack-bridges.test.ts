import { type Address, type Hex, hexToBigInt } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseBridge } from '#bridges/base-bridge/base-bridge.ts';
import { contracts as base } from '#bridges/base-bridge/contracts.ts';
import { contracts as optimism } from '#bridges/optimism-bridge/contracts.ts';
import { optimismBridge } from '#bridges/optimism-bridge/optimism-bridge.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { baseBridgeWorld } from '#simnet/bridges/base-bridge/base-bridge-world.ts';
import { optimismBridgeWorld } from '#simnet/bridges/optimism-bridge/optimism-bridge-world.ts';
import type { ChainLink, OwnerCall, Receipt } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { withdrawalIn } from '#test/support/op-stack-withdrawal.ts';
import { signQuoted } from '#test/support/sign-quoted.ts';

/** The OP Stack's own contracts, from their package, on local chains: what the adapters quote is what arrives. */
const [sender, recipient] = USERS as [Address, Address];
/** The proposer's clock, which lets it propose whenever it is asked. */
const nowMs = (): number => Date.now() + 86_400_000;

const receiptOf = (link: ChainLink, hash: Hex) => link.rpc.call<Receipt & { gasUsed: Hex }>('eth_getTransactionReceipt', [hash]);

/** What was announced as gas is what it took, within a part of it. */
const isNear = (told: bigint | undefined, { gasUsed }: { gasUsed: Hex }, part: number): void => {
  const used = Number(hexToBigInt(gasUsed));
  expect(Math.abs(Number(told) / used - 1), `${told} told, ${used} used`).toBeLessThan(part);
};

const optimismWays: [string, bigint][] = [
  ['ETH', 1_234_567_890_123_456_789n],
  ['USDT', 1_000_000_007n],
];
const baseWays: [string, bigint][] = [
  ['ETH', 10n ** 16n + 1n],
  ['DAI', 10n ** 21n + 3n],
];

describe.each([
  { bridge: optimismBridge, simulated: optimismBridgeWorld, chain: optimism, ways: optimismWays },
  { bridge: baseBridge, simulated: baseBridgeWorld, chain: base, ways: baseWays },
])('$bridge.manifest.id', ({ bridge, simulated, chain, ways }) => {
  const there = chain.id.replace('-bridge', '');
  let world: BridgeWorld;
  let l1: ChainLink;
  let l2: ChainLink;

  beforeAll(async () => {
    world = await startBridgeWorld(bridge, simulated, nowMs);
    l1 = world.chains.linkOf('ethereum');
    l2 = world.chains.linkOf(there);
  });
  afterAll(() => world?.close());

  /** Quotes and signs, with no more money than was quoted; gives what was told, and what came of it. */
  const begin = async (id: string, amountIn: bigint) => {
    const corridor = corridorNamed(id);
    const quoted = await world.quote(corridor, amountIn);
    const request = { corridor, amountIn, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
    const before = await world.balance(corridor.from, sender);
    const { built, hash, events } = await signQuoted(world, bridge, request);
    const paid = before - (await world.balance(corridor.from, sender));
    if (corridor.from.address === NATIVE_ADDRESS) expect(built.value).toBe(amountIn);
    else expect(paid).toBe(amountIn);
    const receipt = await receiptOf(corridor.from.chainId === 1 ? l1 : l2, hash);
    expect(events).toHaveLength(1);
    return { corridor, quoted, receipt, made: events[0] };
  };
  const carry = () => world.relay(`${chain.id}-sequencer`);
  const propose = () => world.relay(`${chain.id}-proposer`);

  test.each(ways)('carries a deposit of %s to the unit', async (symbol, amountIn) => {
    const { corridor, quoted, receipt, made } = await begin(`ethereum:${symbol}>${there}:${symbol}`, amountIn);
    expect(quoted).toMatchObject({ amountOut: amountIn, fees: [], etaSeconds: { p50: 120, p90: 180 } });
    expect(quoted.userSteps).toBeUndefined();
    expect(made).toMatchObject({
      kind: 'deposit',
      transferKey: expect.stringMatching(new RegExp(`^${chain.id}:1:0x[0-9a-f]{64}$`)),
      fields: { inputAmount: amountIn, outputAmount: amountIn, depositor: sender, recipient },
    });
    const before = await world.balance(corridor.to, recipient);
    const fills = (await carry()).flatMap(({ events }) => events);
    expect(fills.find(({ transferKey }) => transferKey === made?.transferKey)).toMatchObject({
      kind: 'fill',
      fields: { deliveredAmount: quoted.amountOut, deliveredTo: recipient, inputToken: corridor.from.address },
    });
    expect((await world.balance(corridor.to, recipient)) - before).toBe(quoted.amountOut);
    expect(await carry()).toEqual([]);
    isNear(quoted.originGas, receipt, 0.2);
  });

  test.each(ways)('lets its user prove and claim a withdrawal of %s', async (symbol, amountIn) => {
    await propose();
    await world.wait(1, 30);
    await propose();
    const { corridor, quoted, receipt, made } = await begin(`${there}:${symbol}>ethereum:${symbol}`, amountIn);
    expect(quoted).toMatchObject({ amountOut: amountIn, userSteps: [{ kind: 'prove' }, { kind: 'claim' }] });
    const [prove, claim] = quoted.userSteps ?? [];
    expect(prove?.afterSeconds).toBeGreaterThanOrEqual(30);
    expect((claim?.afterSeconds ?? 0) - (prove?.afterSeconds ?? 0)).toBe(20);
    const { withdrawalHash, proof, claim: claimCall } = withdrawalIn(chain, receipt);
    expect(made).toMatchObject({
      kind: 'deposit',
      transferKey: `${chain.id}:${chain.chainId}:${withdrawalHash}`,
      fields: { inputAmount: amountIn, depositor: sender, recipient, userSteps: 'prove@1+3600,claim@1+608400' },
    });
    const sign = ({ to, data }: OwnerCall) => world.send({ chainId: 1, to, data, value: 0n }, sender, corridor.from);

    await propose();
    await world.wait(1, 2);
    const proven = await sign(await proof(l1, l2, sender));
    expect(proven.events).toMatchObject([{ kind: 'proven', transferKey: made?.transferKey }]);
    await expect(sign(claimCall(sender))).rejects.toThrow('reverted');

    await world.wait(1, 21);
    const before = await world.balance(corridor.to, recipient);
    const claimed = await sign(claimCall(sender));
    expect(claimed.events.map(({ kind, transferKey }) => [kind, transferKey])).toEqual([
      ['fill', made?.transferKey],
      ['claimed', made?.transferKey],
    ]);
    expect(claimed.events[0]?.fields).toMatchObject({ deliveredAmount: quoted.amountOut, deliveredTo: recipient });
    expect((await world.balance(corridor.to, recipient)) - before).toBe(quoted.amountOut);
    isNear(quoted.originGas, receipt, 0.35);
    isNear(prove?.gas, await receiptOf(l1, proven.hash), 0.35);
    isNear(claim?.gas, await receiptOf(l1, claimed.hash), 0.35);
  });

  test('lists ether and the tokens that say whose they are, both ways', async () => {
    const given = await bridge.corridors(world.context());
    const tokens = bridge.manifest.assets;
    expect(given.ok && given.value.map(({ from }) => from.slice(from.indexOf(':') + 1))).toEqual(
      tokens.flatMap((symbol) => [symbol, symbol]),
    );
  });

  test('is not paused', async () => {
    const vitals = bridge.vitals?.(1) ?? [];
    const outcome = await world.context().rpc.call(
      1,
      vitals.map(({ call }) => call),
      AbortSignal.timeout(10_000),
    );
    if (outcome.kind !== 'results') throw new Error(outcome.kind);
    expect(vitals.map(({ read }, index) => read(outcome.results[index]?.data ?? ''))).toEqual([{ kind: 'paused', paused: false }]);
  });
});
