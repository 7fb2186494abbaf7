import { decodeFunctionData, encodeFunctionData, erc20Abi, type Hex, parseAbi } from 'viem';
import { afterEach, describe, expect, test } from 'vitest';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { stargatePool } from '#bridges/_stargate/contracts.ts';
import { assetById } from '#core/domain/asset.ts';
import { createIssuedQuoteStore } from '#platform/redis/issued-quote-store.ts';
import type { UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { fareCall } from '#simnet/deploy/stargate.ts';
import { json, type Mood } from '#test/support/across-upstream.ts';
import { expectProblem } from '#test/support/expect-problem.ts';
import { startLimitedNode } from '#test/support/limited-node.ts';
import { ACROSS_USDC, PAUPER, sendingFixture, wallet } from '#test/support/sending-fixture.ts';

const fixture = sendingFixture();
const { amount, show, post, build, send, sendAll, allowance, giveCoin, linkOf } = fixture;

const STARGATE_USDC = ['stargate', 'ethereum:USDC>arbitrum:USDC'] as const;
const USDC = assetById('ethereum:USDC')?.address as Hex;
const SPOKE = spokePool(1) as Hex;
const POOL = stargatePool(1, 'USDC')?.address as Hex;

const admin = parseAbi([
  'function pauseDeposits(bool pause)',
  'function setPause(bool paused)',
  'function mint(address to, uint256 amount)',
]);

const spoilt =
  (change: (good: Record<string, unknown>) => Record<string, unknown>): Mood =>
  (response, good) =>
    json(response, { ...good, ...change(good) });

/** Delivers less, for a higher relayer fee; every sum still closes. */
const dearer = (by: (amountOut: bigint) => bigint): Mood =>
  spoilt((good) => {
    const more = by(BigInt(String(good.outputAmount)));
    const raised = (part: unknown) => ({ pct: '0', total: String(BigInt((part as { total: string }).total) + more) });
    return {
      outputAmount: String(BigInt(String(good.outputAmount)) - more),
      totalRelayFee: raised(good.totalRelayFee),
      relayerCapitalFee: raised(good.relayerCapitalFee),
    };
  });

/** Whoever asks for a quote waits 3 s. */
const LONGER_THAN_A_QUOTE_MS = 3_200;

const approve = (spender: Hex, value: bigint) => encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, value] });

afterEach(() => fixture.calm());

describe('what is handed over is what happens', () => {
  test.each([
    ['Across', ...ACROSS_USDC, SPOKE],
    ['Stargate', ...STARGATE_USDC, POOL],
    ['Stargate’s bus', 'stargate-bus', STARGATE_USDC[1], POOL],
  ] as const)(
    '%s, a token: exactly the amount is approved, and the deposit carries what was quoted',
    async (_name, bridge, corridor, spender) => {
      const amountIn = amount();
      const account = wallet(5);
      const { routeId, route } = await show(bridge, corridor, amountIn);
      const answer = await build(routeId, { sender: account.address, recipient: wallet(6).address });
      expect(answer).toMatchObject({ routeId, amountOut: route.amountOut, minAmountOut: route.minAmountOut, simulation: 'WITH_ALLOWANCE' });
      expect(Date.parse(answer.validUntil)).toBeGreaterThan(Date.now());
      expect(Date.parse(answer.validUntil)).toBeLessThanOrEqual(Date.now() + 30_000);

      expect(answer.approval).toMatchObject({ to: USDC, value: '0', chainId: '1' });
      const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data: answer.approval?.data as Hex });
      expect([functionName, ...(args ?? [])]).toEqual(['approve', spender, amountIn]);
      expect(BigInt(answer.deposit.nonce)).toBe(BigInt(answer.approval?.nonce ?? 0) + 1n);

      const event = await sendAll(account, bridge, answer);
      expect(event).toMatchObject({
        kind: 'deposit',
        fields: { depositor: account.address, inputAmount: amountIn, outputAmount: BigInt(answer.amountOut) },
      });
      expect(await allowance(1, USDC, account.address, spender)).toBe(0n);
    },
  );

  test.each([
    ['across', 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n],
    ['stargate', 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
    ['stargate-bus', 'base:ETH>arbitrum:ETH', 1_234_567_890_123_456_789n],
  ] as const)('%s, a native coin: no approval, and the value pays for all of it', async (bridge, corridor, amountIn) => {
    const { routeId, route } = await show(bridge, corridor, amountIn);
    const answer = await build(routeId, { sender: wallet(6).address.toLowerCase() });
    expect(answer).not.toHaveProperty('approval');
    expect(answer.simulation).toBe('AS_IS');
    const event = await sendAll(wallet(6), bridge, answer);
    expect(event.fields).toMatchObject({ depositor: wallet(6).address, outputAmount: BigInt(route.amountOut) });
  });

  test.each([
    ['more than enough', 10n],
    ['exactly enough', 0n],
  ])('an allowance that is %s needs no approval', async (_name, more) => {
    const amountIn = amount();
    const account = wallet(7);
    await linkOf(1).send([{ from: account.address, to: USDC, data: approve(SPOKE, amountIn + more) }]);
    const { routeId } = await show(...ACROSS_USDC, amountIn);
    const answer = await build(routeId, { sender: account.address });
    expect(answer).not.toHaveProperty('approval');
    expect(answer.simulation).toBe('AS_IS');
    await sendAll(account, 'across', answer);
    expect(await allowance(1, USDC, account.address, SPOKE)).toBe(more);
  });

  test('one unit too little is approved anew, with the whole amount', async () => {
    const amountIn = amount();
    await linkOf(1).send([{ from: wallet(8).address, to: USDC, data: approve(POOL, amountIn - 1n) }]);
    const { routeId } = await show(...STARGATE_USDC, amountIn);
    const answer = await build(routeId, { sender: wallet(8).address });
    expect(decodeFunctionData({ abi: erc20Abi, data: answer.approval?.data as Hex }).args).toEqual([POOL, amountIn]);
    await sendAll(wallet(8), 'stargate', answer);
  });

  test('gas is the estimate and a fifth; fees follow the newest block; the nonce counts what waits in the pool', async () => {
    const account = wallet(9);
    const { rpc } = linkOf(1);
    const { routeId } = await show(...ACROSS_USDC, amount());
    const [answer, waiting] = await fixture.chains().still(async () => {
      const before = await build(routeId, { sender: account.address });
      const block = await rpc.call<{ baseFeePerGas: Hex }>('eth_getBlockByNumber', ['latest', false]);
      const tip = BigInt(await rpc.call<Hex>('eth_maxPriorityFeePerGas'));
      const { from, ...call } = { from: account.address, to: before.approval?.to, data: before.approval?.data };
      const estimate = BigInt(await rpc.call<Hex>('eth_estimateGas', [{ from, ...call }]));
      expect(BigInt(before.approval?.gas ?? 0)).toBe((estimate * 120n + 99n) / 100n);
      expect(BigInt(before.deposit.maxPriorityFeePerGas)).toBe(tip);
      expect(BigInt(before.deposit.maxFeePerGas)).toBe(2n * BigInt(block.baseFeePerGas) + tip);
      const signed = await account.signTransaction({ ...txOf(before.approval), type: 'eip1559' });
      await rpc.call('eth_sendRawTransaction', [signed]);
      return [before, await build(routeId, { sender: account.address })] as const;
    });
    expect(BigInt(waiting.deposit.nonce)).toBe(BigInt(answer.deposit.nonce) + 1n);
    // What really is used stays well below what is allowed for.
    const receipt = (await send(account, answer.deposit)) as unknown as { gasUsed: Hex; status: Hex };
    expect(receipt.status).toBe('0x1');
    expect(BigInt(receipt.gasUsed)).toBeLessThan(BigInt(answer.deposit.gas));
  });

  test('where a node cannot assume an allowance that is said, and the gas is what such deposits usually take', async () => {
    const node = await startLimitedNode(linkOf(1).rpc.url, ['eth_createAccessList', 'eth_maxPriorityFeePerGas']);
    const api = await fixture.another(new Map([[1, [node.url]]]));
    try {
      const { routeId } = await show(...ACROSS_USDC, amount());
      const answer = await createRestClient({ url: api.url }).transaction(routeId, { sender: wallet(5).address });
      expect(answer.simulation).toBe('NOT_POSSIBLE');
      await sendAll(wallet(5), 'across', answer);
    } finally {
      await api.stop();
      node.stop();
    }
  });

  test('what was promised is on record for its deposit', async () => {
    const amountIn = amount();
    const { routeId } = await show(...STARGATE_USDC, amountIn);
    const answer = await build(routeId, { sender: wallet(5).address, recipient: wallet(9).address, slippageBps: 20 });
    const store = createIssuedQuoteStore(fixture.api());
    const deposit = {
      bridge: 'stargate',
      from: 'ethereum:USDC',
      to: 'arbitrum:USDC',
      sender: wallet(5).address,
      recipient: wallet(9).address,
      amountSent: amountIn,
      amountOut: BigInt(answer.amountOut),
      depositedAtMs: Date.now(),
    };
    await expect
      .poll(async () => (await store.find([deposit]))[0])
      .toMatchObject({
        routeId,
        amountOut: BigInt(answer.amountOut),
        minAmountOut: BigInt(answer.minAmountOut),
      });
  });
});

const txOf = (transaction: UnsignedTransactionJson | undefined) => ({
  chainId: Number(transaction?.chainId),
  to: transaction?.to as Hex,
  data: transaction?.data as Hex,
  value: BigInt(transaction?.value ?? 0),
  gas: BigInt(transaction?.gas ?? 0),
  maxFeePerGas: BigInt(transaction?.maxFeePerGas ?? 0),
  maxPriorityFeePerGas: BigInt(transaction?.maxPriorityFeePerGas ?? 0),
  nonce: Number(transaction?.nonce),
});

describe('the minimum', () => {
  test('by slippage is what Stargate’s calldata enforces', async () => {
    const { routeId, route } = await show(...STARGATE_USDC, amount());
    const answer = await build(routeId, { sender: wallet(5).address, slippageBps: 100 });
    expect(BigInt(answer.minAmountOut)).toBe((BigInt(route.amountOut) * 9_900n) / 10_000n);
  });

  test('a quote of Across stands to the unit within its validity, while the fee has hardly risen', async () => {
    const { routeId, route } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = dearer(() => 7n);
    const answer = await build(routeId, { sender: wallet(5).address });
    expect([answer.amountOut, answer.minAmountOut]).toEqual([route.amountOut, route.amountOut]);
    expect((await sendAll(wallet(5), 'across', answer)).fields.outputAmount).toBe(BigInt(route.amountOut));
  });

  test('a quote that moved beyond it is refused with the slippage that would do, and that does', async () => {
    const { routeId, route } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = dearer((amountOut) => amountOut / 100n);
    const response = await post(routeId, { sender: wallet(5).address });
    const { detail } = (await response.clone().json()) as { detail: string };
    await expectProblem(response, 409, 'QUOTE_MOVED', '/slippageBps');
    const slippageBps = Number(/slippageBps (\d+)/.exec(detail)?.[1]);
    await expectProblem(await post(routeId, { sender: wallet(5).address, slippageBps: slippageBps - 1 }), 409, 'QUOTE_MOVED');
    const answer = await build(routeId, { sender: wallet(5).address, slippageBps });
    expect(BigInt(answer.amountOut)).toBeLessThan(BigInt(route.amountOut));
    expect(answer.minAmountOut).toBe(answer.amountOut);
  });

  test('a quote that lapsed while its book still names it is taken again', async () => {
    const lapsed = { observedAt: new Date(Date.now() - 60_000).toISOString(), validUntil: new Date(Date.now() - 30_000).toISOString() };
    const { routeId } = await show(...ACROSS_USDC, amount(), lapsed);
    const answer = await build(routeId, { sender: wallet(5).address });
    expect(Date.parse(answer.validUntil)).toBeGreaterThan(Date.now());
    fixture.upstream().mood = dearer(() => 7n);
    await expectProblem(await post(routeId, { sender: wallet(5).address }), 409, 'QUOTE_MOVED', '/slippageBps');
  });
});

describe('what would fail is refused with the reason', () => {
  test('a deposit address of a bridge that has none, by the field’s name', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const response = await post(routeId, { sender: wallet(5).address, depositAddress: true });
    expect(await response.clone().json()).toMatchObject({
      detail: expect.stringContaining('Across takes no deposits by a plain transfer'),
    });
    await expectProblem(response, 400, 'INVALID_PARAMETER', '/depositAddress');
    expect((await post(routeId, { sender: wallet(5).address, depositAddress: false })).status).toBe(200);
  });

  test('too little of the token', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    const response = await post(routeId, { sender: PAUPER });
    expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('holds 0 of ethereum:USDC') });
    await expectProblem(response, 422, 'INSUFFICIENT_BALANCE', '/sender');
  });

  test('too little native coin for the value, and for the gas', async () => {
    const native = await show('across', 'ethereum:ETH>base:ETH', 10n ** 18n + 2n);
    await giveCoin(1, PAUPER, 10n ** 18n + 1n);
    await expectProblem(await post(native.routeId, { sender: PAUPER }), 422, 'INSUFFICIENT_BALANCE', '/sender');
    await giveCoin(1, PAUPER, 10n ** 18n + 2n);
    const response = await post(native.routeId, { sender: PAUPER });
    expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('for gas') });
    await expectProblem(response, 422, 'INSUFFICIENT_BALANCE', '/sender');

    const amountIn = amount();
    await linkOf(1).send([{ to: USDC, data: encodeFunctionData({ abi: admin, functionName: 'mint', args: [PAUPER, amountIn] }) }]);
    const token = await show(...STARGATE_USDC, amountIn);
    await giveCoin(1, PAUPER, 0n);
    await expectProblem(await post(token.routeId, { sender: PAUPER }), 422, 'INSUFFICIENT_BALANCE', '/sender');
  });

  test.each([
    ['Across’s spoke pool', ACROSS_USDC, SPOKE, 'pauseDeposits'],
    ['Stargate’s pool', STARGATE_USDC, POOL, 'setPause'],
    ['Stargate’s pool, for its bus', ['stargate-bus', STARGATE_USDC[1]], POOL, 'setPause'],
  ] as const)('%s is paused', async (_name, [bridge, corridor], contract, functionName) => {
    const { routeId } = await show(bridge, corridor, amount());
    const pause = (on: boolean) => linkOf(1).send([{ to: contract, data: encodeFunctionData({ abi: admin, functionName, args: [on] }) }]);
    await pause(true);
    try {
      await expectProblem(await post(routeId, { sender: wallet(5).address }), 409, 'BRIDGE_PAUSED');
    } finally {
      await pause(false);
    }
    await build(routeId, { sender: wallet(5).address });
  });

  test('a bus that is out of service', async () => {
    const { routeId } = await show('stargate-bus', STARGATE_USDC[1], amount());
    await linkOf(1).send([fareCall(1, 42161, 0n)]);
    try {
      const response = await post(routeId, { sender: wallet(5).address });
      expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('Bus_InvalidFare') });
      await expectProblem(response, 410, 'ROUTE_EXPIRED');
    } finally {
      await linkOf(1).send([fareCall(1, 42161, 10n ** 13n)]);
    }
    await build(routeId, { sender: wallet(5).address });
  });

  test('a contract that is not there, of which the chain itself says nothing', async () => {
    const { rpc } = linkOf(1);
    const { routeId } = await show(...ACROSS_USDC, amount());
    const code = await rpc.call<Hex>('eth_getCode', [SPOKE, 'latest']);
    await rpc.call('anvil_setCode', [SPOKE, '0x']);
    try {
      expect(await rpc.call('eth_call', [{ from: wallet(5).address, to: SPOKE, data: '0x12345678', value: '0x1' }, 'latest'])).toBe('0x');
      const response = await post(routeId, { sender: wallet(5).address });
      expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('no contract') });
      await expectProblem(response, 422, 'WOULD_REVERT');
    } finally {
      await rpc.call('anvil_setCode', [SPOKE, code]);
    }
    await build(routeId, { sender: wallet(5).address });
  });

  test('an amount beyond the limits of now', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = spoilt((good) => ({ limits: { ...(good.limits as object), maxDeposit: '11', maxDepositInstant: '11' } }));
    await expectProblem(await post(routeId, { sender: wallet(5).address }), 422, 'OUTSIDE_LIMITS');
    const tooMuch = await show('stargate', 'ethereum:USDC>arbitrum:USDC', 10n ** 15n);
    await expectProblem(await post(tooMuch.routeId, { sender: wallet(5).address }), 422, 'OUTSIDE_LIMITS');
  });

  test('a quote whose times the pool does not take', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = spoilt(() => ({ timestamp: String(Math.floor(Date.now() / 1_000) - 7_200) }));
    const response = await post(routeId, { sender: wallet(5).address });
    expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('InvalidQuoteTimestamp') });
    await expectProblem(response, 410, 'ROUTE_EXPIRED');
  });

  test('a bridge that takes longer than a quote may is waited for', async () => {
    const { routeId, route } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = (response, good) => void setTimeout(() => json(response, good), LONGER_THAN_A_QUOTE_MS);
    const answer = await build(routeId, { sender: wallet(5).address });
    expect(answer.amountOut).toBe(route.amountOut);
  });

  test('a bridge or a chain that is out of reach', async () => {
    const { routeId } = await show(...ACROSS_USDC, amount());
    fixture.upstream().mood = (response) => void response.writeHead(500).end('oops');
    const response = await post(routeId, { sender: wallet(5).address });
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.clone().text()).not.toContain('oops');
    await expectProblem(response, 503, 'BRIDGE_UNREACHABLE');
    fixture.calm();
    const far = await show('across', 'avalanche:USDC>base:USDC', amount());
    await expectProblem(await post(far.routeId, { sender: wallet(5).address }), 503, 'CHAIN_UNREACHABLE');
  });
});
