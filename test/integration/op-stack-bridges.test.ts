import { type Address, encodeAbiParameters, encodeFunctionData, type Hex, hexToBigInt } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseBridge } from '#bridges/base-bridge/base-bridge.ts';
import { contracts as base } from '#bridges/base-bridge/contracts.ts';
import { contracts as optimism } from '#bridges/optimism-bridge/contracts.ts';
import { optimismBridge } from '#bridges/optimism-bridge/optimism-bridge.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { opStackAbi } from '#simnet/bridges/_opstack/abi.ts';
import { GAME_TYPE } from '#simnet/bridges/_opstack/deploy.ts';
import { baseBridgeWorld } from '#simnet/bridges/base-bridge/base-bridge-world.ts';
import { optimismBridgeWorld } from '#simnet/bridges/optimism-bridge/optimism-bridge-world.ts';
import type { ChainLink, Receipt } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { type StepCounter, startStepCounter } from '#test/support/step-counter.ts';

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

/** What a claim's sender paid for it in ether, where that is what he is paid in. */
const paidForGas = async (link: ChainLink, hash: Hex, { address }: Asset): Promise<bigint> => {
  if (address !== NATIVE_ADDRESS) return 0n;
  const { gasUsed, effectiveGasPrice } = await link.rpc.call<{ gasUsed: Hex; effectiveGasPrice: Hex }>('eth_getTransactionReceipt', [hash]);
  return hexToBigInt(gasUsed) * hexToBigInt(effectiveGasPrice);
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
  let steps: StepCounter;
  let l1: ChainLink;
  let l2: ChainLink;

  beforeAll(async () => {
    world = await startBridgeWorld(bridge, simulated, nowMs);
    steps = await startStepCounter(world);
    l1 = world.chains.linkOf('ethereum');
    l2 = world.chains.linkOf(there);
  });
  afterAll(async () => {
    await steps?.stop();
    await world?.close();
  });

  /** Quotes and signs, with no more money than was quoted; gives what was told, and what came of it. */
  const begin = async (id: string, amountIn: bigint) => {
    const corridor = corridorNamed(id);
    const quoted = await world.quote(corridor, amountIn);
    const request = { corridor, amountIn, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
    const before = await world.balance(corridor.from, sender);
    const { built, hash, made } = await depositQuoted(world, bridge, request);
    const paid = before - (await world.balance(corridor.from, sender));
    if (corridor.from.address === NATIVE_ADDRESS) expect(built.value).toBe(amountIn);
    else expect(paid).toBe(amountIn);
    const receipt = await receiptOf(corridor.from.chainId === 1 ? l1 : l2, hash);
    return { corridor, quoted, receipt, hash, made };
  };
  const carry = () => world.relay(`${chain.id}-sequencer`);
  /** A proposal that is not what the chain is: newer than the true one, and of the same block. */
  const lie = async () => {
    const blockNumber = await l2.rpc.call<Hex>('eth_blockNumber');
    const args = [GAME_TYPE, `0x${'bad0'.repeat(16)}`, encodeAbiParameters([{ type: 'uint256' }], [hexToBigInt(blockNumber)])] as const;
    await l1.send([
      { to: chain.l1.disputeGameFactory as Address, data: encodeFunctionData({ abi: opStackAbi, functionName: 'create', args }) },
    ]);
  };
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
    const { corridor, quoted, receipt, hash, made } = await begin(`${there}:${symbol}>ethereum:${symbol}`, amountIn);
    expect(quoted).toMatchObject({ amountOut: amountIn, userSteps: [{ kind: 'prove' }, { kind: 'claim' }] });
    const [prove, claim] = quoted.userSteps ?? [];
    expect(prove?.afterSeconds).toBeGreaterThanOrEqual(30);
    expect((claim?.afterSeconds ?? 0) - (prove?.afterSeconds ?? 0)).toBe(20);
    const key = made?.transferKey ?? '';
    expect(made).toMatchObject({
      kind: 'deposit',
      transferKey: expect.stringMatching(new RegExp(`^${chain.id}:${chain.chainId}:0x[0-9a-f]{64}$`)),
      fields: { inputAmount: amountIn, depositor: sender, recipient, userSteps: 'prove@1+3600,claim@1+608400' },
    });
    await steps.show(chain.chainId, hash);
    const [proveStep] = (await steps.transfer(key)).userSteps ?? [];
    expect(await steps.refusal(key, { sender })).toMatchObject({ code: 'STEP_NOT_READY', readyAt: proveStep?.readyAt });
    expect(await steps.refusal(key, { sender, step: 'claim' })).toMatchObject({
      detail: expect.stringContaining('prove comes before claim'),
    });

    await propose();
    await lie();
    await world.wait(1, 2);
    const proven = await steps.sign(hash, { sender });
    await steps.show(1, proven);
    expect(await steps.transfer(key)).toMatchObject({
      userSteps: [
        { kind: 'prove', transaction: proven },
        { kind: 'claim', doneAt: null },
      ],
    });
    expect(await steps.refusal(key, { sender, step: 'prove' })).toMatchObject({ code: 'NOTHING_TO_SIGN' });
    expect(await steps.refusal(key, { sender })).toMatchObject({ code: 'STEP_NOT_READY', detail: expect.stringContaining('not matured') });

    await world.wait(1, 21);
    const before = await world.balance(corridor.to, recipient);
    // By somebody else, on the proof of who proved it: it is paid to whom it was sent.
    const claimed = await steps.sign(key, { sender: recipient });
    expect((await world.balance(corridor.to, recipient)) - before + (await paidForGas(l1, claimed, corridor.to))).toBe(quoted.amountOut);
    // The watcher has not seen it yet, and the portal has.
    expect(await steps.refusal(key, { sender, step: 'claim' })).toMatchObject({ code: 'NOTHING_TO_SIGN' });
    const told = await world.read(1, claimed);
    expect(told.map(({ kind, transferKey }) => [kind, transferKey])).toEqual([
      ['fill', key],
      ['claimed', key],
    ]);
    expect(told[0]?.fields).toMatchObject({ deliveredAmount: quoted.amountOut, deliveredTo: recipient });
    await steps.show(1, claimed);
    expect(await steps.transfer(key)).toMatchObject({
      state: 'COMPLETED',
      amountDelivered: String(amountIn),
      destinationTransaction: claimed,
    });
    isNear(quoted.originGas, receipt, 0.35);
    isNear(prove?.gas, await receiptOf(l1, proven), 0.35);
    isNear(claim?.gas, await receiptOf(l1, claimed), 0.35);
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
      AbortSignal.timeout(30_000),
    );
    if (outcome.kind !== 'results') throw new Error(outcome.kind);
    expect(vitals.map(({ read }, index) => read(outcome.results[index]?.data ?? ''))).toEqual([{ kind: 'paused', paused: false }]);
  });
});
