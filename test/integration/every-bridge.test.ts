import { type Address, encodeFunctionData, erc20Abi, getAddress, type Hex } from 'viem';
import { afterAll, beforeAll, test } from 'vitest';
import { BRIDGES } from '#bridges/registry.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import type { UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import { createRestClient, type RestClient } from '#sdk/rest-client.ts';
import { eventually } from '#test/support/eventually.ts';
import { wallet } from '#test/support/sending-fixture.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { removeDataDir, type StackProcess, startStack, temporaryDataDir, waitFor } from '#test/support/stack-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { claimPorts } from '#test/support/test-ports.ts';

/**
 * The whole way by every bridge that documents a corridor, as an application goes it: the book, the transaction, a signature, the transfer's
 * end. The stack is the launcher's, over the simnet's contracts and APIs, with the meta-venues switched on.
 */
const WAYS = [
  {
    from: 'ethereum:USDC',
    to: 'arbitrum:USDC',
    amountIn: 1_234_567_891n,
    account: wallet(5),
    venues: ['across', 'bungee', 'cctp', 'debridge', 'hop', 'lifi', 'relay', 'stargate', 'stargate-bus'],
  },
  {
    from: 'ethereum:ETH',
    to: 'optimism:ETH',
    amountIn: 512_345_678_901_234_567n,
    account: wallet(6),
    venues: ['across', 'bungee', 'debridge', 'hop', 'lifi', 'optimism-bridge', 'relay', 'stargate', 'stargate-bus'],
  },
];

/** Whose transfer it is then: a meta-venue's is that of the bridge that it picked (decision 32). */
const CARRIED_BY: Readonly<Record<string, string>> = { bungee: 'across', lifi: 'across' };
/** Not held to what was promised, though it arrives: those of meta-venues, and Hop's, whose logs do not say who sent. */
const NOT_HELD = ['bungee', 'hop', 'lifi'];
/** Circle signs a fast burn on Ethereum after 20 s; the rest is a machine that does much else. */
const IN_TIME = { timeout: 120_000, interval: 500 };

let stack: StackProcess;
let rest: RestClient;
let nodes: ReadonlyMap<string, string>;

beforeAll(async () => {
  const { kafkaBrokers, registryUrl, redisUrl, clickhouseUrl } = testEngines();
  const port = await claimPorts(1);
  const url = `http://127.0.0.1:${port}`;
  stack = startStack({
    dataDir: temporaryDataDir(),
    args: [
      ...['--port', String(port)],
      ...['--bridges', BRIDGES.map(({ manifest }) => manifest.id).join()],
      ...['--only', 'simnet,market,quotes,chain-events,ranking,transfers,api'],
    ],
    env: {
      KAFKA_BROKERS: kafkaBrokers.join(),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      CLICKHOUSE_URL: clickhouseUrl,
      ROUTEBOOK_PREFIX: createPrefix(),
      // The older of Across's APIs is asked everywhere else.
      ACROSS_QUOTE_API: 'swap-approval',
    },
  });
  // The API itself would wait for the services that are left out.
  await waitFor(stack, () => stack.output().includes('Routebook works'));
  rest = createRestClient({ url });
  nodes = new Map((await rest.chains()).map(({ chainId, rpcUrl }) => [String(chainId), rpcUrl ?? '']));
  // A pool's fee of the moment of the deposit decides what arrives: here it stands still, so that every unit can be told.
  for (const { from, to } of WAYS)
    await simnetCommand(stack.dataDir, 'set', 'stargate.feeBps', '--corridor', `${from}>${to}`, '--value', '3');
}, 240_000);

afterAll(async () => {
  await stack?.stop();
  if (stack !== undefined) removeDataDir(stack.dataDir);
});

const rpc = async <T>(chainId: string | number, method: string, params: readonly unknown[]): Promise<T> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(nodes.get(String(chainId)) ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = (await response.json()) as { result: T; error?: unknown };
  if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
};

const send = async (account: ReturnType<typeof wallet>, transaction: UnsignedTransactionJson): Promise<Hex> => {
  const signed = await account.signTransaction({
    type: 'eip1559',
    to: transaction.to as Address,
    data: transaction.data as Hex,
    chainId: Number(transaction.chainId),
    nonce: Number(transaction.nonce),
    value: BigInt(transaction.value),
    gas: BigInt(transaction.gas),
    maxFeePerGas: BigInt(transaction.maxFeePerGas),
    maxPriorityFeePerGas: BigInt(transaction.maxPriorityFeePerGas),
  });
  return rpc(transaction.chainId, 'eth_sendRawTransaction', [signed]);
};

const balanceOf = async ({ chainId, address }: Asset, holder: Address): Promise<bigint> => {
  if (address === NATIVE_ADDRESS) return BigInt(await rpc<Hex>(chainId, 'eth_getBalance', [holder, 'latest']));
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [holder] });
  return BigInt(await rpc<Hex>(chainId, 'eth_call', [{ to: address, data }, 'latest']));
};

/** A route by this venue, once there is one: a quote may run out while the next is on its way. */
const routeBy = (venue: string, question: { from: string; to: string; amountIn: string }): Promise<string> => {
  const look = async () => {
    const { routes } = await rest.quote({ ...question, maxWaitMs: 3_000 });
    return routes.find(({ legs }) => legs[0]?.venue === venue)?.routeId;
  };
  return eventually(`a route by ${venue} from ${question.from} to ${question.to}`, look, IN_TIME.timeout);
};

test.concurrent.for(WAYS)(
  '$from to $to: every bridge that documents it is in the book, and brings what it quoted',
  { timeout: 240_000 },
  async ({ from, to, amountIn, account, venues }, { expect }) => {
    const question = { from, to, amountIn: String(amountIn) };
    const offered = async () => (await rest.quote({ ...question, maxWaitMs: 3_000 })).routes.map(({ legs }) => legs[0]?.venue).toSorted();
    await expect.poll(offered, IN_TIME).toEqual(venues);

    const sent: { venue: string; recipient: Address; amountOut: string; hash: Hex }[] = [];
    for (const [index, venue] of venues.entries()) {
      // Nobody has paid these yet.
      const recipient: Address = `0x${(amountIn + BigInt(index)).toString(16).padStart(40, '0')}`;
      const answer = await rest.transaction(await routeBy(venue, question), { sender: account.address, recipient, slippageBps: 50 });
      if (answer.approval !== undefined) await send(account, answer.approval);
      sent.push({ venue, recipient, amountOut: answer.amountOut, hash: await send(account, answer.deposit) });
    }

    const arrived = assetById(to) as Asset;
    await Promise.all(
      sent.map(async ({ venue, recipient, amountOut, hash }) => {
        const transfer = async () => ({ venue, ...(await rest.transfer(hash)) });
        await expect.poll(transfer, IN_TIME).toMatchObject({
          venue,
          bridge: CARRIED_BY[venue] ?? venue,
          state: 'COMPLETED',
          amountDelivered: amountOut,
          promised: NOT_HELD.includes(venue) ? null : { amountOut },
          accuracyBps: NOT_HELD.includes(venue) ? null : 0,
          originTransaction: hash,
        });
        expect(String(await balanceOf(arrived, recipient)), venue).toBe(amountOut);
      }),
    );
  },
);

test.concurrent.for([
  { from: 'ethereum:USDC', to: 'base:USDC', amountIn: 345_678_912n, account: wallet(7) },
  { from: 'base:ETH', to: 'optimism:ETH', amountIn: 212_345_678_901_234_567n, account: wallet(7) },
])(
  '$from to $to by a deposit address of Relay’s: a plain transfer, found, followed and delivered',
  { timeout: 240_000 },
  async ({ from, to, amountIn, account }, { expect }) => {
    const question = { from, to, amountIn: String(amountIn) };
    const recipient = getAddress(`0x${amountIn.toString(16).padStart(40, '0')}`);
    const wish = { sender: account.address, recipient, slippageBps: 50, depositAddress: true };
    await expect(rest.transaction(await routeBy('across', question), wish)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER',
      pointer: '/depositAddress',
    });

    const answer = await rest.transaction(await routeBy('relay', question), wish);
    const address = answer.depositAddress?.address as Address;
    expect(answer.depositAddress).toEqual({
      address,
      requestId: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      saidBy: 'Relay',
      provenOnChain: false,
    });
    expect(answer).not.toHaveProperty('approval');
    const sent = assetById(from) as Asset;
    const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [address, amountIn] });
    const native = sent.address === NATIVE_ADDRESS;
    expect(answer.deposit).toMatchObject(
      native ? { to: address, data: '0x', value: String(amountIn) } : { to: sent.address, data: transfer.toLowerCase(), value: '0' },
    );
    const hash = await send(account, answer.deposit);
    await expect
      .poll(() => rest.transfer(hash), IN_TIME)
      .toMatchObject({
        bridge: 'relay',
        state: 'COMPLETED',
        sender: account.address,
        recipient,
        amountIn: String(amountIn),
        amountDelivered: answer.amountOut,
        promised: { amountOut: answer.amountOut },
        accuracyBps: 0,
        originTransaction: hash,
      });
    expect(String(await balanceOf(assetById(to) as Asset, recipient))).toBe(answer.amountOut);
  },
);
