import type { Address } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import { relay } from '#bridges/relay/relay.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { relayWorld } from '#simnet/bridges/relay/relay-world.ts';
import { faultRequest } from '#simnet/control/fault-catalog.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { type BridgeWorld, startBridgeWorld } from '#test/support/bridge-world.ts';
import { quoteAllListed } from '#test/support/quote-all-listed.ts';
import { signQuoted } from '#test/support/sign-quoted.ts';

/** Relay from the quote to the money, on six local chains: its depository and solver are stand-ins of the simnet, its API a real server. */
const [sender] = USERS as [Address];
let world: BridgeWorld;

beforeAll(async () => {
  world = await startBridgeWorld(relay, relayWorld);
});
afterAll(() => world?.close());

let recipients = 0;
const somebody = (): Address => `0x${(0xabc000 + ++recipients).toString(16).padStart(40, '0')}`;

const deposit = async (id: string, amountIn: bigint) => {
  const corridor = corridorNamed(id);
  const recipient = somebody();
  const quoted = await world.quote(corridor, amountIn);
  const request = { corridor, amountIn, sender, recipient, minAmountOut: (quoted.amountOut * 99n) / 100n, quoted };
  return { corridor, recipient, sent: await signQuoted(world, relay, request) };
};

test.each([
  ['a token', 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n],
  ['a token with 18 decimals', 'optimism:DAI>polygon:DAI', 500_000_000_000_000_000_123n],
  ['a coin', 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
  ['a coin that becomes none elsewhere', 'ethereum:WETH>base:WETH', 10n ** 17n],
])('%s: what was quoted is what arrives, and its status says by which transaction', async (_name, id, amountIn) => {
  const { corridor, recipient, sent } = await deposit(id, amountIn);
  expect(sent.events).toEqual([
    {
      kind: 'deposit',
      transferKey: expect.stringMatching(new RegExp(`^relay:${corridor.from.chainId}:0x[0-9a-f]{64}$`)),
      fields: expect.objectContaining({ inputAmount: amountIn, inputToken: corridor.from.address, depositor: sender }),
    },
  ]);
  const { requestId, transferId } = sent.built.request ?? {};
  expect(sent.events[0]?.fields.depositId).toBe(transferId);
  // The depository’s log names the order; the status is asked by the request.
  expect(requestId).not.toBe(transferId);
  const ask = { originChainId: corridor.from.chainId, id: requestId ?? '' };
  expect(await relay.status?.(world.context(), ask)).toMatchObject({
    ok: true,
    value: { state: 'CONFIRMED', destinationTransaction: null },
  });

  const payments = await world.relay();
  expect(payments).toHaveLength(1);
  // A payment is no event of Relay's: nothing on the destination names the request.
  expect(payments[0]?.events).toEqual([]);
  expect(await world.balance(corridor.to, recipient)).toBe(sent.built.amountOut);
  expect(await relay.status?.(world.context(), ask)).toMatchObject({
    ok: true,
    value: {
      state: 'COMPLETED',
      originTransaction: sent.hash,
      destinationTransaction: payments[0]?.hash,
      destinationChainId: corridor.to.chainId,
    },
  });
  expect(await world.relay()).toEqual([]);
});

test('an address of the request’s own takes the exact amount by a plain transfer, and is swept into the depository under its order', async () => {
  const corridor = corridorNamed('ethereum:USDC>arbitrum:USDC');
  const amountIn = 777_000_001n;
  const recipient = somebody();
  const quoted = await world.quote(corridor, amountIn);
  const request = { corridor, amountIn, sender, recipient, minAmountOut: quoted.minAmountOut, quoted, depositAddress: true } as const;
  const { built, events, hash } = await signQuoted(world, relay, request);
  expect(events).toEqual([]);
  expect(built).toMatchObject({ to: corridor.from.address, value: 0n });
  expect(built).not.toHaveProperty('spender');
  expect(await world.balance(corridor.from, built.depositAddress as Address)).toBe(amountIn);
  const ask = { originChainId: 1, id: built.request?.requestId ?? '' };
  const status = async () => relay.status?.(world.context(), ask);
  expect(await status()).toMatchObject({ ok: true, value: { state: 'PENDING', vendorState: 'waiting', originTransaction: null } });

  const [swept] = await world.relay('relay-sweeper');
  const fields = { depositor: sender, inputAmount: amountIn };
  expect(swept?.events).toMatchObject([{ kind: 'deposit', transferKey: `relay:1:${built.request?.transferId}`, fields }]);
  // As in the document’s example, what came in is named by its sweep.
  expect(await status()).toMatchObject({ ok: true, value: { state: 'CONFIRMED', originTransaction: swept?.hash } });
  expect(swept?.hash).not.toBe(hash);
  await world.relay('relay-solver');
  expect(await world.balance(corridor.to, recipient)).toBe(built.amountOut);
  expect(await world.relay()).toEqual([]);
});

test('every corridor that it lists is quoted, and every sum closes', async () => {
  const { listed, failed } = await quoteAllListed(world, relay);
  expect(listed).toBeGreaterThan(60);
  expect(failed).toEqual([]);
});

test('what is too little for its gas is refused as such', async () => {
  const question = { corridor: corridorNamed('arbitrum:USDC>ethereum:USDC'), amountIn: 10_000n };
  expect(await relay.quote(world.context(), question)).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_LOW' } });
});

test.each([
  ['drained', 'INSUFFICIENT_LIQUIDITY'],
  ['wrong-decimals', 'MALFORMED_ANSWER'],
  ['wrong-token', 'MALFORMED_ANSWER'],
  ['ten-times', 'IMPLAUSIBLE_ANSWER'],
  ['error', 'UPSTREAM_ERROR'],
  ['rate-limit', 'RATE_LIMITED'],
  ['malformed', 'MALFORMED_ANSWER'],
])('with the fault %s nothing is believed: %s', async (name, code) => {
  const question = { corridor: corridorNamed('ethereum:USDC>arbitrum:USDC'), amountIn: 1_000_000_000n };
  world.faults.add(faultRequest.parse({ name, provider: 'relay' }), Date.now());
  try {
    const given = await relay.quote(world.context(), question);
    const checked = given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
    expect(checked).toMatchObject({ ok: false, error: { code } });
  } finally {
    world.faults.remove({});
  }
});
