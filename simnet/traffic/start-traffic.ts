import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from 'viem';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import type { Ledger, SentTransfer } from './ledger.ts';
import { planTransfer, type TrafficMix } from './plan-transfer.ts';
import { endowTraffic, sendTransfer, usdcOn } from './send-transfer.ts';

export interface TrafficOptions extends TrafficMix {
  readonly perSecond: number;
  /** Stops by itself after so many; endless without. */
  readonly count?: number;
}

export interface Traffic {
  /** Whether more is going to be sent. */
  readonly running: boolean;
  readonly sent: number;
  readonly settled: number;
  /** Gives the sender its money; done at the start, and again on chains that were deployed anew. */
  endow(): Promise<void>;
  /** Sends no more; goes on looking for what arrives until `stop`. */
  pause(): void;
  stop(): Promise<void>;
}

const LOOK_MS = 1_000;
/** Transfers not settled yet that are looked at in one round; the oldest come first. */
const LOOKED_AT_MAX = 200;
/** Beyond this many nothing new is sent until some have settled. */
const OPEN_MAX = 2_000;

const balanceAbi = parseAbi(['function balanceOf(address owner) view returns (uint256)']);

/** Sends transfers at a rate, and writes down what it sent and what arrived, by the recipients' own balances. */
export const startTraffic = async (deps: {
  readonly links: readonly ChainLink[];
  readonly ledger: Ledger;
  readonly options: TrafficOptions;
  readonly logger: Logger;
  readonly now: () => number;
}): Promise<Traffic> => {
  const { links, ledger, options, logger, now } = deps;
  const open = new Map<number, SentTransfer>();
  let id = 0;
  let settled = 0;
  let paused = false;
  const endow = async () => void (await Promise.all(links.map(endowTraffic)));
  await endow();
  const linkOf = (chainId: number) => links.find(({ chain }) => chain.chainId === chainId);

  const sendNext = async (): Promise<void> => {
    const planned = planTransfer(options, id);
    const link = linkOf(planned.originChainId);
    const call = link && (await sendTransfer(link, planned));
    id += 1;
    if (call === undefined) return;
    const entry: SentTransfer = {
      kind: 'sent',
      id: id - 1,
      bridge: planned.bridge,
      originChainId: planned.originChainId,
      destinationChainId: planned.destinationChainId,
      recipient: planned.recipient,
      symbol: 'USDC',
      amountIn: String(planned.amountIn),
      amountQuoted: String(call.amountQuoted),
      originTransaction: call.hash,
      expires: planned.expires,
      atMs: now(),
    };
    open.set(entry.id, entry);
    await ledger.write(entry);
  };

  /** What the recipients hold, each on the chain that `chainOf` names. */
  const balancesOf = async (
    transfers: readonly SentTransfer[],
    chainOf: (transfer: SentTransfer) => number,
  ): Promise<ReadonlyMap<number, bigint>> => {
    const balances = new Map<number, bigint>();
    for (const { chain, rpc } of links) {
      const there = transfers.filter((transfer) => chainOf(transfer) === chain.chainId);
      const calls = there.map(({ recipient }) => {
        const data = encodeFunctionData({ abi: balanceAbi, functionName: 'balanceOf', args: [recipient as Address] });
        return [{ to: usdcOn(chain.chainId).address, data }, 'latest'];
      });
      const held = await rpc.callEach<Hex>('eth_call', calls);
      for (const [index, { id: of }] of there.entries())
        balances.set(of, decodeFunctionResult({ abi: balanceAbi, functionName: 'balanceOf', data: held[index] ?? '0x' }));
    }
    return balances;
  };

  const look = async (): Promise<void> => {
    const looked = [...open.values()].slice(0, LOOKED_AT_MAX);
    const arrivals = await balancesOf(looked, ({ destinationChainId }) => destinationChainId);
    const expiring = looked.filter(({ id: of, expires }) => expires && !arrivals.get(of));
    const refunds = await balancesOf(expiring, ({ originChainId }) => originChainId);
    for (const transfer of looked) {
      const arrived = arrivals.get(transfer.id) ?? 0n;
      const refunded = refunds.get(transfer.id) ?? 0n;
      if (arrived === 0n && refunded === 0n) continue;
      open.delete(transfer.id);
      settled += 1;
      const kind = arrived > 0n ? 'arrived' : 'refunded';
      await ledger.write({ kind, id: transfer.id, amount: String(arrived + refunded), atMs: now() });
    }
  };

  const done = () => paused || (options.count !== undefined && id >= options.count);
  const sending = createRepeat(1_000 / options.perSecond, async () => {
    if (!done() && open.size < OPEN_MAX) await sendNext();
  });
  const looking = createRepeat(LOOK_MS, look);
  function createRepeat(everyMs: number, act: () => Promise<void>) {
    let timer: NodeJS.Timeout;
    let stopped = false;
    let running: Promise<void> = Promise.resolve();
    const plan = (delayMs: number): void => {
      if (stopped) return;
      timer = setTimeout(() => {
        const startedMs = performance.now();
        running = act()
          .catch((error: unknown) => logger.debug({ error: String(error) }, 'traffic stumbled; going on'))
          .then(() => plan(Math.max(0, everyMs - (performance.now() - startedMs))));
      }, delayMs);
    };
    plan(everyMs);
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    };
  }

  return {
    get running() {
      return !done();
    },
    get sent() {
      return id;
    },
    get settled() {
      return settled;
    },
    endow,
    pause: () => {
      paused = true;
    },
    stop: async () => {
      await sending();
      await looking();
    },
  };
};
