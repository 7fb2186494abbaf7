import { pino } from 'pino';
import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { Bridge, BridgeContext, BridgeEvent, RawLog } from '#bridges/_kit/port.ts';
import type { BridgeTransaction } from '#bridges/_kit/to-sign.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { Corridor } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import type { SimnetBridge } from '#simnet/bridges/_kit/simnet-bridge.ts';
import type { ChainLink, Receipt } from '#simnet/chains/chain-link.ts';
import { createFaultBoard } from '#simnet/control/fault-board.ts';
import { startServer } from '#simnet/server.ts';
import { createUpstreamHandler, type SimulatedApi } from '#simnet/upstream/upstream-handler.ts';
import type { World } from '#simnet/world/world.ts';
import { carryJobs } from './carry-jobs.ts';
import { type LocalChains, startLocalChains } from './local-chains.ts';
import { signAndSend } from './sign-and-send.ts';
import { claimPorts } from './test-ports.ts';

const erc20 = parseAbi(['function balanceOf(address) view returns (uint256)']);

/** What is signed. */
type Call = Pick<BridgeTransaction, 'chainId' | 'to' | 'data' | 'value'> & Partial<BridgeTransaction>;

/** One bridge with everything that the simnet gives it: contracts on six chains, its API on a real socket, and whoever carries its money. */
export interface BridgeWorld {
  readonly chains: LocalChains;
  readonly faults: ReturnType<typeof createFaultBoard>;
  context(): BridgeContext;
  quote(corridor: Corridor, amountIn: bigint): Promise<QuoteAnswer>;
  /** Signs what the bridge built, and reads the logs that it made. */
  send(built: Call, from: Address, asset: Asset): Promise<{ hash: Hex; events: readonly BridgeEvent[] }>;
  /** Each relayer, or the one of that name, looks once and does what waits; the logs of what they did are read. */
  relay(name?: string): Promise<readonly { chainId: number; hash: Hex; events: readonly BridgeEvent[] }[]>;
  /** What the logs of a transaction say, read as the watcher reads them. */
  read(chainId: number, hash: Hex): Promise<readonly BridgeEvent[]>;
  balance(asset: Asset, of: Address): Promise<bigint>;
  /** Lets time pass on a chain. */
  wait(chainId: number, seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** The world's prices and fees stand still: what is built within a second of its quote would else now and then meet those of the next. */
const STEP = 60;

/** `nowMs` is the vendors' clock, which may be ahead of ours: nobody waits for finality in a test. */
export const startBridgeWorld = async (bridge: Bridge, simulated: SimnetBridge, nowMs: () => number = Date.now): Promise<BridgeWorld> => {
  const chains = await startLocalChains(undefined);
  const world: World = {
    seed: 'bridges',
    dial: () => undefined,
    priceFactor: () => 1,
    drained: (id) => faults.of(id, 'drained').length > 0,
  };
  const faults = createFaultBoard();
  const tools = { world, step: () => STEP, nowMs, links: chains.links };
  const apis = Object.entries(simulated.upstream?.apis ?? {}).map(
    ([name, create]): SimulatedApi => ({ provider: simulated.id, base: `/${name}/api`, api: create(tools) }),
  );
  const port = await claimPorts(1);
  const logger = pino({ level: 'silent' });
  const server = await startServer({ port, missing: () => [], logger });
  server.open({ upstream: createUpstreamHandler({ apis, faults, seed: () => world.seed }), control: async () => undefined });
  await Promise.all(
    chains.links.map(async (link) => {
      for (const { endow } of simulated.relayers) await endow(link);
    }),
  );
  const http = createHttpClient();
  const rpc = createRpcPort(
    createJsonRpc({ http, urls: new Map(chains.links.map(({ chain, rpc: { url } }) => [chain.chainId, [url]])), now: Date.now }),
  );
  const endpoints = Object.fromEntries(
    Object.keys(bridge.manifest.endpoints).map((name) => [name, `http://127.0.0.1:${port}/${name}/api`]),
  );
  const context = (): BridgeContext => ({ http, rpc, now: Date.now, endpoints, apiKeys: {}, signal: AbortSignal.timeout(30_000) });
  const linkOf = (chainId: number): ChainLink => chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;
  /** As the watcher of chain events reads a transaction: only what is watched, and together where the bridge wants it so. */
  const read = async (chainId: number, receipt: Receipt): Promise<readonly BridgeEvent[]> => {
    const { transactionHash } = receipt;
    const { input } = await linkOf(chainId).rpc.call<{ input: Hex }>('eth_getTransactionByHash', [transactionHash]);
    const outcomeOf = async (hash: string): Promise<Required<RawLog>['outcome']> => {
      const ended = await linkOf(chainId).rpc.call<Receipt | null>('eth_getTransactionReceipt', [hash]);
      return ended === null ? 'absent' : ended.status === '0x1' ? 'success' : 'reverted';
    };
    const given = receipt.logs.map(async ({ address, topics, data }): Promise<readonly RawLog[]> => {
      const watched = bridge
        .watches(chainId)
        .find((one) => one.address.toLowerCase() === address.toLowerCase() && one.topics.includes(topics[0] ?? ''));
      if (watched === undefined) return [];
      const log = { chainId, address, topics, data, blockNumber: Number(receipt.blockNumber) };
      const announced = topics[watched.withOutcome?.[topics[0] ?? ''] ?? topics.length];
      return [
        {
          ...log,
          ...(watched.withInput?.includes(topics[0] ?? '') && { input }),
          ...(announced !== undefined && { outcome: await outcomeOf(announced) }),
        },
      ];
    });
    const logs = (await Promise.all(given)).flat();
    return (bridge.decodeTogether?.(logs) ?? logs.map((log) => bridge.decode(log))).flatMap((event) => event ?? []);
  };

  return {
    chains,
    faults,
    context,
    quote: async (corridor, amountIn) => {
      const question = { corridor, amountIn };
      const given = await bridge.quote(context(), question);
      const checked = given.ok ? checkAnswer({ question, answer: given.value, observedAtMs: Date.now() }) : given;
      if (!checked.ok) throw new Error(`${corridor.id}: ${checked.error.code}: ${checked.error.detail}`);
      return checked.value;
    },
    send: async (built, from, asset) => {
      const { chainId } = built;
      const receipt = await signAndSend(linkOf(chainId), built, { from, asset, allowance: 10n ** 30n });
      return { hash: receipt.transactionHash, events: await read(chainId, receipt) };
    },
    relay: async (name) => {
      const done: { chainId: number; hash: Hex; events: readonly BridgeEvent[] }[] = [];
      for (const { find } of simulated.relayers.filter((one) => name === undefined || one.name === name)) {
        for (const receipt of await carryJobs(await find(chains.links, logger)(nowMs()), linkOf)) {
          const { chainId, hash } = receipt;
          done.push({ chainId, hash, events: await read(chainId, receipt) });
        }
      }
      return done;
    },
    read: async (chainId, hash) => read(chainId, await linkOf(chainId).rpc.call<Receipt>('eth_getTransactionReceipt', [hash])),
    balance: async (asset, of) => {
      const { rpc: node } = linkOf(asset.chainId);
      if (asset.address === NATIVE_ADDRESS) return BigInt(await node.call<Hex>('eth_getBalance', [of, 'latest']));
      const data = encodeFunctionData({ abi: erc20, functionName: 'balanceOf', args: [of] });
      return BigInt(await node.call<Hex>('eth_call', [{ to: asset.address, data }, 'latest']));
    },
    wait: async (chainId, seconds) => {
      const { rpc: node } = linkOf(chainId);
      await node.call('evm_increaseTime', [seconds]);
      await node.call('evm_mine');
    },
    close: async () => {
      await server.close();
      await chains.close();
    },
  };
};
