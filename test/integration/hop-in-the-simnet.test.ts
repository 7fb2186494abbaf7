import { type Address, encodeFunctionData, parseAbi, toHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import { hopToken } from '#bridges/hop/contracts.ts';
import { hop } from '#bridges/hop/hop.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { hTokenOf } from '#simnet/bridges/hop/hop-contracts.ts';
import { hopWorld } from '#simnet/bridges/hop/hop-world.ts';
import { faultRequest } from '#simnet/control/fault-catalog.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';

/** Hop from the quote to the money, on six local chains: its contracts are stand-ins of the simnet, its API a real server that reads them. */
const [sender] = USERS as [Address];
let world: BridgeWorld;

beforeAll(async () => {
  world = await startBridgeWorld(hop, hopWorld);
});
afterAll(() => world?.close());

let recipients = 0;
const somebody = (): Address => `0x${(0xdef000 + ++recipients).toString(16).padStart(40, '0')}`;

const deposit = async (id: string, amountIn: bigint, least?: (amountOut: bigint) => bigint) => {
  const corridor = corridorNamed(id);
  const recipient = somebody();
  const quoted = await world.quote(corridor, amountIn);
  const minAmountOut = least?.(quoted.amountOut) ?? (quoted.amountOut * 99n) / 100n;
  const { built, hash, made } = await depositQuoted(world, hop, { corridor, amountIn, sender, recipient, minAmountOut, quoted });
  return { corridor, recipient, built, hash, made };
};

test.each([
  ['between layer-2s, through two pools', 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n, true],
  ['to where ether is a token', 'base:ETH>polygon:WETH', 5n * 10n ** 17n, true],
  ['a token with six decimals', 'polygon:USDT>optimism:USDT', 2_000_000_001n, true],
  ['to Ethereum, through one pool', 'arbitrum:DAI>ethereum:DAI', 3_000n * 10n ** 18n, false],
  ['ether to Ethereum', 'base:ETH>ethereum:ETH', 2n * 10n ** 18n, false],
  ['from Ethereum, without a bonder', 'ethereum:USDT>polygon:USDT', 750_000_003n, true],
  ['ether from Ethereum', 'ethereum:ETH>base:ETH', 10n ** 18n, true],
  ['USDC through Circle', 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n, true],
  ['USDC through Circle, back', 'base:USDC>optimism:USDC', 20_000_000n, true],
])('%s: what was quoted is what arrives, under one key', async (_name, id, amountIn, saysAmount) => {
  const { corridor, recipient, built, made } = await deposit(id, amountIn);
  expect(made).toMatchObject({
    kind: 'deposit',
    transferKey: expect.stringMatching(/^hop:\d+:/),
    fields: {
      inputAmount: amountIn,
      inputToken: corridor.from.address,
      outputToken: corridor.to.address,
      destinationChainId: BigInt(corridor.to.chainId),
    },
  });
  const carried = await world.relay();
  expect(carried).toHaveLength(1);
  expect(carried[0]?.events).toEqual([
    expect.objectContaining({
      kind: 'fill',
      transferKey: made.transferKey,
      fields: expect.objectContaining({
        outputToken: corridor.to.address,
        ...(saysAmount ? { deliveredAmount: built.amountOut } : {}),
      }),
    }),
  ]);
  expect(await world.balance(corridor.to, recipient)).toBe(built.amountOut);
  // On Ethereum the payment's log leaves the amount to the deposit's.
  if (!saysAmount) expect(made.fields.outputAmount).toBe(built.amountOut);
  expect(await world.relay()).toEqual([]);
});

test('its status names the bond that paid it', async () => {
  const { made, hash } = await deposit('arbitrum:ETH>optimism:ETH', 10n ** 17n);
  const ask = { originChainId: 42161, id: String(made.fields.depositId) };
  expect(await hop.status?.(world.context(), ask)).toMatchObject({ ok: true, value: { state: 'CONFIRMED', originTransaction: hash } });
  const [bond] = await world.relay();
  expect(await hop.status?.(world.context(), { originChainId: 42161, transactionHash: hash })).toMatchObject({
    ok: true,
    value: { state: 'COMPLETED', transferKey: made.transferKey, destinationTransaction: bond?.hash, to: 'optimism:ETH' },
  });
  const unknown = { originChainId: 10, id: `0x${'9'.repeat(64)}` };
  expect(await hop.status?.(world.context(), unknown)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});

test('a pool that has moved pays hTokens instead: partial', async () => {
  const { corridor, recipient, made } = await deposit('polygon:DAI>optimism:DAI', 1_000n * 10n ** 18n, (amountOut) => amountOut);
  const { swap = '' } = hopToken('DAI')?.pools[10] ?? {};
  const link = world.chains.links.find(({ chain }) => chain.chainId === 10);
  // The destination's pool loses a tenth of its DAI before the bonder comes, so that the accepted minimum is out of reach.
  await link?.rpc.call('anvil_impersonateAccount', [swap]);
  await link?.rpc.call('anvil_setBalance', [swap, toHex(10n ** 24n)]);
  const loss = (await world.balance(corridor.to, swap as Address)) / 10n;
  const abi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)']);
  const data = encodeFunctionData({ abi, functionName: 'transfer', args: [sender, loss] });
  await link?.send([{ from: swap as Address, to: corridor.to.address as Address, data }]);
  const [bond] = await world.relay();
  expect(bond?.events).toEqual([
    expect.objectContaining({ kind: 'fill', transferKey: made.transferKey, fields: expect.objectContaining({ partial: 'true' }) }),
  ]);
  expect(bond?.events[0]?.fields).not.toHaveProperty('deliveredAmount');
  expect(await world.balance(corridor.to, recipient)).toBe(0n);
  expect(await world.balance({ ...corridor.to, address: hTokenOf('DAI', 10) }, recipient)).toBe(
    BigInt(made.fields.hTokenAmount ?? 0) - BigInt(made.fields.bonderFee ?? 0),
  );
});

test('every corridor that it lists is quoted, and every sum closes', async () => {
  const { listed, failed } = await quoteAllListed(world, hop);
  // Ether on five chains, USDC on five, USDT and DAI on four each.
  expect(listed).toBe(20 + 20 + 12 + 12);
  expect(failed).toEqual([]);
});

test('without a bonder’s liquidity the time is the canonical bridge’s week', async () => {
  const corridor = corridorNamed('optimism:ETH>arbitrum:ETH');
  const usual = await world.quote(corridor, 10n ** 18n);
  expect(usual.etaSeconds.p50).toBeLessThan(600);
  expect(usual.limits.instant).toBeGreaterThan(10n ** 18n);
  world.faults.add(faultRequest.parse({ name: 'drained', provider: 'hop' }), Date.now());
  const drained = await world.quote(corridor, 10n ** 18n);
  world.faults.remove({});
  expect(drained).toMatchObject({ etaSeconds: { p50: 7 * 86_400 }, limits: { instant: 0n } });
});

test.each([
  ['ten-times', 'MALFORMED_ANSWER'],
  ['error', 'UPSTREAM_ERROR'],
  ['rate-limit', 'RATE_LIMITED'],
  ['malformed', 'MALFORMED_ANSWER'],
])('with the fault %s nothing is believed: %s', async (name, code) => {
  const question = { corridor: corridorNamed('optimism:ETH>arbitrum:ETH'), amountIn: 10n ** 18n };
  world.faults.add(faultRequest.parse({ name, provider: 'hop' }), Date.now());
  try {
    const given = await hop.quote(world.context(), question);
    const checked = given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
    expect(checked).toMatchObject({ ok: false, error: { code } });
  } finally {
    world.faults.remove({});
  }
});

test('what does not cover the bonder is refused with the least that does', async () => {
  const question = { corridor: corridorNamed('optimism:USDT>ethereum:USDT'), amountIn: 100_000n };
  expect(await hop.quote(world.context(), question)).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_LOW' } });
});
