import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { checkAnswer } from '#bridges/_kit/check-answer.ts';
import type { Bridge, BridgeContext, BridgeEvent, BridgeTransaction, RawLog } from '#bridges/_kit/port.ts';
import { type Corridor, corridorById } from '#core/domain/corridor.ts';
import type { QuoteAnswer } from '#core/domain/quote.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import type { ChainLink, OwnerCall, Receipt } from '#simnet/chains/chain-link.ts';
import type { Job } from '#simnet/relayers/relay-loop.ts';
import { startDeployedChains } from './deployed-chains.ts';

const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);

export interface ContractWorld {
  readonly links: readonly ChainLink[];
  linkOf(chainId: number): ChainLink;
  context(): BridgeContext;
  corridorOf(id: string): Corridor;
  /** The adapter's answer, checked as the producer checks it. Throws when there is none. */
  quote(bridge: Bridge, corridor: Corridor, amountIn: bigint): Promise<QuoteAnswer>;
  /** Signs what the adapter builds for a quote, with the allowance that it needs before. Gives the receipt of the deposit. */
  sign(of: {
    bridge: Bridge;
    corridor: Corridor;
    amountIn: bigint;
    answer: QuoteAnswer;
    sender: Address;
    recipient: Address;
  }): Promise<{ receipt: Receipt; built: BridgeTransaction }>;
  /** What a bridge reads in the logs of a receipt, with each other. */
  eventsIn(bridge: Bridge, chainId: number, receipt: Receipt): readonly BridgeEvent[];
  /** Does a relayer's jobs and mines them. Gives the receipts. */
  relay(jobs: readonly Job[]): Promise<readonly (Receipt & { readonly chainId: number })[]>;
  /** Lets time pass on a chain. */
  wait(chainId: number, seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** Six local chains with every contract of the simnet, whose blocks are mined by hand. */
export const startContractWorld = async (endpoints: Readonly<Record<string, string>> = {}): Promise<ContractWorld> => {
  const { links, stop } = await startDeployedChains();
  const http = createHttpClient();
  const urls = new Map(links.map(({ chain, rpc: { url } }) => [chain.chainId, [url]]));
  const rpc = createRpcPort(createJsonRpc({ http, urls, now: Date.now }));
  const context = (): BridgeContext => ({ http, rpc, now: Date.now, endpoints, apiKeys: {}, signal: AbortSignal.timeout(10_000) });

  const linkOf = (chainId: number): ChainLink => {
    const link = links.find(({ chain }) => chain.chainId === chainId);
    if (link === undefined) throw new Error(`no chain ${chainId}`);
    return link;
  };
  const unwrap = <T>(given: { ok: true; value: T } | { ok: false; error: { code: string; detail: string } }): T => {
    if (!given.ok) throw new Error(`${given.error.code}: ${given.error.detail}`);
    return given.value;
  };

  return {
    links,
    linkOf,
    context,
    corridorOf: (id) => {
      const corridor = corridorById(id);
      if (corridor === undefined) throw new Error(`no corridor ${id}`);
      return corridor;
    },
    quote: async (bridge, corridor, amountIn) => {
      const question = { corridor, amountIn };
      return unwrap(checkAnswer({ question, answer: unwrap(await bridge.quote(context(), question)), observedAtMs: Date.now() }));
    },
    sign: async ({ bridge, corridor, amountIn, answer, sender, recipient }) => {
      const request = { corridor, amountIn, sender, recipient, minAmountOut: answer.minAmountOut, quoted: answer };
      const built = unwrap(await bridge.transaction(context(), request));
      const { to, data, value, spender } = built;
      const approve = (by: string): OwnerCall => ({
        from: sender,
        to: corridor.from.address as Address,
        data: encodeFunctionData({ abi: erc20, functionName: 'approve', args: [by as Address, amountIn] }),
      });
      const calls = [...(spender === undefined ? [] : [approve(spender)]), { from: sender, to: to as Address, data: data as Hex, value }];
      const receipt = (await linkOf(corridor.from.chainId).send(calls)).at(-1);
      if (receipt === undefined) throw new Error('nothing was sent');
      return { receipt, built };
    },
    eventsIn: (bridge, chainId, { logs }) => {
      const watched = bridge.watches(chainId);
      const wanted = logs
        .map((log): RawLog => ({ chainId, ...log }))
        .filter(({ address, topics }) =>
          watched.some((one) => one.address.toLowerCase() === address.toLowerCase() && one.topics.includes(topics[0] ?? '')),
        );
      return (bridge.decodeTogether?.(wanted) ?? wanted.map((log) => bridge.decode(log))).flatMap((event) => event ?? []);
    },
    relay: async (jobs) => {
      const receipts: (Receipt & { readonly chainId: number })[] = [];
      for (const job of jobs) {
        const link = linkOf(job.chainId);
        const hash = await job.send(link);
        await link.rpc.call('evm_mine');
        const receipt = await link.rpc.call<Receipt | null>('eth_getTransactionReceipt', [hash]);
        if (receipt?.status !== '0x1') throw new Error(`${job.key} ${receipt === null ? 'was not mined' : 'reverted'}`);
        receipts.push({ ...receipt, chainId: job.chainId });
      }
      return receipts;
    },
    wait: async (chainId, seconds) => {
      const { rpc: node } = linkOf(chainId);
      await node.call('evm_increaseTime', [seconds]);
      await node.call('evm_mine');
    },
    stop,
  };
};
