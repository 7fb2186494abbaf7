import { type Address, encodeFunctionData, type Hex, hexToBigInt, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge } from '#bridges/_kit/port.ts';
import type { OpStackChain } from '#bridges/_opstack/op-stack-chain.ts';
import { baseBridge } from '#bridges/base-bridge/base-bridge.ts';
import { contracts as base } from '#bridges/base-bridge/contracts.ts';
import { contracts as optimism } from '#bridges/optimism-bridge/contracts.ts';
import { optimismBridge } from '#bridges/optimism-bridge/optimism-bridge.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import { findProposals } from '#simnet/bridges/_opstack/proposer.ts';
import { findDeposits } from '#simnet/bridges/_opstack/sequencer.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type ContractWorld, startContractWorld } from '#test/support/contract-world.ts';
import { withdrawalIn } from '#test/support/op-stack-withdrawal.ts';

/** The OP Stack's own contracts, from their package, on local chains: what the adapters quote is what arrives. */
const erc20 = parseAbi(['function balanceOf(address account) view returns (uint256)']);
const [sender, recipient] = USERS as [Address, Address];
let world: ContractWorld;

beforeAll(async () => {
  world = await startContractWorld();
});
afterAll(() => world?.stop());

const balanceOf = async ({ chainId, address }: Asset, account: Address): Promise<bigint> => {
  const { rpc } = world.linkOf(chainId);
  if (address === NATIVE_ADDRESS) return hexToBigInt(await rpc.call<Hex>('eth_getBalance', [account, 'latest']));
  const data = encodeFunctionData({ abi: erc20, functionName: 'balanceOf', args: [account] });
  return hexToBigInt(await rpc.call<Hex>('eth_call', [{ to: address, data }, 'latest']));
};

const ways: [string, Bridge, OpStackChain, string, bigint][] = [
  ['ether', optimismBridge, optimism, 'ETH', 1_234_567_890_123_456_789n],
  ['USDT', optimismBridge, optimism, 'USDT', 1_000_000_007n],
  ['ether', baseBridge, base, 'ETH', 10n ** 16n + 1n],
  ['DAI', baseBridge, base, 'DAI', 10n ** 21n + 3n],
];

describe('a deposit', () => {
  test.each(ways)('of %s by $1.manifest.id arrives to the unit', async (_name, bridge, chain, symbol, amountIn) => {
    const corridor = world.corridorOf(`ethereum:${symbol}>${chain.id.replace('-bridge', '')}:${symbol}`);
    const answer = await world.quote(bridge, corridor, amountIn);
    expect(answer).toMatchObject({ amountOut: amountIn, fees: [], etaSeconds: { p50: 120, p90: 180 } });
    expect(answer.userSteps).toBeUndefined();
    const before = await balanceOf(corridor.to, recipient);
    const { receipt } = await world.sign({ bridge, corridor, amountIn, answer, sender, recipient });
    const [deposit, ...others] = world.eventsIn(bridge, 1, receipt);
    expect(others).toEqual([]);
    expect(deposit).toMatchObject({
      kind: 'deposit',
      transferKey: expect.stringMatching(new RegExp(`^${chain.id}:1:0x[0-9a-f]{64}$`)),
      fields: { inputAmount: amountIn, outputAmount: amountIn, depositor: sender, recipient },
    });
    const jobs = await findDeposits(chain)(world.links)(Date.now());
    const fills = (await world.relay(jobs)).flatMap((one) => world.eventsIn(bridge, one.chainId, one));
    expect(fills.find(({ transferKey }) => transferKey === deposit?.transferKey)).toMatchObject({
      kind: 'fill',
      fields: { deliveredAmount: answer.amountOut, deliveredTo: recipient, inputToken: corridor.from.address },
    });
    expect((await balanceOf(corridor.to, recipient)) - before).toBe(answer.amountOut);
    expect(await findDeposits(chain)(world.links)(Date.now())).toEqual([]);
    // What was announced as gas is what it took, within a fifth.
    const used = Number(hexToBigInt((receipt as unknown as { gasUsed: Hex }).gasUsed));
    expect(Math.abs(Number(answer.originGas) / used - 1), `${answer.originGas} told, ${used} used`).toBeLessThan(0.2);
  });
});

describe('a withdrawal', () => {
  const propose = async (chain: OpStackChain) => world.relay(await findProposals(chain)(world.links)(Date.now() + 86_400_000));

  test.each(ways)('of %s by $1.manifest.id is proven and claimed by its user', async (_name, bridge, chain, symbol, amountIn) => {
    await propose(chain);
    await world.wait(1, 30);
    await propose(chain);
    const corridor = world.corridorOf(`${chain.id.replace('-bridge', '')}:${symbol}>ethereum:${symbol}`);
    const answer = await world.quote(bridge, corridor, amountIn);
    expect(answer).toMatchObject({ amountOut: amountIn, userSteps: [{ kind: 'prove' }, { kind: 'claim' }] });
    const [prove, claim] = answer.userSteps ?? [];
    expect(prove?.afterSeconds).toBeGreaterThanOrEqual(30);
    expect((claim?.afterSeconds ?? 0) - (prove?.afterSeconds ?? 0)).toBe(20);

    const { receipt } = await world.sign({ bridge, corridor, amountIn, answer, sender, recipient });
    const [deposit, ...others] = world.eventsIn(bridge, chain.chainId, receipt);
    expect(others).toEqual([]);
    const { withdrawalHash, proof, claim: claimCall } = withdrawalIn(chain, receipt);
    expect(deposit).toMatchObject({
      kind: 'deposit',
      transferKey: `${chain.id}:${chain.chainId}:${withdrawalHash}`,
      fields: { inputAmount: amountIn, depositor: sender, recipient, userSteps: 'prove@1+3600,claim@1+608400' },
    });

    await propose(chain);
    await world.wait(1, 2);
    const l1 = world.linkOf(1);
    const [proven] = await l1.send([await proof(l1, world.linkOf(chain.chainId), sender)]);
    if (proven === undefined) throw new Error('not proven');
    expect(world.eventsIn(bridge, 1, proven)).toMatchObject([{ kind: 'proven', transferKey: deposit?.transferKey }]);
    await expect(l1.send([claimCall(sender)])).rejects.toThrow('reverted');

    await world.wait(1, 21);
    const before = await balanceOf(corridor.to, recipient);
    const [claimed] = await l1.send([claimCall(sender)]);
    if (claimed === undefined) throw new Error('not claimed');
    const events = world.eventsIn(bridge, 1, claimed);
    expect(events.map(({ kind, transferKey }) => [kind, transferKey])).toEqual([
      ['fill', deposit?.transferKey],
      ['claimed', deposit?.transferKey],
    ]);
    expect(events[0]?.fields).toMatchObject({ deliveredAmount: answer.amountOut, deliveredTo: recipient });
    expect((await balanceOf(corridor.to, recipient)) - before).toBe(answer.amountOut);
    const used = [receipt, proven, claimed].map((one) => Number(hexToBigInt((one as unknown as { gasUsed: Hex }).gasUsed)));
    const told = [answer.originGas, prove?.gas, claim?.gas].map(Number);
    for (const [index, gas] of used.entries()) {
      expect(Math.abs((told[index] ?? 0) / gas - 1), `${told[index]} told, ${gas} used (${index})`).toBeLessThan(0.35);
    }
  });
});

test.each([optimismBridge, baseBridge])('$manifest.id lists ether and the tokens that say whose they are, both ways', async (bridge) => {
  const given = await bridge.corridors(world.context());
  const tokens = bridge.manifest.assets;
  expect(given.ok && given.value.map(({ from }) => from.slice(from.indexOf(':') + 1))).toEqual(
    tokens.flatMap((symbol) => [symbol, symbol]),
  );
});

test.each([optimismBridge, baseBridge])('$manifest.id is not paused', async (bridge) => {
  const vitals = bridge.vitals?.(1) ?? [];
  const outcome = await world.context().rpc.call(
    1,
    vitals.map(({ call }) => call),
    AbortSignal.timeout(10_000),
  );
  if (outcome.kind !== 'results') throw new Error(outcome.kind);
  expect(vitals.map(({ read }, index) => read(outcome.results[index]?.data ?? ''))).toEqual([{ kind: 'paused', paused: false }]);
});
