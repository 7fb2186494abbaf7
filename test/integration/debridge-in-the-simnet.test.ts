import { type Address, encodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BridgeEvent, QuoteQuestion } from '#bridges/_kit/port.ts';
import { destinationAbi, sourceAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { debridge } from '#bridges/debridge/debridge.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { findMessages } from '#simnet/bridges/debridge/carrier.ts';
import { debridgeWorld } from '#simnet/bridges/debridge/debridge-world.ts';
import { createdOrders } from '#simnet/bridges/debridge/orders.ts';
import { findOrders } from '#simnet/bridges/debridge/solver.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { expectNothingPaused } from '#test/support/expect-nothing-paused.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';
import { signQuoted } from '#test/support/sign-quoted.ts';

/** DLN against its stand-ins on six local chains, with deBridge's simulated API on a real socket. */
const [sender, recipient] = USERS as [Address, Address];
let world: BridgeWorld;

beforeAll(async () => {
  world = await startBridgeWorld(debridge, debridgeWorld);
});
afterAll(() => world?.close());

const questionOf = (id: string, amountIn: bigint): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn });
const quoteOf = ({ corridor, amountIn }: QuoteQuestion) => world.quote(corridor, amountIn);
const linkOf = (chainId: number): ChainLink => world.chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

/** Signs what the bridge gives for a quote, and gives the deposit that its log tells of. */
const deposit = async (question: QuoteQuestion, quoted: QuoteAnswer) => {
  const request = { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
  const { hash, events } = await signQuoted(world, debridge, request);
  expect(events.map(({ kind }) => kind)).toEqual(['deposit']);
  return { hash, event: events[0] as BridgeEvent };
};

const relay = async (name: string): Promise<readonly BridgeEvent[]> => (await world.relay(name)).flatMap(({ events }) => events);

const statusOf = async (originChainId: number, transactionHash: string) => {
  const given = await debridge.status?.(world.context(), { originChainId, transactionHash });
  if (!given?.ok) throw new Error(given?.error.detail);
  return given.value;
};

test.each([
  ['a token', 'ethereum:USDC>arbitrum:USDC', 1_000_000_007n],
  ['a token from Polygon, with its own fixed fee', 'polygon:USDC>avalanche:USDC', 50_000_000n],
  ['ether', 'optimism:ETH>base:ETH', 333_333_333_333_333_333n],
])('%s: what was quoted arrives, to the unit, and the solver is repaid', async (_name, id, amountIn) => {
  const question = questionOf(id, amountIn);
  const { from, to } = question.corridor;
  const quoted = await quoteOf(question);
  expect(quoted.fees.map(({ kind }) => kind)).toEqual(['protocol', 'solver', 'relayer-gas']);
  const { hash, event } = await deposit(question, quoted);
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
  expect(await statusOf(from.chainId, hash)).toMatchObject({
    state: 'CONFIRMED',
    vendorState: 'Created',
    transferKey: event.transferKey,
    amountOut: quoted.amountOut,
  });

  const before = await world.balance(to, recipient);
  expect(await relay('debridge')).toMatchObject([
    { kind: 'fill', transferKey: event.transferKey, fields: { deliveredAmount: quoted.amountOut, deliveredTo: recipient } },
  ]);
  expect((await world.balance(to, recipient)) - before).toBe(quoted.amountOut);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'COMPLETED', vendorState: 'Fulfilled' });

  await relay('debridge');
  expect(await statusOf(from.chainId, hash)).toMatchObject({ vendorState: 'SentUnlock' });
  await relay('debridge-messages');
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'COMPLETED', vendorState: 'ClaimedUnlock' });
  expect([...(await findOrders(world.chains.links)()), ...(await findMessages(world.chains.links)())]).toEqual([]);
});

test('an order that nobody fills is cancelled by who paid, and all of it comes back', async () => {
  const { from, to } = questionOf('base:USDC>ethereum:USDC', 1n).corridor;
  const giveAmount = 10_000_000n;
  const fixFee = 10n ** 15n;
  const held = await world.balance(from, sender);
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
  const call = { chainId: from.chainId, to: DLN_SOURCE, data, value: fixFee, spender: DLN_SOURCE };
  const {
    hash,
    events: [created],
  } = await world.send(call, sender, from);
  expect(await world.balance(from, sender)).toBe(held - giveAmount);
  expect(await findOrders(world.chains.links)()).toEqual([]);

  const [mine] = (await createdOrders(linkOf(from.chainId))).filter(({ orderId }) => orderId === created?.fields.orderId);
  if (mine === undefined) throw new Error('the order is not in the logs');
  const cancel = (by: Address) => ({
    from: by,
    to: DLN_DESTINATION as Address,
    data: encodeFunctionData({ abi: destinationAbi, functionName: 'sendEvmOrderCancel', args: [mine.order, sender, 0n] }),
  });
  await expect(linkOf(to.chainId).send([cancel(recipient)])).rejects.toThrow('reverted');
  await linkOf(to.chainId).send([cancel(sender)]);
  expect(await findOrders(world.chains.links)()).toEqual([]);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'FAILED', vendorState: 'SentOrderCancel' });

  expect(await relay('debridge-messages')).toMatchObject([
    {
      kind: 'refund',
      transferKey: created?.transferKey,
      fields: { refundedTo: sender, refundedToken: from.address, refundedAmount: giveAmount },
    },
  ]);
  expect(await world.balance(from, sender)).toBe(held);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'REFUNDED', vendorState: 'ClaimedOrderCancel' });
});

test('another fixed fee is refused, and explained', async () => {
  const question = questionOf('ethereum:USDC>arbitrum:USDC', 5_000_000n);
  const quoted = await quoteOf(question);
  const built = await debridge.transaction(world.context(), { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted });
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

test('its contracts say that nothing is paused', () => expectNothingPaused(debridge, world.chains.links));

test('every corridor that it lists is quoted, and every sum closes', async () => {
  const { listed, failed } = await quoteAllListed(world, debridge);
  expect(listed).toBeGreaterThan(29);
  expect(failed).toEqual([]);
}, 30_000);
