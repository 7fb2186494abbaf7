import { type Address, encodeFunctionData, type Hex, parseAbi, toHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Bridge, BridgeEvent } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { corridorNamed } from '#core/domain/testing/corridor-named.ts';
import { routeIdOf } from '#core/ranking/route-id.ts';
import type { BookJson } from '#schemas/api/book.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { type TransactionJson, transactionResponse, type UnsignedTransactionJson } from '#schemas/api/transaction.ts';
import type { Receipt } from '#simnet/chains/chain-link.ts';
import { type AcrossUpstream, fine, startAcrossUpstream } from './across-upstream.ts';
import { type ApiUnderTest, startApi } from './api-service.ts';
import { bookJson } from './arbitrary-book.ts';
import { type LocalChains, startLocalChains } from './local-chains.ts';
import { createPrefix, testEngines } from './test-engines.ts';

const BLOCK_MS = 250;
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Accounts 5 to 9, as a wallet holds them. */
export const wallet = (index: 5 | 6 | 7 | 8 | 9) => mnemonicToAccount(MNEMONIC, { addressIndex: index });

const tokenAbi = parseAbi(['function allowance(address owner, address spender) view returns (uint256)']);

/** An account without anything. */
export const PAUPER = '0x00000000000000000000000000000000000a11ce';
export const ACROSS_USDC = ['across', 'ethereum:USDC>base:USDC'] as const;

export interface Shown {
  readonly routeId: string;
  readonly route: RouteJson;
  readonly key: string;
}

/** The API over a real Redis, six chains with the bridges' contracts, and Across's API on a real socket; and what a wallet does with it. */
export const sendingFixture = () => {
  let chains: LocalChains;
  let upstream: AcrossUpstream;
  let api: ApiUnderTest;
  let another: (nodes?: ReadonlyMap<number, readonly string[]>) => Promise<ApiUnderTest>;
  let versions = Date.now();

  beforeAll(async () => {
    [chains, upstream] = await Promise.all([startLocalChains(BLOCK_MS), startAcrossUpstream()]);
    // Until their first block the chains stand at the day they were made, and Across takes no quote of today.
    await chains.still(() => Promise.all(chains.links.map(({ rpc }) => rpc.call('evm_mine'))));
    const nodes = new Map(chains.links.map(({ chain, rpc }) => [chain.chainId, [rpc.url]] as const));
    // Avalanche's node is out of reach.
    nodes.set(43_114, ['http://127.0.0.1:1']);
    const prefix = createPrefix();
    another = (others = new Map()) =>
      startApi({ ...testEngines(), prefix, world: { nodes: new Map([...nodes, ...others]), acrossUrl: upstream.url } });
    api = await another();
  });
  afterAll(async () => {
    await api?.stop();
    upstream?.stop();
    await chains?.close();
  });

  const bridgeOf = (id: string): Bridge => BRIDGES.find(({ manifest }) => manifest.id === id) as Bridge;

  /** Publishes a book with what the bridge really quotes, and has the API show it. */
  const show = async (bridge: string, corridorId: string, amountIn: bigint, change: Partial<RouteJson> = {}): Promise<Shown> => {
    const corridor = corridorNamed(corridorId);
    const context = api.sending.context;
    const quoted = await bridgeOf(bridge).quote({ ...context, signal: AbortSignal.timeout(30_000) }, { corridor, amountIn });
    const key = `${corridorId}@${amountIn}`;
    const figures = quoted.ok ? quoted.value : { amountOut: amountIn, minAmountOut: amountIn };
    const observedAtMs = Date.now();
    const route: RouteJson = {
      routeId: routeIdOf([bridge], corridorId, amountIn),
      rank: 1,
      amountIn: String(amountIn),
      amountOut: String(figures.amountOut),
      minAmountOut: String(figures.minAmountOut),
      amountOutUsd: '1.000000',
      costUsd: '0.100000',
      cost: { feesUsd: '0.050000', gasUsd: '0.050000', slippageUsd: '0.000000', timeUsd: '0.000000' },
      etaSeconds: { p50: 4, p90: 9 },
      etaSource: 'quoted',
      score: { total: 50, cost: 50, speed: 50, reliability: 50, liquidity: 50 },
      rule: 'the only one',
      legs: [
        {
          kind: 'bridge',
          venue: bridge,
          from: corridor.from.id,
          to: corridor.to.id,
          amountIn: String(amountIn),
          amountOut: String(figures.amountOut),
          fees: [],
          surcharges: [],
        },
      ],
      observedAt: new Date(observedAtMs).toISOString(),
      validUntil: new Date(observedAtMs + 30_000).toISOString(),
      tags: [],
      ...change,
    };
    await publish(key, [route]);
    return { routeId: route.routeId, route, key };
  };

  const publish = async (key: string, routes: readonly RouteJson[], excluded: BookJson['excluded'] = []): Promise<void> => {
    versions += 1;
    await api.publish(bookJson({ routes, excluded, pending: [], volatility: 0 }, versions, key));
    const at = key.lastIndexOf('@');
    const url = `${api.url}/api/v1/books/${encodeURIComponent(key.slice(0, at))}?amountIn=${key.slice(at + 1)}`;
    await expect.poll(async () => ((await (await fetch(url)).json()) as BookJson).version).toBe(versions);
  };

  const post = (routeId: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${api.url}/api/v1/routes/${routeId}/transaction`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  const build = async (routeId: string, body: { sender: string; recipient?: string; slippageBps?: number }): Promise<TransactionJson> => {
    const response = await post(routeId, body);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return transactionResponse.parse(JSON.parse(text));
  };

  const linkOf = (chainId: number | string) => chains.links.find(({ chain }) => String(chain.chainId) === String(chainId)) ?? fail();
  const fail = (): never => {
    throw new Error('no such chain');
  };

  /** Signs what the API gave, field by field, and waits until it is mined. */
  const send = async (account: ReturnType<typeof wallet>, transaction: UnsignedTransactionJson): Promise<Receipt> => {
    const { rpc } = linkOf(transaction.chainId);
    const signed = await account.signTransaction({
      type: 'eip1559',
      chainId: Number(transaction.chainId),
      to: transaction.to as Address,
      data: transaction.data as Hex,
      value: BigInt(transaction.value),
      gas: BigInt(transaction.gas),
      maxFeePerGas: BigInt(transaction.maxFeePerGas),
      maxPriorityFeePerGas: BigInt(transaction.maxPriorityFeePerGas),
      nonce: Number(transaction.nonce),
    });
    const hash = await rpc.call<Hex>('eth_sendRawTransaction', [signed]);
    let receipt: Receipt | null = null;
    await expect
      .poll(async () => (receipt = await rpc.call<Receipt | null>('eth_getTransactionReceipt', [hash])), { timeout: 60_000 })
      .not.toBeNull();
    return receipt as unknown as Receipt;
  };

  /** Approval and deposit, signed and mined in the order given; what the deposit's log says. */
  const sendAll = async (account: ReturnType<typeof wallet>, bridge: string, answer: TransactionJson): Promise<BridgeEvent> => {
    if (answer.approval !== undefined) expect(await send(account, answer.approval)).toMatchObject({ status: '0x1' });
    const receipt = await send(account, answer.deposit);
    expect(receipt.status).toBe('0x1');
    const chainId = Number(answer.deposit.chainId);
    const { decode, decodeTogether } = bridgeOf(bridge);
    const logs = receipt.logs.map((log) => ({ chainId, ...log }));
    const events = (decodeTogether?.(logs) ?? logs.map(decode)).flatMap((event) => event ?? []);
    expect(events).toHaveLength(1);
    return events[0] as BridgeEvent;
  };

  const allowance = async (chainId: number, token: string, owner: string, spender: string): Promise<bigint> => {
    const data = encodeFunctionData({ abi: tokenAbi, functionName: 'allowance', args: [owner as Hex, spender as Hex] });
    return BigInt(await linkOf(chainId).rpc.call<Hex>('eth_call', [{ to: token, data }, 'latest']));
  };

  /** An address of its own that holds exactly so much native coin. */
  const giveCoin = (chainId: number, address: string, wei: bigint) => linkOf(chainId).rpc.call('anvil_setBalance', [address, toHex(wei)]);

  /** Amounts of its own for each test, so that no two share a book. */
  let last = 1_000_000_000n;
  const amount = (): bigint => {
    last += 1n;
    return last;
  };

  return {
    amount,
    api: () => api,
    /** A second API over the same Redis, with other nodes for some chains. */
    another: (...args: Parameters<typeof another>) => another(...args),
    chains: () => chains,
    upstream: () => upstream,
    calm: () => {
      upstream.mood = fine;
    },
    linkOf,
    show,
    publish,
    post,
    build,
    send,
    sendAll,
    allowance,
    giveCoin,
  };
};
