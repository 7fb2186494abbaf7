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

  const balanceOf = async (chainId: number, owner: string): Promise<bigint> => {
    const data = encodeFunctionData({ abi: balanceAbi, functionName: 'balanceOf', args: [owner as Address] });
    const result = await linkOf(chainId)?.rpc.call<Hex>('eth_call', [{ to: usdcOn(chainId).address, data }, 'latest']);
    return result === undefined ? 0n : decodeFunctionResult({ abi: balanceAbi, functionName: 'balanceOf', data: result });
  };

  const look = async (): Promise<void> => {
    for (const transfer of [...open.values()].slice(0, LOOKED_AT_MAX)) {
      const arrived = await balanceOf(transfer.destinationChainId, transfer.recipient);
      const refunded = arrived === 0n && transfer.expires ? await balanceOf(transfer.originChainId, transfer.recipient) : 0n;
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
