import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { across } from '#bridges/across/across.ts';
import { bungee } from '#bridges/bungee/bungee.ts';
import { lifi } from '#bridges/lifi/lifi.ts';
import { stargate } from '#bridges/stargate/stargate.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import type { UpstreamApi, UpstreamTools } from '#simnet/bridges/_kit/upstream.ts';
import { createBungeeApi } from '#simnet/bridges/bungee/bungee-api.ts';
import { createLifiApi } from '#simnet/bridges/lifi/lifi-api.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { USERS } from '#simnet/deploy/accounts.ts';
import { writeAnswer } from '#simnet/upstream/upstream-handler.ts';
import { startAcrossUpstream } from '#test/support/across-upstream.ts';
import { type DeployedChains, startDeployedChains } from '#test/support/deployed-chains.ts';

/** The bridges against their own contracts on six local chains; Across's API is played by a server on a real socket. */
const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);
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
  context = () => ({ http, rpc, now: Date.now, endpoints: { across: upstream.url }, apiKeys: {}, signal: AbortSignal.timeout(10_000) });
});

afterAll(async () => {
  await chains?.stop();
  upstream?.stop();
});

const quoteOf = async (bridge: Bridge, corridor: Corridor, amountIn: bigint) => {
  const question = { corridor, amountIn };
  const given = await bridge.quote(context(), question);
  return given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
};

test('Stargate lists the pools that the chains know: 12 ways for ether, 30 for USDC, 20 for USDT', async () => {
  const given = await stargate.corridors(context());
  if (!given.ok) throw new Error(given.error.detail);
  const symbols = given.value.map(({ from }) => from.slice(from.indexOf(':') + 1));
  expect(['ETH', 'USDC', 'USDT'].map((symbol) => symbols.filter((one) => one === symbol).length)).toEqual([12, 30, 20]);
});

test('Stargate quotes every corridor that it lists, and every sum closes', async () => {
  const given = await stargate.corridors(context());
  if (!given.ok) throw new Error(given.error.detail);
  const failures: string[] = [];
  for (const { from, to } of given.value) {
    const corridor = corridorNamed(`${from}>${to}`);
    const quoted = await quoteOf(stargate, corridor, corridor.from.decimals === 6 ? 1_000_000_001n : 333_333_333_333_333_333n);
    if (!quoted.ok) failures.push(`${corridor.id}: ${quoted.error.code} ${quoted.error.detail}`);
  }
  expect(failures).toEqual([]);
});

test('Stargate refuses what a path has no credit for, and names the limit', async () => {
  const corridor = corridorNamed('ethereum:USDC>arbitrum:USDC');
  const fits = await quoteOf(stargate, corridor, 1_000_000n);
  if (!fits.ok) throw new Error(fits.error.detail);
  const limit = fits.value.limits.max ?? 0n;
  expect(await quoteOf(stargate, corridor, limit + 1n)).toMatchObject({ ok: false, error: { code: 'AMOUNT_TOO_HIGH', limit } });
  expect((await quoteOf(stargate, corridor, limit)).ok).toBe(true);
});

test.each<[string, Bridge, string, bigint]>([
  ['Stargate, a token', stargate, 'ethereum:USDC>arbitrum:USDC', 1_234_567_891n],
  ['Stargate, a token between other chains', stargate, 'polygon:USDT>avalanche:USDT', 500_000_000n],
  ['Stargate, ether with dust', stargate, 'base:ETH>optimism:ETH', 1_234_567_890_123_456_789n],
  ['Across, a token', across, 'ethereum:USDC>base:USDC', 1_000_000_007n],
  ['Across, a wrapped coin', across, 'arbitrum:WETH>ethereum:WETH', 10n ** 17n],
  ['Across, ether', across, 'optimism:ETH>arbitrum:ETH', 10n ** 18n + 1n],
])('%s: the contract takes the transaction, and its log says what was quoted', async (_name, bridge, id, amountIn) => {
  const corridor = corridorNamed(id);
  const quoted = await quoteOf(bridge, corridor, amountIn);
  if (!quoted.ok) throw new Error(`${quoted.error.code}: ${quoted.error.detail}`);
  const answer = quoted.value;
  const built = await bridge.transaction(context(), {
    corridor,
    amountIn,
    sender,
    recipient,
    minAmountOut: answer.minAmountOut,
    quoted: answer,
  });
  if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
  const { to, data, value, spender } = built.value;
  const approval =
    spender === undefined
      ? []
      : [
          {
            from: sender,
            to: corridor.from.address as Address,
            data: encodeFunctionData({ abi: erc20, functionName: 'approve', args: [spender as Address, amountIn] }),
          },
        ];
  const link = links.find(({ chain }) => chain.chainId === corridor.from.chainId);
  const receipts = (await link?.send([...approval, { from: sender, to: to as Address, data: data as Hex, value }])) ?? [];
  const logs = receipts.at(-1)?.logs ?? [];
  const events = logs.flatMap((log) => bridge.decode({ chainId: corridor.from.chainId, ...log }) ?? []);
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

/** An aggregator of the simnet's over these chains, on a real socket. */
const serve = async (create: (tools: UpstreamTools) => UpstreamApi): Promise<{ url: string; server: Server }> => {
  const world = { seed: 'meta', dial: () => undefined, priceFactor: () => 1, drained: () => false };
  const api = create({ world, step: () => 60, nowMs: Date.now, links });
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    writeAnswer(response, await api({ method: 'GET', path: pathname, query: searchParams, headers: {}, body: undefined }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

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
    const { url, server } = await serve(create);
    try {
      const asked = { ...context(), endpoints: { [bridge.manifest.id]: url } };
      const corridor = corridorNamed(id);
      const quoted = await bridge.quote(asked, { corridor, amountIn });
      if (!quoted.ok) throw new Error(`${quoted.error.code}: ${quoted.error.detail}`);
      const { amountOut, minAmountOut, fees } = quoted.value;
      const built = await bridge.transaction(asked, { corridor, amountIn, sender, recipient, minAmountOut, quoted: quoted.value });
      if (!built.ok) throw new Error(`${built.error.code}: ${built.error.detail}`);
      const { to, data, value, spender } = built.value;
      const approve = encodeFunctionData({ abi: erc20, functionName: 'approve', args: [to as Address, amountIn] });
      const approval = spender === undefined ? [] : [{ from: sender, to: corridor.from.address as Address, data: approve }];
      const link = links.find(({ chain }) => chain.chainId === corridor.from.chainId);
      const receipts = (await link?.send([...approval, { from: sender, to: to as Address, data: data as Hex, value }])) ?? [];
      const logs = (receipts.at(-1)?.logs ?? []).map((log) => ({ chainId: corridor.from.chainId, ...log }));
      const deposits = logs.flatMap((log) => across.decode(log) ?? []);
      const own = fees.find(({ kind }) => kind === 'integrator')?.amount ?? 0n;
      const fields = { inputAmount: amountIn - own, outputAmount: amountOut, depositor: sender, recipient };
      expect(deposits).toMatchObject([{ kind: 'deposit', fields }]);
      const [told, ...more] = logs.flatMap((log) => bridge.decode(log) ?? []);
      expect(more).toEqual([]);
      expect(told).toMatchObject({ kind: 'deposit', fields: logged });
      const reference = { originChainId: corridor.from.chainId, transactionHash: receipts.at(-1)?.transactionHash ?? '' };
      const quoteId = told?.fields.quoteId;
      const status = await bridge.status?.(asked, { ...reference, ...(quoteId === undefined ? {} : { id: String(quoteId) }) });
      expect(status).toMatchObject({ ok: true, value: { state: 'BRIDGING', originTransaction: reference.transactionHash } });
    } finally {
      server.close();
    }
  },
);

test.each([across, stargate])('$manifest.id’s contracts say that nothing is paused, and what there is to pay out', async (bridge) => {
  for (const { chainId } of CHAINS) {
    const vitals = bridge.vitals?.(chainId) ?? [];
    expect(vitals.length).toBeGreaterThan(0);
    const outcome = await context().rpc.call(
      chainId,
      vitals.map(({ call }) => call),
      AbortSignal.timeout(10_000),
    );
    if (outcome.kind !== 'results') throw new Error(outcome.kind);
    for (const [index, vital] of vitals.entries()) {
      const reading = vital.read(outcome.results[index]?.data ?? '');
      if (reading?.kind === 'liquidity') expect(reading.amount, vital.name).toBeGreaterThan(0n);
      else expect(reading, vital.name).toEqual({ kind: 'paused', paused: false });
    }
  }
});
