import { type Address, decodeEventLog, decodeFunctionResult, encodeFunctionData, type Hex, pad, parseEther, parseUnits } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spokePool } from '#bridges/_across/spoke-pool.ts';
import { ENDPOINT_V2, STARGATE_POOLS, stargateChain, stargatePool } from '#bridges/_stargate/contracts.ts';
import { CONFIG_STORE, HUB_POOL } from '#bridges/across/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import {
  abi,
  balanceOf,
  quoteOft,
  quoteUrl,
  recipient,
  type SpawnedSimnet,
  sendParam,
  spawnSimnet,
  USDC,
  view,
} from '#test/support/spawned-simnet.ts';
import { OWNER, USERS } from './deploy/accounts.ts';
import { MULTICALL3, PERMIT2 } from './deploy/addresses.ts';
import { deliverPackets } from './deploy/packets.ts';

const [user = OWNER, , , , relayer = OWNER] = USERS;
let simnet: SpawnedSimnet;

beforeAll(async () => {
  simnet = await spawnSimnet();
});

afterAll(() => simnet.remove());

test('there is code at every address of the address books', async () => {
  for (const link of simnet.allLinks(OWNER)) {
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
  for (const link of simnet.allLinks(OWNER)) {
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
    const link = simnet.linkTo(CHAINS.find((chain) => chain.chainId === chainId)?.slug ?? '', user);
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
  const quote = await simnet.askJson(quoteUrl('ethereum:USDC', 'arbitrum:USDC', amount));
  const outputAmount = BigInt(quote.outputAmount);
  expect(outputAmount).toBe(amount - BigInt(quote.totalRelayFee.total));
  expect(BigInt(quote.totalRelayFee.total)).toBe(
    BigInt(quote.lpFee.total) + BigInt(quote.relayerCapitalFee.total) + BigInt(quote.relayerGasFee.total),
  );

  const origin = simnet.linkTo('ethereum', user);
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
  expect(await simnet.askJson(statusPath)).toMatchObject({ status: 'pending', destinationChainId: 42161, fillTxnRef: null });

  const destination = simnet.linkTo('arbitrum', relayer);
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
  expect(await simnet.askJson(statusPath)).toMatchObject({ status: 'filled', originChainId: 1, depositId: String(args.depositId) });
});

test('a Stargate taxi sends what was quoted, and its delivered message pays exactly that', async () => {
  const origin = simnet.linkTo('arbitrum', user);
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
  expect(await deliverPackets(simnet.allLinks(OWNER), receipts)).toBe(1);
  expect(await balanceOf(simnet.linkTo('base', user), USDC('base'), recipient)).toBe(received);
});

test('a dial changes what an upstream says, and the contract with it', async () => {
  const corridor = 'optimism:USDC>base:USDC';
  const amount = parseUnits('1000', 6);
  const pool = stargatePool(10, 'USDC')?.address as Address;
  await simnet.ask('/control/dials', { method: 'PUT', body: { name: 'stargate.feeBps', target: corridor, value: 30 } });
  await simnet.ask('/control/dials', { method: 'PUT', body: { name: 'across.feeBps', target: corridor, value: 50 } });
  // FeeLibV1 takes one shared unit on top.
  expect((await quoteOft(simnet.linkTo('optimism', user), pool, 8453, amount)).received).toBe(amount - parseUnits('3', 6) - 1n);
  const quote = await simnet.askJson(quoteUrl('optimism:USDC', 'base:USDC', amount));
  expect(quote.relayerCapitalFee.total).toBe(String(parseUnits('5', 6)));
  expect(await simnet.askJson('/control/dials', { method: 'DELETE' })).toEqual({ cleared: 2 });
  expect((await quoteOft(simnet.linkTo('optimism', user), pool, 8453, amount)).received).toBeGreaterThan(amount - parseUnits('2', 6));
  const refused = await simnet.ask('/control/dials', {
    method: 'PUT',
    body: { name: 'stargate.feeBps', target: 'base:USDT>optimism:USDT', value: 1 },
  });
  expect(refused.status).toBe(400);
});
