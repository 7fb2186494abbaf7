import { type Address, encodeFunctionData, type Hex, pad, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BridgeEvent } from '#bridges/_kit/port.ts';
import type { QuoteQuestion } from '#bridges/_kit/quote-question.ts';
import { messengerAbi } from '#bridges/cctp/abi.ts';
import { cctp } from '#bridges/cctp/cctp.ts';
import { MESSAGE_TRANSMITTER, TOKEN_MESSENGER } from '#bridges/cctp/contracts.ts';
import { hookDataOf } from '#bridges/cctp/forward-hook.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { cctpWorld } from '#simnet/bridges/cctp/cctp-world.ts';
import { findForwards } from '#simnet/bridges/cctp/forwarder.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { depositQuoted } from '#test/support/deposit-quoted.ts';
import { expectNothingPaused } from '#test/support/expect-nothing-paused.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';
import { type StepCounter, startStepCounter } from '#test/support/step-counter.ts';

/** CCTP against its stand-ins on six local chains, with Circle's simulated API on a real socket. */
const [sender, recipient] = USERS as [Address, Address];
let world: BridgeWorld;
let steps: StepCounter;
/** What Circle's clock is ahead of ours. */
let aheadMs = 0;
const nowMs = () => Date.now() + aheadMs;

beforeAll(async () => {
  world = await startBridgeWorld(cctp, cctpWorld, nowMs);
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
  depositQuoted(world, cctp, { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted });

const relay = async (): Promise<readonly BridgeEvent[]> => (await world.relay()).flatMap(({ events }) => events);

/** What a call would revert with, in the contract's words. */
const revertOf = async (chainId: number, call: { to: Address; data: Hex }): Promise<string> =>
  linkOf(chainId)
    .rpc.call('eth_call', [{ from: sender, ...call }, 'latest'])
    .then(
      () => 'no revert',
      (error: unknown) => String(error),
    );

test.each([
  ['fast, forwarded', 'ethereum:USDC>base:USDC', 1_000_000_001n, 'finality', 22],
  ['fast, to Ethereum', 'arbitrum:USDC>ethereum:USDC', 25_000_000_000n, 'finality', 20],
  ['final in seconds', 'avalanche:USDC>polygon:USDC', 7_000_000n, 'protocol', 10],
])('%s: what was quoted arrives, to the unit', async (_name, id, amountIn, kind, p50) => {
  aheadMs = 0;
  const question = questionOf(id, amountIn);
  const { from, to } = question.corridor;
  const quoted = await quoteOf(question);
  expect(quoted.fees.map((fee) => fee.kind)).toEqual([kind, 'forwarding']);
  expect(quoted.etaSeconds.p50).toBe(p50);
  const { hash, made } = await deposit(question, quoted);
  expect(made.fields).toMatchObject({
    inputAmount: amountIn,
    outputAmount: quoted.minAmountOut,
    originChainId: BigInt(from.chainId),
    destinationChainId: BigInt(to.chainId),
    inputToken: from.address,
    outputToken: to.address,
    depositor: sender,
    recipient,
  });
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'BRIDGING', vendorState: 'pending_confirmations', transferKey: made.transferKey, amountIn },
  });
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);

  aheadMs = 60_000;
  const before = await world.balance(to, recipient);
  const [fill, ...more] = await relay();
  expect(more).toEqual([]);
  expect(fill).toMatchObject({
    kind: 'fill',
    transferKey: made.transferKey,
    fields: { inputAmount: amountIn, deliveredAmount: quoted.amountOut, deliveredTo: recipient, depositor: sender },
  });
  expect((await world.balance(to, recipient)) - before).toBe(quoted.amountOut);
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'COMPLETED', transferKey: made.transferKey, amountOut: quoted.amountOut, actionNeeded: null },
  });
});

test('the same burn twice, built anew, is two transfers', async () => {
  const question = questionOf('base:USDC>optimism:USDC', 5_000_000n);
  const quoted = await quoteOf(question);
  const first = await deposit(question, quoted);
  const second = await deposit(question, quoted);
  expect(first.made.transferKey).not.toBe(second.made.transferKey);
  aheadMs = 60_000;
  const fills = await relay();
  expect(fills.map(({ transferKey }) => transferKey).sort()).toEqual([first.made.transferKey, second.made.transferKey].sort());
});

/** A burn as somebody else would build it. */
const burn = async (hookData: Hex | undefined, maxFee: bigint) => {
  const { from, to } = questionOf('optimism:USDC>base:USDC', 1n).corridor;
  const common = [9_000_000n, 6, pad(recipient), from.address as Hex, zeroHash, maxFee, 1_000] as const;
  const data =
    hookData === undefined
      ? encodeFunctionData({ abi: messengerAbi, functionName: 'depositForBurn', args: common })
      : encodeFunctionData({ abi: messengerAbi, functionName: 'depositForBurnWithHook', args: [...common, hookData] });
  const call = { chainId: from.chainId, to: TOKEN_MESSENGER, data, value: 0n, spender: TOKEN_MESSENGER };
  const { hash, events } = await world.send(call, sender, from);
  return { hash, from, to, event: events[0] as BridgeEvent };
};

test('nobody forwards a burn that does not ask for it: its user signs the claim, once, and the money arrives', async () => {
  aheadMs = 0;
  const { hash, from, to, event } = await burn(undefined, 1_000n);
  const key = event.transferKey ?? '';
  await steps.show(from.chainId, hash);
  const { userSteps = [] } = await steps.transfer(key);
  expect(await steps.refusal(hash, { sender: recipient })).toMatchObject({
    status: 409,
    code: 'STEP_NOT_READY',
    readyAt: userSteps[0]?.readyAt,
    detail: expect.stringContaining('Circle has not signed the burn yet'),
  });
  aheadMs = 60_000;
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'BRIDGING', vendorState: 'complete', actionNeeded: 'call receiveMessage on Base', amountOut: 8_999_100n },
  });
  const before = await world.balance(to, recipient);
  // By whomever: the money is its recipient's.
  expect(await steps.build(key, { sender })).toMatchObject({
    transferKey: key,
    step: 'claim',
    transaction: { to: MESSAGE_TRANSMITTER, chainId: String(to.chainId), value: '0' },
  });
  const claimed = await steps.sign(hash, { sender, step: 'claim' });
  expect((await world.balance(to, recipient)) - before).toBe(8_999_100n);
  // The watcher has not seen it yet, and the contract has.
  expect(await steps.refusal(key, { sender })).toMatchObject({
    status: 409,
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('Nonce already used'),
  });
  await steps.show(to.chainId, claimed);
  expect(await steps.transfer(key)).toMatchObject({
    state: 'COMPLETED',
    amountDelivered: '8999100',
    destinationTransaction: claimed,
    userSteps: [{ kind: 'claim', transaction: claimed }],
  });
  expect(await steps.refusal(key, { sender })).toMatchObject({
    status: 409,
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('COMPLETED'),
  });
});

test('a burn that allows too little for speed waits for finality, and Circle says why', async () => {
  aheadMs = 60_000;
  const { hash, from } = await burn(undefined, 10n);
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'BRIDGING', vendorState: 'pending_confirmations: insufficient_fee', actionNeeded: null },
  });
  aheadMs = 1_200_000;
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { vendorState: 'complete', amountOut: 9_000_000n },
  });
});

test('one that pays too little for forwarding is left to its user', async () => {
  aheadMs = 1_200_000;
  const { hash, from, event } = await burn(hookDataOf({ forwarded: true, builtAtMs: Date.now() }), 1_000n);
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { vendorState: 'complete', actionNeeded: 'call receiveMessage on Base' },
  });
  // Its transfer announces no step, as the log cannot tell. Who knows better names it.
  await steps.show(from.chainId, hash);
  expect(await steps.refusal(hash, { sender })).toMatchObject({
    code: 'NOTHING_TO_SIGN',
    detail: expect.stringContaining('goes on by itself'),
  });
  const claimed = await steps.sign(hash, { sender, step: 'claim' });
  expect(await world.read(8453, claimed)).toMatchObject([{ kind: 'fill', transferKey: event.transferKey }]);
});

test('what one message may carry is the most', async () => {
  const limit = 10_000_000_000_000n;
  expect((await quoteOf(questionOf('base:USDC>ethereum:USDC', limit))).limits).toMatchObject({ max: limit, instant: limit });
  expect(await cctp.quote(world.context(), questionOf('base:USDC>ethereum:USDC', limit + 1n))).toMatchObject({
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

test('its contracts say that nothing is paused', () => expectNothingPaused(cctp, world.chains.links));

test('every corridor that it lists is quoted, and every sum closes', async () => {
  const { listed, failed } = await quoteAllListed(world, cctp);
  expect(listed).toBeGreaterThan(29);
  expect(failed).toEqual([]);
}, 30_000);
