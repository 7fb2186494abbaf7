import { pino } from 'pino';
import { type Address, getAddress, type Hex, pad } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { across } from '#bridges/across/across.ts';
import { bungee } from '#bridges/bungee/bungee.ts';
import { lifi } from '#bridges/lifi/lifi.ts';
import { stargate } from '#bridges/stargate/stargate.ts';
import { stargateBus } from '#bridges/stargate-bus/stargate-bus.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { MULTICALL3 } from '#core/domain/multicall.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { foldTransfer } from '#core/transfers/fold-transfer.ts';
import { termsRepeated } from '#core/transfers/same-terms.ts';
import { EXPECTATIONS } from '#core/transfers/testing/sample-events.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import { createBungeeApi } from '#simnet/bridges/bungee/bungee-api.ts';
import { createLifiApi } from '#simnet/bridges/lifi/lifi-api.ts';
import { findBuses } from '#simnet/bridges/stargate-bus/driver.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { createRecentDeposits } from '#simnet/relayers/across-deposits.ts';
import { endowAcrossRelayer, findAcrossFills } from '#simnet/relayers/across-relayer.ts';
import { findPackets } from '#simnet/relayers/layerzero-relayer.ts';
import { createAcrossApi } from '#simnet/upstream/across-api.ts';
import { acrossMoves } from '#test/support/across-moves.ts';
import { startAcrossUpstream } from '#test/support/across-upstream.ts';
import { carryJobs } from '#test/support/carry-jobs.ts';
import { type DeployedChains, startDeployedChains } from '#test/support/deployed-chains.ts';
import { wallet } from '#test/support/sending-fixture.ts';
import { serveSimulatedApi } from '#test/support/serve-simulated-api.ts';
import { signAndSend } from '#test/support/sign-and-send.ts';
import { toldInNewestBlocks } from '#test/support/told-in-newest-blocks.ts';
import { createSharedMessageBook } from '../../producers/chain-events/shared-messages/book.ts';

/** The bridges against their own contracts on six local chains; Across's API is played by a server on a real socket. */
const [sender, recipient] = USERS as [Address, Address];
let chains: DeployedChains;
let links: readonly ChainLink[] = [];
let upstream: Awaited<ReturnType<typeof startAcrossUpstream>>;
let context: () => BridgeContext;

beforeAll(async () => {
  upstream = await startAcrossUpstream();
  chains = await startDeployedChains();
  links = chains.links;
  const http = createHttpClient();
  const urls = new Map(links.map(({ chain, rpc: { url } }) => [chain.chainId, [url]]));
  const rpc = createRpcPort(createJsonRpc({ http, urls, now: Date.now }));
  context = () => ({ http, rpc, now: Date.now, endpoints: { across: upstream.url }, apiKeys: {}, signal: AbortSignal.timeout(30_000) });
});

afterAll(async () => {
  await chains?.stop();
  upstream?.stop();
});

const linkOf = (chainId: number): ChainLink => {
  const link = links.find(({ chain }) => chain.chainId === chainId);
  if (link === undefined) throw new Error(`no chain ${chainId}`);
  return link;
};

const quoteOf = async (bridge: Bridge, corridor: Corridor, amountIn: bigint) => {
  const question = { corridor, amountIn };
  const given = await bridge.quote(context(), question);
  return given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
};

/** Sends a quoted transaction of the first user's, and mines it. */
const sendBy = async (bridge: Bridge, id: string, to: Address, amountIn: bigint) => {
  const corridor = corridorNamed(id);
  const quoted = await quoteOf(bridge, corridor, amountIn);
  if (!quoted.ok) throw new Error(`${quoted.error.code}: ${quoted.error.detail}`);
  const answer = quoted.value;
  const request = { corridor, amountIn, sender, recipient: to, minAmountOut: answer.minAmountOut, quoted: answer };
  const built = await bridge.transaction(context(), request);
  if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
  const spending = { from: sender, asset: corridor.from, allowance: amountIn };
  const { logs } = await signAndSend(linkOf(corridor.from.chainId), built.value, spending);
  return { corridor, answer, logs };
};

test('Stargate lists the pools that the chains know: 12 ways for ether, 30 for USDC, 20 for USDT', async () => {
  const given = await stargate.corridors(context());
  if (!given.ok) throw new Error(given.error.detail);
  const symbols = given.value.map(({ from }) => from.slice(from.indexOf(':') + 1));
  expect(['ETH', 'USDC', 'USDT'].map((symbol) => symbols.filter((one) => one === symbol).length)).toEqual([12, 30, 20]);
});

test.each([stargate, stargateBus])('$manifest.name quotes every corridor that it lists, and every sum closes', async (bridge) => {
  const given = await bridge.corridors(context());
  if (!given.ok) throw new Error(given.error.detail);
  const failures: string[] = [];
  for (const { from, to } of given.value) {
    const corridor = corridorNamed(`${from}>${to}`);
    const quoted = await quoteOf(bridge, corridor, corridor.from.decimals === 6 ? 1_000_000_001n : 333_333_333_333_333_333n);
    if (!quoted.ok) failures.push(`${corridor.id}: ${quoted.error.code} ${quoted.error.detail}`);
  }
  expect(failures).toEqual([]);
});

test.each([stargate, stargateBus])('$manifest.name refuses what a path has no credit for, and names the limit', async (bridge) => {
  const corridor = corridorNamed('ethereum:USDC>arbitrum:USDC');
  const fits = await quoteOf(bridge, corridor, 1_000_000n);
  if (!fits.ok) throw new Error(fits.error.detail);
  const limit = fits.value.limits.max ?? 0n;
  expect(await quoteOf(bridge, corridor, limit + 1n)).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_HIGH', limit } });
  expect((await quoteOf(bridge, corridor, limit)).ok).toBe(true);
});

test.each<[string, Bridge, string, bigint]>([
  ['Stargate, a token', stargate, 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n],
  ['Stargate, a token between other chains', stargate, 'polygon:USDT>avalanche:USDT', 500_000_000n],
  ['Stargate, ether with dust', stargate, 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
  ['Stargate by bus, a token', stargateBus, 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n],
  ['Stargate by bus, ether with dust', stargateBus, 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
  ['Across, a token', across, 'ethereum:USDC>base:USDC', 1_000_000_007n],
  ['Across, a wrapped coin', across, 'arbitrum:WETH>ethereum:WETH', 10n ** 17n],
  ['Across, ether', across, 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n],
])('%s: the contract takes the transaction, and its log says what was quoted', async (_name, bridge, id, amountIn) => {
  const { corridor, answer, logs } = await sendBy(bridge, id, recipient, amountIn);
  const raw = logs.map((log) => ({ chainId: corridor.from.chainId, ...log }));
  const events = (bridge.decodeTogether?.(raw) ?? raw.map(bridge.decode)).flatMap((event) => event ?? []);
  expect(events).toHaveLength(1);
  const dust = answer.fees.find(({ kind }) => kind === 'dust')?.amount ?? 0n;
  expect(events[0]).toMatchObject({
    kind: 'deposit',
    transferKey: expect.stringMatching(new RegExp(`^${bridge.manifest.id}:${corridor.from.chainId}:`)),
    fields: {
      inputAmount: amountIn - dust,
      outputAmount: answer.amountOut,
      originChainId: BigInt(corridor.from.chainId),
      destinationChainId: BigInt(corridor.to.chainId),
      depositor: sender,
    },
  });
});

test('a bus is driven and delivered: each passenger has his own fill, though one before him could not be paid', async () => {
  const way = ['ethereum:USDC>arbitrum:USDC', 'ethereum:ETH>arbitrum:ETH'] as const;
  const [first, second] = [`0x${'a1'.repeat(20)}`, `0x${'a2'.repeat(20)}`] as const;
  const board = async (id: string, to: Address, amountIn: bigint) => (await sendBy(stargateBus, id, to, amountIn)).answer.amountOut;
  const amounts = [
    await board(way[0], first, 100_000_000n),
    // It takes no coins, so that its seat has no log of a fill.
    await board(way[1], MULTICALL3, 10n ** 17n),
    await board(way[0], first, 100_000_000n),
    await board(way[0], second, 200_000_000n),
  ];
  const [ethereum, arbitrum] = [linkOf(1), linkOf(42161)];
  await carryJobs(await findBuses(links)(Date.now() + 60_000), linkOf);
  await carryJobs(await findPackets(links)(), linkOf);

  const bothWays = [stargate, stargateBus];
  const book = createSharedMessageBook(bothWays);
  const before = await toldInNewestBlocks(arbitrum, book, bothWays);
  const origin = await toldInNewestBlocks(ethereum, book, bothWays);
  for (const event of origin) book.observe(event);
  const after = await toldInNewestBlocks(arbitrum, book, bothWays);
  const tickets = origin.filter(({ kind, bridge }) => kind === 'deposit' && bridge === 'stargate-bus').slice(-4);
  const [a, refused, c, d] = tickets.map(({ transferKey }) => transferKey);
  const filled = (events: readonly ChainEvent[]) =>
    events
      .filter(({ kind, fields }) => kind === 'fill' && [first, second].some((one) => one === fields.deliveredTo?.toLowerCase()))
      .map(({ transferKey, fields }) => [transferKey, fields.deliveredAmount]);
  expect(tickets.map(({ fields }) => BigInt(fields.outputAmount ?? 0))).toEqual(amounts);
  expect(filled(after)).toEqual([
    [a, String(amounts[0])],
    [c, String(amounts[2])],
    [d, String(amounts[3])],
  ]);
  expect(after.some(({ transferKey }) => transferKey === refused)).toBe(false);
  // Before anybody knew of the bus its fills looked like a taxi's.
  expect(filled(before).map(([key]) => key?.split(':')[0])).toEqual(['stargate', 'stargate', 'stargate']);
});

const byLifi = { bridge: 'across', destinationChainId: expect.anything() };
const byBungee = { quoteId: expect.stringMatching(/^0x[0-9a-f]{64}$/) };

test.each([
  ['LI.FI, a token', lifi, createLifiApi, 'ethereum:USDC>base:USDC', 1_000_000_007n, byLifi],
  ['LI.FI, ether', lifi, createLifiApi, 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n, byLifi],
  ['Bungee, a token', bungee, createBungeeApi, 'ethereum:USDC>base:USDC', 1_000_000_007n, byBungee],
  ['Bungee, a token that gives no answer', bungee, createBungeeApi, 'ethereum:USDT>polygon:USDT', 1_000_000_007n, byBungee],
  ['Bungee, ether', bungee, createBungeeApi, 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n, byBungee],
])(
  '%s: its call makes a deposit of the bridge that it picked, which delivers what was quoted',
  async (_name, bridge, create, id, amountIn, logged) => {
    const { url, server } = await serveSimulatedApi(create, links);
    try {
      const asked = { ...context(), endpoints: { [bridge.manifest.id]: url } };
      const corridor = corridorNamed(id);
      const quoted = await bridge.quote(asked, { corridor, amountIn });
      if (!quoted.ok) throw new Error(`${quoted.error.code}: ${quoted.error.detail}`);
      const { amountOut, minAmountOut, fees } = quoted.value;
      const built = await bridge.transaction(asked, { corridor, amountIn, sender, recipient, minAmountOut, quoted: quoted.value });
      if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
      const origin = linkOf(corridor.from.chainId);
      const receipt = await signAndSend(origin, built.value, { from: sender, asset: corridor.from, allowance: amountIn });
      const logs = receipt.logs.map((log) => ({ chainId: corridor.from.chainId, ...log }));
      const deposits = logs.flatMap((log) => across.decode(log) ?? []);
      const own = fees.find(({ kind }) => kind === 'integrator')?.amount ?? 0n;
      const fields = { inputAmount: amountIn - own, outputAmount: amountOut, depositor: sender, recipient };
      expect(deposits).toMatchObject([{ kind: 'deposit', fields }]);
      const [told, ...more] = logs.flatMap((log) => bridge.decode(log) ?? []);
      expect(more).toEqual([]);
      expect(told).toMatchObject({ kind: 'deposit', fields: logged });
      const reference = { originChainId: corridor.from.chainId, transactionHash: receipt.transactionHash };
      const quoteId = told?.fields.quoteId;
      const status = await bridge.status?.(asked, { ...reference, ...(quoteId === undefined ? {} : { id: String(quoteId) }) });
      expect(status).toMatchObject({ ok: true, value: { state: 'BRIDGING', originTransaction: reference.transactionHash } });
    } finally {
      server.close();
    }
  },
);

test.each([
  ['a token', 'ethereum:USDC>base:USDC', 1_000_000_007n],
  ['a wrapped coin', 'arbitrum:WETH>ethereum:WETH', 10n ** 17n],
  ['ether', 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n],
])('Across by its newer API, %s: its ready call is filled with what was quoted', async (_name, id, amountIn) => {
  const { url, server } = await serveSimulatedApi(createAcrossApi, links);
  try {
    const asked = { ...context(), endpoints: { across: url }, choices: { ACROSS_QUOTE_API: 'swap-approval' } };
    const corridor = corridorNamed(id);
    const quoted = await across.quote(asked, { corridor, amountIn });
    if (!quoted.ok) throw new Error(`${quoted.error.code}: ${quoted.error.detail}`);
    const { amountOut, minAmountOut, limits } = quoted.value;
    expect(limits.max).toBeGreaterThan(limits.instant ?? 0n);
    const paid = pad('0x5eed', { size: 20 });
    const built = await across.transaction(asked, { corridor, amountIn, sender, recipient: paid, minAmountOut, quoted: quoted.value });
    if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
    expect([built.value.amountOut, built.value.data.slice(-6)]).toEqual([amountOut, '73c0de']);
    const [origin, destination] = [linkOf(corridor.from.chainId), linkOf(corridor.to.chainId)];
    const { logs } = await signAndSend(origin, built.value, { from: sender, asset: corridor.from, allowance: amountIn });
    const [deposit] = logs.flatMap((log) => across.decode({ chainId: corridor.from.chainId, ...log }) ?? []);
    expect(deposit).toMatchObject({ kind: 'deposit', fields: { outputAmount: amountOut, depositor: sender, recipient: paid } });

    await endowAcrossRelayer(destination);
    const jobs = await findAcrossFills(links, pino({ level: 'silent' }))(Date.now());
    const before = await coinOf(destination, paid);
    // Those of the deposits above are open too.
    const carried = await carryJobs(
      jobs.filter(({ chainId }) => chainId === corridor.to.chainId),
      linkOf,
    );
    const fills = carried.flatMap(({ logs }) => logs.flatMap((log) => across.decode({ chainId: corridor.to.chainId, ...log }) ?? []));
    const fields = { deliveredAmount: amountOut, deliveredTo: paid };
    const own = fills.filter(({ transferKey }) => transferKey === deposit?.transferKey);
    expect(own).toMatchObject([{ kind: 'fill', fields }]);
    if (corridor.to.symbol !== 'USDC') expect((await coinOf(destination, paid)) - before).toBe(amountOut);
  } finally {
    server.close();
  }
});

/** A deposit of 1 000 USDC from Ethereum to Base, and what its transfer is at any moment, as the watchers of both chains tell it. */
const depositOfAcross = async (to: Address) => {
  await sendBy(across, 'ethereum:USDC>base:USDC', to, 1_000_000_000n);
  const [origin, destination] = [linkOf(1), linkOf(8453)];
  const deposits = await createRecentDeposits(pino({ level: 'silent' }))(origin);
  const deposit = deposits.find(({ relayData }) => relayData.recipient === pad(to));
  if (deposit === undefined) throw new Error('no such deposit');
  const now = async () => {
    const book = createSharedMessageBook([across]);
    const told = [...(await toldInNewestBlocks(origin, book, [across])), ...(await toldInNewestBlocks(destination, book, [across]))];
    const events = told.filter(({ transferKey }) => transferKey === `across:1:${deposit.relayData.depositId}`);
    return { events, transfer: foldTransfer(events, Date.now(), EXPECTATIONS) };
  };
  return { origin, destination, deposit, now };
};

test('Across’s pool pays a deposit that was not filled by a leaf of its admin’s: as much as the leaf says', async () => {
  const to: Address = `0x${'51'.repeat(20)}`;
  const { destination, deposit, now } = await depositOfAcross(to);
  const { inputAmount, outputAmount } = deposit.relayData;
  // No relayer has to be paid: the leaf gives the depositor a part of what one would have kept.
  const amount = (inputAmount + outputAmount) / 2n;
  expect(amount).toBeGreaterThan(outputAmount);

  await acrossMoves.requestSlowFill(destination, deposit);
  const asked = await now();
  expect(asked.events.map(({ kind }) => kind)).toEqual(['deposit', 'slow-fill-requested']);
  expect(asked.events[1]).toMatchObject({ chainId: 8453, fields: termsRepeated(asked.events[0] as ChainEvent) });
  expect(asked.transfer).toMatchObject({ state: 'BRIDGING', amountQuoted: outputAmount, amountUpdated: null, amountDelivered: null });

  await acrossMoves.fillSlowly(destination, deposit, amount);
  const { events, transfer } = await now();
  expect(events.map(({ kind }) => kind)).toEqual(['deposit', 'slow-fill-requested', 'fill']);
  const paid = { deliveredAmount: String(amount), deliveredTo: getAddress(to), fillType: 'slow' };
  expect(events[2]?.fields).toMatchObject({ ...termsRepeated(events[0] as ChainEvent), ...paid });
  expect(transfer).toMatchObject({ state: 'COMPLETED', recipient: getAddress(to), amountQuoted: outputAmount, amountDelivered: amount });
});

test('a deposit of Across’s is filled with what its depositor signed since, and nobody else can change it', async () => {
  const { origin, destination, deposit, now } = await depositOfAcross(`0x${'52'.repeat(20)}`);
  const { outputAmount } = deposit.relayData;
  const change = { outputAmount: outputAmount - 7n, recipient: getAddress(`0x${'53'.repeat(20)}`) };
  const signature = await acrossMoves.speedUp(origin, deposit, change, wallet(5));
  // The pool takes this one too, under the same number.
  await acrossMoves.speedUp(origin, deposit, { outputAmount: 1n, recipient }, wallet(6));
  const asked = await now();
  expect(asked.events.map(({ kind, fields }) => [kind, fields.depositor])).toEqual([
    ['deposit', sender],
    ['speed-up', sender],
    ['speed-up', recipient],
  ]);
  expect(asked.events[1]?.fields).toMatchObject({
    updatedOutputAmount: String(change.outputAmount),
    updatedRecipient: change.recipient,
  });
  const terms = { amountQuoted: outputAmount, amountUpdated: change.outputAmount, recipient: change.recipient };
  expect(asked.transfer).toMatchObject({ ...terms, state: 'PENDING', amountDelivered: null });

  await acrossMoves.fillUpdated(destination, deposit, { ...change, signature, from: recipient });
  const { events, transfer } = await now();
  const paid = { deliveredAmount: String(change.outputAmount), deliveredTo: change.recipient, fillType: 'fast', relayer: recipient };
  expect(events.at(-1)).toMatchObject({ kind: 'fill', fields: { ...termsRepeated(events[0] as ChainEvent), ...paid } });
  expect(transfer).toMatchObject({ ...terms, state: 'COMPLETED', amountDelivered: change.outputAmount });
});

const coinOf = async (link: ChainLink, of: Address): Promise<bigint> => BigInt(await link.rpc.call<Hex>('eth_getBalance', [of, 'latest']));

test.each([across, stargate, stargateBus])(
  '$manifest.id’s contracts say that nothing is paused, and what there is to pay out',
  async (bridge) => {
    for (const { chainId } of CHAINS) {
      const vitals = bridge.vitals?.(chainId) ?? [];
      expect(vitals.length).toBeGreaterThan(0);
      const outcome = await context().rpc.call(
        chainId,
        vitals.map(({ call }) => call),
        AbortSignal.timeout(30_000),
      );
      if (outcome.kind !== 'results') throw new Error(outcome.kind);
      for (const [index, vital] of vitals.entries()) {
        const reading = vital.read(outcome.results[index]?.data ?? '');
        if (reading?.kind === 'liquidity') expect(reading.amount, vital.name).toBeGreaterThan(0n);
        else expect(reading, vital.name).toEqual({ kind: 'paused', paused: false });
      }
    }
  },
);
