import { type Address, encodeFunctionData, type Hex, pad, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BridgeEvent, QuoteQuestion } from '#bridges/_kit/port.ts';
import { messengerAbi, transmitterAbi } from '#bridges/cctp/abi.ts';
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
import { expectNothingPaused } from '#test/support/expect-nothing-paused.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';
import { signQuoted } from '#test/support/sign-quoted.ts';

/** CCTP against its stand-ins on six local chains, with Circle's simulated API on a real socket. */
const [sender, recipient] = USERS as [Address, Address];
let world: BridgeWorld;
/** What Circle's clock is ahead of ours. */
let aheadMs = 0;
const nowMs = () => Date.now() + aheadMs;

beforeAll(async () => {
  world = await startBridgeWorld(cctp, cctpWorld, nowMs);
});
afterAll(() => world?.close());

const questionOf = (id: string, amountIn: bigint): QuoteQuestion => ({ corridor: corridorNamed(id), amountIn });
const quoteOf = ({ corridor, amountIn }: QuoteQuestion) => world.quote(corridor, amountIn);
const linkOf = (chainId: number): ChainLink => world.chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

/** Signs what the bridge gives for a quote, and gives the deposit that its log tells of. */
const deposit = async (question: QuoteQuestion, quoted: QuoteAnswer) => {
  const request = { ...question, sender, recipient, minAmountOut: quoted.minAmountOut, quoted };
  const { hash, events } = await signQuoted(world, cctp, request);
  expect(events.map(({ kind }) => kind)).toEqual(['deposit']);
  return { hash, event: events[0] as BridgeEvent };
};

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
  const { hash, event } = await deposit(question, quoted);
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
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'BRIDGING', vendorState: 'pending_confirmations', transferKey: event.transferKey, amountIn },
  });
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);

  aheadMs = 60_000;
  const before = await world.balance(to, recipient);
  const [fill, ...more] = await relay();
  expect(more).toEqual([]);
  expect(fill).toMatchObject({
    kind: 'fill',
    transferKey: event.transferKey,
    fields: { inputAmount: amountIn, deliveredAmount: quoted.amountOut, deliveredTo: recipient, depositor: sender },
  });
  expect((await world.balance(to, recipient)) - before).toBe(quoted.amountOut);
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'COMPLETED', transferKey: event.transferKey, amountOut: quoted.amountOut, actionNeeded: null },
  });
});

test('the same burn twice, built anew, is two transfers', async () => {
  const question = questionOf('base:USDC>optimism:USDC', 5_000_000n);
  const quoted = await quoteOf(question);
  const first = await deposit(question, quoted);
  const second = await deposit(question, quoted);
  expect(first.event.transferKey).not.toBe(second.event.transferKey);
  aheadMs = 60_000;
  const fills = await relay();
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
  const call = { chainId: from.chainId, to: TOKEN_MESSENGER, data, value: 0n, spender: TOKEN_MESSENGER };
  const { hash, events } = await world.send(call, sender, from);
  return { hash, from, to, event: events[0] as BridgeEvent };
};

/** What a wallet gets from the API to sign: the raw answer, as the adapter reads no attestation out. */
const attested = async (originDomain: number, transactionHash: string): Promise<{ message: Hex; attestation: Hex }> => {
  const answer = await fetch(`${world.context().endpoints.cctp}/v2/messages/${originDomain}?transactionHash=${transactionHash}`);
  const { messages } = (await answer.json()) as { messages: [{ message: Hex; attestation: Hex }] };
  return messages[0];
};

const receive = ({ message, attestation }: { message: Hex; attestation: Hex }) => ({
  to: MESSAGE_TRANSMITTER as Address,
  data: encodeFunctionData({ abi: transmitterAbi, functionName: 'receiveMessage', args: [message, attestation] }),
});

test('nobody forwards a burn that does not ask for it: its user brings it, once, and only as it was signed', async () => {
  aheadMs = 60_000;
  const { hash, from, to, event } = await burn(undefined, 1_000n);
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { state: 'BRIDGING', vendorState: 'complete', actionNeeded: 'call receiveMessage on Base', amountOut: 8_999_100n },
  });
  const signed = await attested(2, hash);
  const forged = { ...signed, message: signed.message.replace(recipient.slice(2).toLowerCase(), sender.slice(2).toLowerCase()) as Hex };
  expect(await revertOf(to.chainId, receive(forged))).toContain('Invalid signature: not attester');
  const { events } = await world.send({ chainId: to.chainId, value: 0n, ...receive(signed) }, sender, to);
  expect(events).toMatchObject([
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
  const { hash, from } = await burn(hookDataOf({ forwarded: true, builtAtMs: Date.now() }), 1_000n);
  expect(await findForwards(world.chains.links)(nowMs())).toEqual([]);
  const reference = { originChainId: from.chainId, transactionHash: hash };
  expect(await cctp.status?.(world.context(), reference)).toMatchObject({
    ok: true,
    value: { vendorState: 'complete', actionNeeded: 'call receiveMessage on Base' },
  });
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
