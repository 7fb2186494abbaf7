import { type Address, decodeFunctionData, encodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import type { BridgeEvent } from '#bridges/_kit/port.ts';
import type { QuoteQuestion } from '#bridges/_kit/quote-question.ts';
import { destinationAbi, sourceAbi } from '#bridges/debridge/abi.ts';
import { DLN_DESTINATION, DLN_SOURCE } from '#bridges/debridge/contracts.ts';
import { debridge } from '#bridges/debridge/debridge.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { findMessages } from '#simnet/bridges/debridge/carrier.ts';
import { debridgeWorld } from '#simnet/bridges/debridge/debridge-world.ts';
import { findOrders } from '#simnet/bridges/debridge/solver.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { expectNothingPaused } from '#test/support/expect-nothing-paused.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';
import { type StepCounter, startStepCounter } from '#test/support/step-counter.ts';

/** DLN against its stand-ins on six local chains, with deBridge's simulated API on a real socket. */
const [sender, recipient] = USERS as [Address, Address];
let world: BridgeWorld;
let steps: StepCounter;

beforeAll(async () => {
  world = await startBridgeWorld(debridge, debridgeWorld);
  steps = await startStepCounter(world);
});
afterAll(async () => {
  await steps?.stop();
  await world?.close();
});

const questionOf = (id: string, amountIn: bigint): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn });
const quoteOf = ({ corridor, amountIn }: QuoteQuestion) => world.quote(corridor, amountIn);
const linkOf = (chainId: number): ChainLink => world.chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

/** Signs what the bridge gives for a quote, and gives the deposit that its log tells of. */
const deposit = (question: QuoteQuestion, quoted: QuoteAnswer) =>
  depositQuoted(world, debridge, { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted });

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
  const { hash, made } = await deposit(question, quoted);
  expect(made.fields).toMatchObject({
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
    transferKey: made.transferKey,
    amountOut: quoted.amountOut,
  });

  const before = await world.balance(to, recipient);
  expect(await relay('debridge')).toMatchObject([
    { kind: 'fill', transferKey: made.transferKey, fields: { deliveredAmount: quoted.amountOut, deliveredTo: recipient } },
  ]);
  expect((await world.balance(to, recipient)) - before).toBe(quoted.amountOut);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'COMPLETED', vendorState: 'Fulfilled' });

  await relay('debridge');
  expect(await statusOf(from.chainId, hash)).toMatchObject({ vendorState: 'SentUnlock' });
  await relay('debridge-messages');
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'COMPLETED', vendorState: 'ClaimedUnlock' });
  expect([...(await findOrders(world.chains.links)()), ...(await findMessages(world.chains.links)())]).toEqual([]);
});

const [payerWay, payerAmount, FIX_FEE] = ['base:USDC>ethereum:USDC', 10_000_000n, 10n ** 15n] as const;

/** An order that gives too little for what it takes: no solver takes it. */
const hopeless = async () => {
  const { from, to } = questionOf(payerWay, 1n).corridor;
  const creation = {
    giveTokenAddress: from.address as Hex,
    giveAmount: payerAmount,
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
  const call = { chainId: from.chainId, to: DLN_SOURCE, data, value: FIX_FEE, spender: DLN_SOURCE };
  const { hash, events } = await world.send(call, sender, from);
  expect(await findOrders(world.chains.links)()).toEqual([]);
  await steps.show(from.chainId, hash);
  return { from, to, hash, made: events[0] as BridgeEvent, key: events[0]?.transferKey ?? '' };
};

test('an order that nobody fills is called off by who paid, and all of it comes back', async () => {
  const { from: source } = questionOf(payerWay, 1n).corridor;
  const held = await world.balance(source, sender);
  const { from, to, hash, key, made } = await hopeless();
  expect(await world.balance(from, sender)).toBe(held - payerAmount);
  expect(await steps.refusal(key, { sender })).toMatchObject({
    status: 409,
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('goes on by itself'),
  });
  expect(await steps.refusal(key, { sender, step: 'claim' })).toMatchObject({ status: 422, code: 'STEP_NOT_BUILT', pointer: '/step' });
  expect(await steps.refusal(key, { sender: recipient, step: 'cancel' })).toMatchObject({
    status: 422,
    code: 'WRONG_SENDER',
    pointer: '/sender',
    detail: expect.stringContaining(sender),
  });
  const built = await steps.build(key, { sender, step: 'cancel' });
  expect(built).toMatchObject({
    step: 'cancel',
    transaction: { to: DLN_DESTINATION, chainId: String(to.chainId), value: String(2n * FIX_FEE) },
  });
  await steps.sign(key, { sender, step: 'cancel' });
  expect(await findOrders(world.chains.links)()).toEqual([]);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'FAILED', vendorState: 'SentOrderCancel' });
  expect(await steps.refusal(key, { sender, step: 'cancel' })).toMatchObject({
    status: 409,
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('on the way back'),
  });

  const back = await world.relay('debridge-messages');
  expect(back.flatMap(({ events }) => events)).toMatchObject([
    {
      kind: 'refund',
      transferKey: made.transferKey,
      fields: { refundedTo: sender, refundedToken: from.address, refundedAmount: payerAmount },
    },
  ]);
  expect(await world.balance(from, sender)).toBe(held);
  expect(await statusOf(from.chainId, hash)).toMatchObject({ state: 'REFUNDED', vendorState: 'ClaimedOrderCancel' });
  for (const { chainId, hash: refund } of back) await steps.show(chainId, refund);
  expect(await steps.transfer(key)).toMatchObject({ state: 'REFUNDED', refundTransaction: back[0]?.hash });
  expect(await steps.refusal(key, { sender, step: 'cancel' })).toMatchObject({
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('REFUNDED'),
  });
});

interface CancelTx {
  to: string;
  data: Hex;
  value: string;
  chainId: number;
}
type Cancelled = Extract<ReturnType<typeof decodeFunctionData<typeof destinationAbi>>, { functionName: 'sendEvmOrderCancel' }>['args'];

test('a call that is not the order’s, or does more, is never handed out', async () => {
  const { from, hash, key } = await hopeless();
  const asked = async (change: (told: CancelTx) => CancelTx) => {
    const honest = world.context();
    const request: HttpPort['request'] = async (input) => {
      const answer = await honest.http.request(input);
      return answer.kind === 'response' ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as CancelTx)) } : answer;
    };
    const wish = { step: 'cancel', transferKey: key, originChainId: from.chainId, originTransaction: hash, sender } as const;
    const given = await debridge.stepTransaction?.({ ...honest, http: { request } }, wish);
    return given?.ok ? 'built' : given?.error;
  };
  const recalled = (change: (args: Cancelled) => Cancelled) => (told: CancelTx) => {
    const { args } = decodeFunctionData({ abi: destinationAbi, data: told.data }) as { args: Cancelled };
    return { ...told, data: encodeFunctionData({ abi: destinationAbi, functionName: 'sendEvmOrderCancel', args: change(args) }) };
  };
  expect(await asked((told) => told)).toBe('built');
  const changes: ((told: CancelTx) => CancelTx)[] = [
    (told) => ({ ...told, to: DLN_SOURCE }),
    (told) => ({ ...told, chainId: 10 }),
    (told) => ({ ...told, value: '1' }),
    (told) => ({ ...told, value: String(10n ** 18n) }),
    (told) => ({ ...told, data: `${told.data}00` as Hex }),
    (told) => ({ ...told, data: '0xa9059cbb' }),
    recalled(([order, , fee]) => [order, recipient, fee]),
    recalled(([order, beneficiary, fee]) => [{ ...order, makerOrderNonce: order.makerOrderNonce + 1n }, beneficiary, fee]),
  ];
  for (const change of changes) expect(await asked(change), String(change)).toMatchObject({ code: 'MALFORMED_ANSWER' });
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
