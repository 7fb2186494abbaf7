import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Address,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  keccak256,
  pad,
  parseAbi,
  parseEther,
  parseUnits,
  stringToHex,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIG_STORE, HUB_POOL, spokePool } from '#bridges/across/contracts.ts';
import { ENDPOINT_V2, STARGATE_POOLS, stargateChain, stargatePool } from '#bridges/stargate/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, assetById } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { type ChainLink, createChainLink } from './chains/chain-link.ts';
import { createJsonRpc } from './chains/json-rpc.ts';
import { commandLineOf } from './chains/process-table.ts';
import { OWNER, USERS } from './deploy/accounts.ts';
import { MULTICALL3, PERMIT2 } from './deploy/addresses.ts';
import { deliverPackets } from './deploy/packets.ts';
import { grantCalls } from './deploy/tokens.ts';
import { baseFeeWei, PRICE_IDS, priceUsd } from './world/market.ts';
import type { World } from './world/world.ts';

const abi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function approve(address spender, uint256 amount)',
  'struct SendParam { uint32 dstEid; bytes32 to; uint256 amountLD; uint256 minAmountLD; bytes extraOptions; bytes composeMsg; bytes oftCmd; }',
  'struct Fee { uint256 nativeFee; uint256 lzTokenFee; }',
  'struct RelayData { bytes32 depositor; bytes32 recipient; bytes32 exclusiveRelayer; bytes32 inputToken; bytes32 outputToken; uint256 inputAmount; uint256 outputAmount; uint256 originChainId; uint256 depositId; uint32 fillDeadline; uint32 exclusivityDeadline; bytes message; }',
  'function quoteOFT(SendParam) view returns ((uint256 minAmountLD, uint256 maxAmountLD) limit, (int256 feeAmountLD, string description)[] details, (uint256 amountSentLD, uint256 amountReceivedLD) receipt)',
  'function quoteSend(SendParam, bool payInLzToken) view returns (Fee fee)',
  'function send(SendParam, Fee fee, address refundAddress) payable',
  'function depositV3(address depositor, address recipient, address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 destinationChainId, address exclusiveRelayer, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes message) payable',
  'function fillRelay(RelayData relayData, uint256 repaymentChainId, bytes32 repaymentAddress)',
  'event FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)',
  'event OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
  'event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
]);

const [user = OWNER, , , , relayer = OWNER] = USERS;
/** Nobody else is paid here, so what it holds is what the bridge delivered. */
const recipient: Address = `0x${keccak256(stringToHex('somebody new')).slice(-40)}`;
const USDC = (slug: string): Address => assetById(`${slug}:USDC`)?.address as Address;

let dataDir = '';
let ports: readonly number[] = [];
let simnet: ChildProcess;

const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer());
  const found = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as { port: number }).port;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
};

const startSimnet = async (): Promise<void> => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const [port, ...rpcPorts] = ports;
  simnet = spawn(
    process.execPath,
    [main, '--data-dir', dataDir, '--port', String(port), '--rpc-ports', rpcPorts.join(','), '--seed', 'test'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  while ((await ask('/health/ready').catch(() => ({ status: 0 }))).status !== 200) {
    if (simnet.exitCode !== null) throw new Error(`the simnet ended with ${simnet.exitCode}`);
    await sleep(50);
  }
};

const stopSimnet = async (): Promise<void> => {
  simnet.kill('SIGTERM');
  if (simnet.exitCode === null) await once(simnet, 'exit');
};

const ask = async (path: string, init: { method?: string; body?: unknown } = {}) => {
  const { body, ...rest } = init;
  const response = await fetch(`http://127.0.0.1:${ports[0]}${path}`, {
    ...rest,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const askJson = async (path: string, init: { method?: string; body?: unknown } = {}) => JSON.parse((await ask(path, init)).text);

const linkTo = (slug: string, from: Address): ChainLink => {
  const index = CHAINS.findIndex((chain) => chain.slug === slug);
  const chain = CHAINS[index];
  if (chain === undefined) throw new Error(`no chain ${slug}`);
  return createChainLink({ chain, from, rpc: createJsonRpc(`http://127.0.0.1:${ports[index + 1]}`) });
};
const allLinks = (from: Address): readonly ChainLink[] => CHAINS.map(({ slug }) => linkTo(slug, from));

const view = (link: ChainLink, to: Address, data: Hex): Promise<Hex> =>
  link.rpc.call<Hex>('eth_call', [{ from: user, to, data }, 'latest']);
const balanceOf = async (link: ChainLink, token: Address, holder: Address): Promise<bigint> =>
  BigInt(await view(link, token, encodeFunctionData({ abi, functionName: 'balanceOf', args: [holder] })));

const quoteUrl = (from: string, to: string, amount: bigint): string => {
  const [origin, destination] = [assetById(from), assetById(to)];
  const query = new URLSearchParams({
    inputToken: origin?.address ?? '',
    outputToken: destination?.address ?? '',
    originChainId: String(origin?.chainId),
    destinationChainId: String(destination?.chainId),
    amount: String(amount),
  });
  return `/across/api/suggested-fees?${query}`;
};

const sendParam = (toChainId: number, amountLD: bigint, minAmountLD = 0n) =>
  ({
    dstEid: stargateChain(toChainId)?.eid ?? 0,
    to: pad(recipient),
    amountLD,
    minAmountLD,
    extraOptions: '0x',
    composeMsg: '0x',
    oftCmd: '0x',
  }) as const;

const quoteOft = async (link: ChainLink, pool: Address, toChainId: number, amount: bigint) => {
  const data = await view(link, pool, encodeFunctionData({ abi, functionName: 'quoteOFT', args: [sendParam(toChainId, amount)] }));
  const [limit, , receipt] = decodeFunctionResult({ abi, functionName: 'quoteOFT', data });
  return { max: limit.maxAmountLD, sent: receipt.amountSentLD, received: receipt.amountReceivedLD };
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'routebook-simnet-'));
  ports = await freePorts(CHAINS.length + 1);
  await startSimnet();
});

afterAll(async () => {
  await stopSimnet();
  await rm(dataDir, { recursive: true, force: true });
});

test('there is code at every address of the address books', async () => {
  for (const link of allLinks(OWNER)) {
    const { chainId, slug } = link.chain;
    const stargate = stargateChain(chainId);
    const addresses = [
      MULTICALL3,
      PERMIT2,
      ENDPOINT_V2,
      spokePool(chainId),
      stargate?.tokenMessaging,
      stargate?.creditMessaging,
      ...STARGATE_POOLS.filter((pool) => pool.chainId === chainId).flatMap(({ address, feeLib }) => [address, feeLib]),
      ...ASSETS.filter((asset) => asset.chainId === chainId && asset.address !== NATIVE_ADDRESS).map(({ address }) => address),
      ...(chainId === 1 ? [HUB_POOL, CONFIG_STORE] : []),
    ];
    for (const address of addresses) {
      const code = await link.rpc.call<Hex>('eth_getCode', [address, 'latest']);
      expect(code.length, `${slug} ${address}`).toBeGreaterThan(2);
    }
  }
});

test('accounts 5 to 9 hold native coin and every token on every chain', async () => {
  for (const link of allLinks(OWNER)) {
    const tokens = ASSETS.filter(({ chainId, address }) => chainId === link.chain.chainId && address !== NATIVE_ADDRESS);
    for (const holder of USERS) {
      expect(BigInt(await link.rpc.call<Hex>('eth_getBalance', [holder, 'latest']))).toBeGreaterThanOrEqual(parseEther('9000'));
      for (const { address, symbol, decimals } of tokens) {
        const least = symbol === 'WETH' ? parseEther('100') : parseUnits('900000', decimals);
        expect(await balanceOf(link, address as Address, holder), `${link.chain.slug} ${symbol}`).toBeGreaterThanOrEqual(least);
      }
    }
  }
});

test('every pair of Stargate pools quotes, and takes a fee', async () => {
  let quotes = 0;
  for (const { chainId, symbol, address } of STARGATE_POOLS) {
    const link = linkTo(CHAINS.find((chain) => chain.chainId === chainId)?.slug ?? '', user);
    const amount = symbol === 'ETH' ? parseEther('1') : parseUnits('1000', 6);
    for (const other of STARGATE_POOLS.filter((pool) => pool.symbol === symbol && pool.chainId !== chainId)) {
      const { sent, received } = await quoteOft(link, address as Address, other.chainId, amount);
      expect(sent).toBe(amount);
      expect(received).toBeLessThan(amount);
      expect(received).toBeGreaterThan((amount * 99n) / 100n);
      quotes += symbol === 'USDC' ? 1 : 0;
    }
  }
  expect(quotes).toBe(30);
});

test('an Across deposit at the quoted amount is filled for exactly that amount', async () => {
  const amount = parseUnits('1234.56', 6);
  const quote = await askJson(quoteUrl('ethereum:USDC', 'arbitrum:USDC', amount));
  const outputAmount = BigInt(quote.outputAmount);
  expect(outputAmount).toBe(amount - BigInt(quote.totalRelayFee.total));
  expect(BigInt(quote.totalRelayFee.total)).toBe(
    BigInt(quote.lpFee.total) + BigInt(quote.relayerCapitalFee.total) + BigInt(quote.relayerGasFee.total),
  );

  const origin = linkTo('ethereum', user);
  const pool = quote.spokePoolAddress as Address;
  const [, receipt] = await origin.send([
    { to: USDC('ethereum'), data: encodeFunctionData({ abi, functionName: 'approve', args: [pool, amount] }) },
    {
      to: pool,
      data: encodeFunctionData({
        abi,
        functionName: 'depositV3',
        args: [
          ...([user, recipient, USDC('ethereum'), USDC('arbitrum'), amount, outputAmount, 42161n, quote.exclusiveRelayer] as const),
          ...([Number(quote.timestamp), Number(quote.fillDeadline), quote.exclusivityDeadline, '0x'] as const),
        ],
      }),
    },
  ]);
  const log = receipt?.logs.find(({ address }) => address.toLowerCase() === pool.toLowerCase());
  const { args } = decodeEventLog({ abi, eventName: 'FundsDeposited', topics: log?.topics as [Hex, ...Hex[]], data: log?.data ?? '0x' });
  expect(args.outputAmount).toBe(outputAmount);
  const statusPath = `/across/api/deposit/status?depositTxnRef=${receipt?.transactionHash}`;
  expect(await askJson(statusPath)).toMatchObject({ status: 'pending', destinationChainId: 42161, fillTxnRef: null });

  const destination = linkTo('arbitrum', relayer);
  const fillPool = quote.destinationSpokePoolAddress as Address;
  const { quoteTimestamp: _, destinationChainId: __, ...relayData } = args;
  await destination.send([
    { to: USDC('arbitrum'), data: encodeFunctionData({ abi, functionName: 'approve', args: [fillPool, outputAmount] }) },
    {
      to: fillPool,
      data: encodeFunctionData({ abi, functionName: 'fillRelay', args: [{ ...relayData, originChainId: 1n }, 1n, pad(relayer)] }),
    },
  ]);
  expect(await balanceOf(destination, USDC('arbitrum'), recipient)).toBe(outputAmount);
  expect(await askJson(statusPath)).toMatchObject({ status: 'filled', originChainId: 1, depositId: String(args.depositId) });
});

test('a Stargate taxi sends what was quoted, and its delivered message pays exactly that', async () => {
  const origin = linkTo('arbitrum', user);
  const pool = stargatePool(42161, 'USDC')?.address as Address;
  const amount = parseUnits('2500', 6);
  const { received } = await quoteOft(origin, pool, 8453, amount);
  const param = sendParam(8453, amount, received);
  const feeData = await view(origin, pool, encodeFunctionData({ abi, functionName: 'quoteSend', args: [param, false] }));
  const fee = decodeFunctionResult({ abi, functionName: 'quoteSend', data: feeData });
  const receipts = await origin.send([
    { to: USDC('arbitrum'), data: encodeFunctionData({ abi, functionName: 'approve', args: [pool, amount] }) },
    { to: pool, data: encodeFunctionData({ abi, functionName: 'send', args: [param, fee, user] }), value: fee.nativeFee },
  ]);
  const log = receipts[1]?.logs.find(({ address, topics }) => address.toLowerCase() === pool.toLowerCase() && topics.length === 3);
  const sent = decodeEventLog({ abi, eventName: 'OFTSent', topics: log?.topics as [Hex, ...Hex[]], data: log?.data ?? '0x' });
  expect(sent.args).toMatchObject({ amountSentLD: amount, amountReceivedLD: received });
  expect(await deliverPackets(allLinks(OWNER), receipts)).toBe(1);
  expect(await balanceOf(linkTo('base', user), USDC('base'), recipient)).toBe(received);
});

test('a dial changes what an upstream says, and the contract with it', async () => {
  const corridor = 'optimism:USDC>base:USDC';
  const amount = parseUnits('1000', 6);
  const pool = stargatePool(10, 'USDC')?.address as Address;
  await ask('/control/dials', { method: 'PUT', body: { name: 'stargate.feeBps', target: corridor, value: 30 } });
  await ask('/control/dials', { method: 'PUT', body: { name: 'across.feeBps', target: corridor, value: 50 } });
  // FeeLibV1 takes one shared unit on top.
  expect((await quoteOft(linkTo('optimism', user), pool, 8453, amount)).received).toBe(amount - parseUnits('3', 6) - 1n);
  const quote = await askJson(quoteUrl('optimism:USDC', 'base:USDC', amount));
  expect(quote.relayerCapitalFee.total).toBe(String(parseUnits('5', 6)));
  expect(await askJson('/control/dials', { method: 'DELETE' })).toEqual({ cleared: 2 });
  expect((await quoteOft(linkTo('optimism', user), pool, 8453, amount)).received).toBeGreaterThan(amount - parseUnits('2', 6));
  const refused = await ask('/control/dials', {
    method: 'PUT',
    body: { name: 'stargate.feeBps', target: 'base:USDT>optimism:USDT', value: 1 },
  });
  expect(refused.status).toBe(400);
});

test('faults are in the answers while they are on, and gone after', async () => {
  const url = quoteUrl('ethereum:USDC', 'base:USDC', parseUnits('1000', 6));
  const withFault = async (fault: Record<string, unknown>) => {
    expect((await ask('/control/faults', { method: 'POST', body: fault })).status).toBe(201);
    const answer = await ask(url);
    await ask('/control/faults', { method: 'DELETE' });
    return answer;
  };
  expect((await withFault({ name: 'error', status: 503 })).status).toBe(503);
  const limited = await withFault({ name: 'rate-limit', retryAfterSeconds: 7 });
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await withFault({ name: 'malformed', kind: 'html' })).text).toMatch(/^<!DOCTYPE html>/);
  const truncated = await withFault({ name: 'malformed' });
  expect(() => JSON.parse(truncated.text)).toThrow();
  const tenfold = JSON.parse((await withFault({ name: 'ten-times' })).text);
  expect(BigInt(tenfold.outputAmount)).toBeGreaterThan(parseUnits('9000', 6));
  expect(JSON.parse((await withFault({ name: 'wrong-decimals' })).text).outputToken.decimals).toBe(18);
  expect(JSON.parse((await withFault({ name: 'wrong-token' })).text).outputToken.symbol).toBe('USDT');
  expect(JSON.parse((await withFault({ name: 'drained', provider: 'across' })).text).code).toBe('AMOUNT_TOO_HIGH');
  expect(JSON.parse((await ask(url)).text)).toMatchObject({ isAmountTooLow: false, outputToken: { symbol: 'USDC', decimals: 6 } });
  expect((await ask('/control/faults', { method: 'POST', body: { name: 'rpc-down' } })).text).toContain('rpc:arbitrum');
});

test('a drained Stargate has no credit on its contracts, and gets it back', async () => {
  const [link, pool] = [linkTo('ethereum', user), stargatePool(1, 'USDT')?.address as Address];
  const before = await quoteOft(link, pool, 10, 1_000_000n);
  await ask('/control/faults', { method: 'POST', body: { name: 'drained' } });
  expect((await quoteOft(link, pool, 10, 1_000_000n)).max).toBe(0n);
  await ask('/control/faults', { method: 'DELETE' });
  expect((await quoteOft(link, pool, 10, 1_000_000n)).max).toBe(before.max);
});

test('a chain that a fault takes down refuses, and comes back where it was', async () => {
  const { rpc } = linkTo('polygon', user);
  const before = Number(await rpc.call<Hex>('eth_blockNumber'));
  await ask('/control/faults', { method: 'POST', body: { name: 'rpc-down', provider: 'rpc:polygon' } });
  await expect(rpc.call('eth_blockNumber')).rejects.toThrow();
  await ask('/control/faults', { method: 'DELETE' });
  expect(Number(await rpc.call<Hex>('eth_blockNumber'))).toBeGreaterThanOrEqual(before);
});

test('the world at a step follows from the seed alone, and the chains ask its base fee', async () => {
  const world: World = { seed: 'test', dial: () => undefined, priceFactor: () => 1, acrossDrained: () => false };
  const told = await askJson('/control/world?step=1234');
  expect(told.prices).toEqual(Object.fromEntries(PRICE_IDS.map((id) => [id, priceUsd(world, id, 1234)])));
  await ask('/control/dials', { method: 'PUT', body: { name: 'gas.gwei', target: 'arbitrum', value: 3 } });
  const { rpc } = linkTo('arbitrum', user);
  await expect
    .poll(async () => (await rpc.call<{ baseFeePerGas: Hex }>('eth_getBlockByNumber', ['latest', false])).baseFeePerGas)
    .toBe('0xb2d05e00');
  await ask('/control/dials', { method: 'DELETE' });
  expect(baseFeeWei(world, 42161, 0)).toBeLessThan(3_000_000_000n);
});

test('blocks go on, a chain that is killed comes back by itself', async () => {
  const { rpc } = linkTo('optimism', user);
  const height = async (): Promise<number> => Number(await rpc.call<Hex>('eth_blockNumber').catch(() => '0x0'));
  const pidOf = async (): Promise<number> => (await askJson('/control/world')).chains[1].pid;
  const pid = await pidOf();
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => [(await pidOf()) !== pid, (await height()) > 0], { timeout: 15_000 }).toEqual([true, true]);
  const code = await rpc.call<Hex>('eth_getCode', [spokePool(10), 'latest']);
  expect(code.length).toBeGreaterThan(2);
});

test('a stop leaves no process; a restart has the blocks and balances of before', async () => {
  const heights = async () => Promise.all(allLinks(user).map(async ({ rpc }) => Number(await rpc.call<Hex>('eth_blockNumber'))));
  const held = () => balanceOf(linkTo('arbitrum', user), USDC('arbitrum'), recipient);
  const [before, balance] = [await heights(), await held()];
  const pids: number[] = (await askJson('/control/world')).chains.map(({ pid }: { pid: number }) => pid);
  await stopSimnet();
  for (const pid of pids) expect(await commandLineOf(pid)).toBe('');
  await startSimnet();
  for (const [index, height] of (await heights()).entries()) expect(height).toBeGreaterThanOrEqual(before[index] ?? 0);
  expect(await held()).toBe(balance);
});

test('nodes that a killed simnet left are ended by the next start, which goes on with their state', async () => {
  const link = linkTo('ethereum', OWNER);
  const usdc = assetById('ethereum:USDC');
  if (usdc === undefined) throw new Error('USDC is listed');
  const someone: Address = `0x${keccak256(stringToHex('another')).slice(-40)}`;
  await link.send(grantCalls(usdc, someone, 77n));
  const pids: number[] = (await askJson('/control/world')).chains.map(({ pid }: { pid: number }) => pid);
  simnet.kill('SIGKILL');
  await once(simnet, 'exit');
  for (const pid of pids) expect(await commandLineOf(pid)).toContain('anvil');
  await startSimnet();
  for (const pid of pids) expect(await commandLineOf(pid)).toBe('');
  expect(await balanceOf(link, USDC('ethereum'), someone)).toBe(77n);
  expect(JSON.parse(await readFile(join(dataDir, 'world.json'), 'utf8'))).toMatchObject({ seed: 'test', owedCredits: [] });
});

test('a state that cannot be read: all six chains are deployed anew, also while running', async () => {
  const spoilState = () => writeFile(join(dataDir, 'base.state.json'), '{"block":');
  const born = async (): Promise<number> => JSON.parse(await readFile(join(dataDir, 'world.json'), 'utf8')).epochMs;
  const first = await born();
  await stopSimnet();
  await spoilState();
  await startSimnet();
  const second = await born();
  expect(second).toBeGreaterThan(first);
  expect(await balanceOf(linkTo('arbitrum', user), USDC('arbitrum'), recipient)).toBe(0n);

  await spoilState();
  process.kill((await askJson('/control/world')).chains[3].pid, 'SIGKILL');
  await expect.poll(born, { timeout: 30_000 }).toBeGreaterThan(second);
  const pool = stargatePool(8453, 'USDC')?.address as Address;
  const quoted = async () => (await quoteOft(linkTo('base', user), pool, 10, 1_000_000_000n)).received;
  await expect.poll(() => quoted().catch(() => 0n), { timeout: 10_000 }).toBeGreaterThan(990_000_000n);
  await expect.poll(quoted, { timeout: 10_000 }).toBeLessThan(1_000_000_000n);
});
