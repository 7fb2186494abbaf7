import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, encodeFunctionData, type Hex, pad, parseAbi, zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { Bridge, BridgeContext, BridgeEvent, QuoteQuestion } from '#bridges/_kit/port.ts';
import { messengerAbi, transmitterAbi } from '#bridges/cctp/abi.ts';
import { cctp } from '#bridges/cctp/cctp.ts';
import { MESSAGE_TRANSMITTER, TOKEN_MESSENGER } from '#bridges/cctp/contracts.ts';
import { hookDataOf } from '#bridges/cctp/forward-hook.ts';
import { destinationAbi, sourceAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { debridge } from '#bridges/debridge/debridge.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import { cctpWorld } from '#simnet/bridges/cctp/cctp-world.ts';
import { findForwards } from '#simnet/bridges/cctp/forwarder.ts';
import { findMessages } from '#simnet/bridges/debridge/carrier.ts';
import { debridgeWorld } from '#simnet/bridges/debridge/debridge-world.ts';
import { createdOrders } from '#simnet/bridges/debridge/orders.ts';
import { findOrders } from '#simnet/bridges/debridge/solver.ts';
import type { ChainLink, Receipt } from '#simnet/chains/chain-link.ts';
import { createFaultBoard } from '#simnet/control/fault-board.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import type { FindJobs } from '#simnet/relayers/relay-loop.ts';
import { createUpstreamHandler } from '#simnet/upstream/upstream-handler.ts';
import type { World } from '#simnet/world/world.ts';
import { type LocalChains, startLocalChains } from '#test/support/local-chains.ts';

/** Two bridges against their stand-ins on six local chains, with their vendors' simulated APIs on a real socket. */
const erc20 = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);
const [sender, recipient] = USERS as [Address, Address];
const world: World = { seed: 'bridges', dial: () => undefined, priceFactor: () => 1, drained: () => false };
const SIMULATED = [cctpWorld, debridgeWorld];
let chains: LocalChains;
let server: Server;
/** What the vendors' clocks are ahead of ours: nobody waits for finality in a test. */
let aheadMs = 0;
const nowMs = () => Date.now() + aheadMs;
let context: () => BridgeContext;

beforeAll(async () => {
  chains = await startLocalChains(undefined);
  for (const { endow } of SIMULATED.flatMap(({ relayers }) => relayers)) await Promise.all(chains.links.map(endow));
  const tools = { world, step: () => 0, nowMs, links: chains.links };
  const apis = SIMULATED.flatMap(({ id, upstream }) =>
    Object.entries(upstream?.apis ?? {}).map(([name, create]) => ({ provider: id, base: `/${name}/api`, api: create(tools) })),
  );
  const handle = createUpstreamHandler({ apis, faults: createFaultBoard(), seed: () => world.seed });
  server = createServer((request, response) => void handle(request, response, new URL(request.url ?? '/', 'http://upstream')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttpClient();
  const urls = new Map(chains.links.map((link) => [link.chain.chainId, [link.rpc.url]]));
  const rpc = createRpcPort(createJsonRpc({ http, urls, now: Date.now }));
  context = () => ({
    http,
    rpc,
    now: Date.now,
    endpoints: { cctp: `${base}/cctp/api`, debridge: `${base}/debridge/api` },
    apiKeys: {},
    signal: AbortSignal.timeout(10_000),
  });
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await chains?.close();
});

const questionOf = (id: string, amountIn: bigint): QuoteQuestion => {
  const corridor = corridorById(id);
  if (corridor === undefined) throw new Error(`no corridor ${id}`);
  return { corridor, amountIn };
};

const linkOf = (chainId: number): ChainLink => chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

const quoteOf = async (bridge: Bridge, question: QuoteQuestion): Promise<QuoteAnswer> => {
  const given = await bridge.quote(context(), question);
  const checked = given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
  if (!checked.ok) throw new Error(`${checked.error.code}: ${checked.error.detail}`);
  return checked.value;
};

const approve = ({ address }: Asset, spender: string, amount: bigint) => ({
  from: sender,
  to: address as Address,
  data: encodeFunctionData({ abi: erc20, functionName: 'approve', args: [spender as Address, amount] }),
});

const eventsIn = (bridge: Bridge, chainId: number, receipt: Receipt | undefined): readonly BridgeEvent[] =>
  (receipt?.logs ?? []).flatMap((log) => bridge.decode({ chainId, ...log }) ?? []);

/** Signs what the bridge gives for a quote, and gives the deposit that its log tells of. */
const deposit = async (bridge: Bridge, question: QuoteQuestion, quoted: QuoteAnswer) => {
  const { from } = question.corridor;
  const built = await bridge.transaction(context(), { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted });
  if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
  const { to, data, value, spender } = built.value;
  const approval = spender === undefined ? [] : [approve(from, spender, question.amountIn)];
  const receipts = await linkOf(from.chainId).send([...approval, { from: sender, to: to as Address, data: data as Hex, value }]);
  const receipt = receipts.at(-1) as Receipt;
  const events = eventsIn(bridge, from.chainId, receipt);
  expect(events.map(({ kind }) => kind)).toEqual(['deposit']);
  return { receipt, built: built.value, event: events[0] as BridgeEvent };
};

/** Does everything that a relayer finds to do `aheadMs` from now, and gives the events on each chain. */
const relay = async (bridge: Bridge, find: FindJobs): Promise<readonly BridgeEvent[]> => {
  const events: BridgeEvent[] = [];
  for (const { chainId, send } of await find(nowMs())) {
    const link = linkOf(chainId);
    const hash = await send(link);
    await link.rpc.call('evm_mine');
    const receipt = await link.rpc.call<Receipt>('eth_getTransactionReceipt', [hash]);
    expect(receipt.status).toBe('0x1');
    events.push(...eventsIn(bridge, chainId, receipt));
  }
  return events;
};

const balanceOf = async ({ chainId, address }: Asset, account: Address): Promise<bigint> => {
  if (address === NATIVE_ADDRESS) return BigInt(await linkOf(chainId).rpc.call<Hex>('eth_getBalance', [account, 'latest']));
  const data = encodeFunctionData({ abi: erc20, functionName: 'balanceOf', args: [account] });
  return BigInt(await linkOf(chainId).rpc.call<Hex>('eth_call', [{ to: address, data }, 'latest']));
};

/** What a call would revert with, in the contract's words. */
const revertOf = async (chainId: number, call: { to: Address; data: Hex }): Promise<string> =>
  linkOf(chainId)
    .rpc.call('eth_call', [{ from: sender, ...call }, 'latest'])
    .then(
      () => 'no revert',
      (error: unknown) => String(error),
    );

describe('CCTP', () => {
  test.each([
    ['fast, forwarded', 'ethereum:USDC>base:USDC', 1_000_000_001n, 'finality', 22],
    ['fast, to Ethereum', 'arbitrum:USDC>ethereum:USDC', 25_000_000_000n, 'finality', 20],
    ['final in seconds', 'avalanche:USDC>polygon:USDC', 7_000_000n, 'protocol', 10],
  ])('%s: what was quoted arrives, to the unit', async (_name, id, amountIn, kind, p50) => {
    aheadMs = 0;
    const question = questionOf(id, amountIn);
    const { from, to } = question.corridor;
    const quoted = await quoteOf(cctp, question);
    expect(quoted.fees.map((fee) => fee.kind)).toEqual([kind, 'forwarding']);
    expect(quoted.etaSeconds.p50).toBe(p50);
    const { receipt, event } = await deposit(cctp, question, quoted);
    expect(event.fields).toMatchObject({
      inputAmount: amountIn,
      outputAmount: quoted.minAmountOut,
      originChainId: BigInt(from.chainId),
      destinationChainId: BigInt(to.chainId),
      inputToken: from.address,
      outputToken: to.address,
      depositor: sender,
      recipient,
    });
    const reference = { originChainId: from.chainId, transactionHash: receipt.transactionHash };
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { state: 'BRIDGING', vendorState: 'pending_confirmations', transferKey: event.transferKey, amountIn },
    });
    expect(await findForwards(chains.links)(nowMs())).toEqual([]);

    aheadMs = 60_000;
    const before = await balanceOf(to, recipient);
    const [fill, ...more] = await relay(cctp, findForwards(chains.links));
    expect(more).toEqual([]);
    expect(fill).toMatchObject({
      kind: 'fill',
      transferKey: event.transferKey,
      fields: { inputAmount: amountIn, deliveredAmount: quoted.amountOut, deliveredTo: recipient, depositor: sender },
    });
    expect((await balanceOf(to, recipient)) - before).toBe(quoted.amountOut);
    expect(await findForwards(chains.links)(nowMs())).toEqual([]);
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { state: 'COMPLETED', transferKey: event.transferKey, amountOut: quoted.amountOut, actionNeeded: null },
    });
  });

  test('the same burn twice, built anew, is two transfers', async () => {
    const question = questionOf('base:USDC>optimism:USDC', 5_000_000n);
    const quoted = await quoteOf(cctp, question);
    const first = await deposit(cctp, question, quoted);
    const second = await deposit(cctp, question, quoted);
    expect(first.event.transferKey).not.toBe(second.event.transferKey);
    aheadMs = 60_000;
    const fills = await relay(cctp, findForwards(chains.links));
    expect(fills.map(({ transferKey }) => transferKey).sort()).toEqual([first.event.transferKey, second.event.transferKey].sort());
  });

  /** A burn as somebody else would build it. */
  const burn = async (hookData: Hex | undefined, maxFee: bigint) => {
    const { from, to } = questionOf('optimism:USDC>base:USDC', 1n).corridor;
    const common = [9_000_000n, 6, pad(recipient), from.address as Hex, zeroHash, maxFee, 1_000] as const;
    const data =
      hookData === undefined
        ? encodeFunctionData({ abi: messengerAbi, functionName: 'depositForBurn', args: common })
        : encodeFunctionData({ abi: messengerAbi, functionName: 'depositForBurnWithHook', args: [...common, hookData] });
    const receipts = await linkOf(from.chainId).send([
      approve(from, TOKEN_MESSENGER, 9_000_000n),
      { from: sender, to: TOKEN_MESSENGER, data },
    ]);
    const receipt = receipts.at(-1) as Receipt;
    return { receipt, from, to, event: eventsIn(cctp, from.chainId, receipt)[0] as BridgeEvent };
  };

  /** What a wallet gets from the API to sign: the raw answer, as the adapter reads no attestation out. */
  const attested = async (originDomain: number, transactionHash: string): Promise<{ message: Hex; attestation: Hex }> => {
    const answer = await fetch(`${context().endpoints.cctp}/v2/messages/${originDomain}?transactionHash=${transactionHash}`);
    const { messages } = (await answer.json()) as { messages: [{ message: Hex; attestation: Hex }] };
    return messages[0];
  };

  const receive = ({ message, attestation }: { message: Hex; attestation: Hex }) => ({
    to: MESSAGE_TRANSMITTER as Address,
    data: encodeFunctionData({ abi: transmitterAbi, functionName: 'receiveMessage', args: [message, attestation] }),
  });

  test('nobody forwards a burn that does not ask for it: its user brings it, once, and only as it was signed', async () => {
    aheadMs = 60_000;
    const { receipt, from, to, event } = await burn(undefined, 1_000n);
    const reference = { originChainId: from.chainId, transactionHash: receipt.transactionHash };
    expect(await findForwards(chains.links)(nowMs())).toEqual([]);
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { state: 'BRIDGING', vendorState: 'complete', actionNeeded: 'call receiveMessage on Base', amountOut: 8_999_100n },
    });
    const signed = await attested(2, receipt.transactionHash);
    const forged = { ...signed, message: signed.message.replace(recipient.slice(2).toLowerCase(), sender.slice(2).toLowerCase()) as Hex };
    expect(await revertOf(to.chainId, receive(forged))).toContain('Invalid signature: not attester');
    const receipts = await linkOf(to.chainId).send([{ from: sender, ...receive(signed) }]);
    expect(eventsIn(cctp, to.chainId, receipts[0])).toMatchObject([
      {
        kind: 'fill',
        transferKey: event.transferKey,
        fields: { deliveredAmount: 8_999_100n, feeExecuted: 900n, finalityThresholdExecuted: 1_000n },
      },
    ]);
    expect(await revertOf(to.chainId, receive(signed))).toContain('Nonce already used');
  });

  test('a burn that allows too little for speed waits for finality, and Circle says why', async () => {
    aheadMs = 60_000;
    const { receipt, from } = await burn(undefined, 10n);
    const reference = { originChainId: from.chainId, transactionHash: receipt.transactionHash };
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { state: 'BRIDGING', vendorState: 'pending_confirmations: insufficient_fee', actionNeeded: null },
    });
    aheadMs = 1_200_000;
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { vendorState: 'complete', amountOut: 9_000_000n },
    });
  });

  test('one that pays too little for forwarding is left to its user', async () => {
    aheadMs = 1_200_000;
    const { receipt, from } = await burn(hookDataOf({ forwarded: true, builtAtMs: Date.now() }), 1_000n);
    expect(await findForwards(chains.links)(nowMs())).toEqual([]);
    const reference = { originChainId: from.chainId, transactionHash: receipt.transactionHash };
    expect(await cctp.status?.(context(), reference)).toMatchObject({
      ok: true,
      value: { vendorState: 'complete', actionNeeded: 'call receiveMessage on Base' },
    });
  });

  test('what one message may carry is the most', async () => {
    const limit = 10_000_000_000_000n;
    expect((await quoteOf(cctp, questionOf('base:USDC>ethereum:USDC', limit))).limits).toMatchObject({ max: limit, instant: limit });
    expect(await cctp.quote(context(), questionOf('base:USDC>ethereum:USDC', limit + 1n))).toMatchObject({
      ok: false,
      error: { code: 'AMOUNT_TOO_HIGH', limit },
    });
  });

  test('what the contracts refuse is explained', async () => {
    const { from } = questionOf('optimism:USDC>base:USDC', 1n).corridor;
    const data = (amount: bigint, domain: number, maxFee: bigint) =>
      encodeFunctionData({
        abi: messengerAbi,
        functionName: 'depositForBurn',
        args: [amount, domain, pad(recipient), from.address as Hex, zeroHash, maxFee, 1_000],
      });
    const to = TOKEN_MESSENGER as Address;
    expect(await revertOf(from.chainId, { to, data: data(5n, 6, 5n) })).toContain('Max fee must be less than amount');
    expect(await revertOf(from.chainId, { to, data: data(10n ** 14n, 6, 5n) })).toContain('Burn amount exceeds per tx limit');
    expect(await revertOf(from.chainId, { to, data: data(10n, 5, 5n) })).toContain('No TokenMessenger for domain');
  });
});

describe('deBridge', () => {
  const statusOf = async (originChainId: number, transactionHash: string) => {
    const given = await debridge.status?.(context(), { originChainId, transactionHash });
    if (!given?.ok) throw new Error(given?.error.detail);
    return given.value;
  };

  test.each([
    ['a token', 'ethereum:USDC>arbitrum:USDC', 1_000_000_007n],
    ['a token from Polygon, with its own fixed fee', 'polygon:USDC>avalanche:USDC', 50_000_000n],
    ['ether', 'optimism:ETH>base:ETH', 333_333_333_333_333_333n],
  ])('%s: what was quoted arrives, to the unit, and the solver is repaid', async (_name, id, amountIn) => {
    aheadMs = 0;
    const question = questionOf(id, amountIn);
    const { from, to } = question.corridor;
    const quoted = await quoteOf(debridge, question);
    expect(quoted.fees.map(({ kind }) => kind)).toEqual(['protocol', 'solver', 'relayer-gas']);
    const { receipt, event } = await deposit(debridge, question, quoted);
    expect(event.fields).toMatchObject({
      inputAmount: amountIn,
      outputAmount: quoted.amountOut,
      inputToken: from.address,
      outputToken: to.address,
      originChainId: BigInt(from.chainId),
      destinationChainId: BigInt(to.chainId),
      nativeFixFee: quoted.surcharges[0]?.amount,
      depositor: sender,
      recipient,
    });
    expect(await statusOf(from.chainId, receipt.transactionHash)).toMatchObject({
      state: 'CONFIRMED',
      vendorState: 'Created',
      transferKey: event.transferKey,
      amountOut: quoted.amountOut,
    });

    const before = await balanceOf(to, recipient);
    expect(await relay(debridge, findOrders(chains.links))).toMatchObject([
      { kind: 'fill', transferKey: event.transferKey, fields: { deliveredAmount: quoted.amountOut, deliveredTo: recipient } },
    ]);
    expect((await balanceOf(to, recipient)) - before).toBe(quoted.amountOut);
    expect(await statusOf(from.chainId, receipt.transactionHash)).toMatchObject({ state: 'COMPLETED', vendorState: 'Fulfilled' });

    await relay(debridge, findOrders(chains.links));
    expect(await statusOf(from.chainId, receipt.transactionHash)).toMatchObject({ vendorState: 'SentUnlock' });
    await relay(debridge, findMessages(chains.links));
    expect(await statusOf(from.chainId, receipt.transactionHash)).toMatchObject({ state: 'COMPLETED', vendorState: 'ClaimedUnlock' });
    expect([...(await findOrders(chains.links)()), ...(await findMessages(chains.links)())]).toEqual([]);
  });

  test('an order that nobody fills is cancelled by who paid, and all of it comes back', async () => {
    const { from, to } = questionOf('base:USDC>ethereum:USDC', 1n).corridor;
    const giveAmount = 10_000_000n;
    const fixFee = 10n ** 15n;
    const held = await balanceOf(from, sender);
    // More than it gives: no solver takes it.
    const creation = {
      giveTokenAddress: from.address as Hex,
      giveAmount,
      takeTokenAddress: to.address as Hex,
      takeAmount: 11_000_000n,
      takeChainId: 1n,
      receiverDst: recipient,
      givePatchAuthoritySrc: sender,
      orderAuthorityAddressDst: sender,
      allowedTakerDst: '0x',
      externalCall: '0x',
      allowedCancelBeneficiarySrc: '0x',
    } as const;
    const data = encodeFunctionData({ abi: sourceAbi, functionName: 'createOrder', args: [creation, '0x', 0, '0x'] });
    const receipts = await linkOf(from.chainId).send([
      approve(from, DLN_SOURCE, giveAmount),
      { from: sender, to: DLN_SOURCE as Address, data, value: fixFee },
    ]);
    const [created] = eventsIn(debridge, from.chainId, receipts.at(-1));
    expect(await balanceOf(from, sender)).toBe(held - giveAmount);
    expect(await findOrders(chains.links)()).toEqual([]);

    const [mine] = (await createdOrders(linkOf(from.chainId))).filter(({ orderId }) => orderId === created?.fields.orderId);
    if (mine === undefined) throw new Error('the order is not in the logs');
    const cancel = (by: Address) => ({
      from: by,
      to: DLN_DESTINATION as Address,
      data: encodeFunctionData({ abi: destinationAbi, functionName: 'sendEvmOrderCancel', args: [mine.order, sender, 0n] }),
    });
    await expect(linkOf(to.chainId).send([cancel(recipient)])).rejects.toThrow('reverted');
    await linkOf(to.chainId).send([cancel(sender)]);
    expect(await findOrders(chains.links)()).toEqual([]);
    const hash = receipts.at(-1)?.transactionHash ?? '0x';
    expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'FAILED', vendorState: 'SentOrderCancel' });

    expect(await relay(debridge, findMessages(chains.links))).toMatchObject([
      {
        kind: 'refund',
        transferKey: created?.transferKey,
        fields: { refundedTo: sender, refundedToken: from.address, refundedAmount: giveAmount },
      },
    ]);
    expect(await balanceOf(from, sender)).toBe(held);
    expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'REFUNDED', vendorState: 'ClaimedOrderCancel' });
  });

  test('another fixed fee is refused, and explained', async () => {
    const question = questionOf('ethereum:USDC>arbitrum:USDC', 5_000_000n);
    const quoted = await quoteOf(debridge, question);
    const built = await debridge.transaction(context(), { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted });
    if (!built.ok) throw new Error(built.error.detail);
    const call = { from: sender, to: DLN_SOURCE, data: built.value.data, value: '0x1' };
    const answer = await fetch(linkOf(1).rpc.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: [call, 'latest'] }),
    });
    const { error } = (await answer.json()) as { error: { data: string } };
    expect(debridge.explainRevert(error.data)).toMatchObject({ code: 'QUOTE_EXPIRED' });
  });
});

test.each([cctp, debridge])('$manifest.id’s contracts say that nothing is paused', async (bridge) => {
  for (const link of chains.links) {
    const vitals = bridge.vitals?.(link.chain.chainId) ?? [];
    expect(vitals.length).toBeGreaterThan(0);
    for (const { name, call, read } of vitals) {
      const data = await link.rpc.call<Hex>('eth_call', [call, 'latest']);
      expect(read(data), name).toEqual({ kind: 'paused', paused: false });
    }
  }
});

test('what both list, both quote on the simnet', async () => {
  for (const bridge of [cctp, debridge]) {
    const given = await bridge.corridors(context());
    if (!given.ok) throw new Error(given.error.detail);
    expect(given.value.length).toBeGreaterThan(29);
    for (const { from, to } of given.value) {
      const corridor = corridorById(`${from}>${to}`);
      if (corridor === undefined) throw new Error(`${from}>${to}`);
      await quoteOf(bridge, { corridor, amountIn: corridor.from.decimals === 6 ? 1_000_000_001n : 333_333_333_333_333_333n });
    }
  }
}, 30_000);
