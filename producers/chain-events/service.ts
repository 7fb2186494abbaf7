import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { CHAINS, type Chain } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import type { Confirmations } from '#core/domain/confirmations.ts';
import type { IssuedQuote } from '#core/transfers/issued-quote.ts';
import type { ChainNode } from '#platform/rpc/chain-node.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { type Cursor, createChainState } from './chain-state.ts';
import { createChainWatcher, type StepOutcome } from './chain-watcher.ts';
import type { StoredCursor } from './cursor-store.ts';
import { createDecodeBlock, type KeptLog, watchedOn } from './decode-block.ts';
import { createMarks } from './log-bloom.ts';
import type { ChainMetrics } from './metrics.ts';
import { createNodePool } from './node-pool.ts';
import { createPause } from './pause.ts';
import { createBlockReader } from './read-blocks.ts';
import { createRefundBook, type RefundBook } from './refund-book.ts';
import type { ToldBefore } from './resume.ts';
import { createSharedMessageBook, type SharedMessageBook } from './shared-messages/book.ts';
import { askVendors } from './told-fills/ask-vendors.ts';
import { type AwaitedDeposits, createAwaitedDeposits } from './told-fills/awaited-deposits.ts';
import { createToldFillBook, type ToldFillBook } from './told-fills/book.ts';
import { createWordCheck } from './told-fills/check-words.ts';
import { createDepositFinder } from './told-fills/find-deposits.ts';
import type { ToldFillMetrics } from './told-fills/metrics.ts';
import { createWantedLookup } from './wanted.ts';
import { withInputs } from './with-inputs.ts';
import { withOutcomes } from './with-outcomes.ts';

export interface ChainEventsDeps {
  readonly bridges: readonly Bridge[];
  /** The endpoints of a chain, best first; none means that it is not watched. */
  readonly nodes: (chain: Chain) => readonly ChainNode[];
  readonly confirmations: (chain: Chain) => Confirmations;
  readonly publish: (events: readonly ChainEvent[]) => Promise<void>;
  readonly keep: (chain: Chain, logs: readonly KeptLog[]) => Promise<void>;
  readonly cursors: { load(chain: string): Promise<StoredCursor | undefined>; save(chain: string, cursor: Cursor): Promise<void> };
  readonly told: ToldBefore;
  /** Transaction hashes that somebody waits for. */
  readonly wanted: () => Promise<readonly string[]>;
  /** Registers what to call when somebody has just begun to wait. */
  readonly onWanted: (wake: () => void) => void;
  /** For fills that only a vendor can name: the world as it is asked, and what we promised with transactions that may have made a deposit. */
  readonly vendors: {
    readonly context: Omit<BridgeContext, 'signal'>;
    readonly promises: (deposit: ChainEvent) => Promise<readonly IssuedQuote[]>;
    /** Promises of deposits that are plain transfers, handed out since. */
    readonly addressed: (sinceMs: number) => Promise<readonly IssuedQuote[]>;
    readonly metrics: ToldFillMetrics;
  };
  readonly settings: { readonly intervalMs: number; readonly startBlocks: number; readonly rangeBlocksMax: number };
  readonly metrics: (chain: string) => ChainMetrics;
  readonly now: () => number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface ChainEventsService {
  /** What is missing before events flow; empty when they do. */
  missing(): readonly string[];
  /** Resolves when every watcher has ended, after the signal. */
  readonly ended: Promise<void>;
}

/** A step asks for at most a batch or two; a node that takes longer is as good as dead. */
const STEP_TIMEOUT_MS = 15_000;
/** Failed steps in a row after which a chain counts as not watched. */
const FAILURES_MAX = 5;

/** One watcher a chain, each at its own pace: a chain that is down holds up no other. */
export const startChainEvents = async (deps: ChainEventsDeps): Promise<ChainEventsService> => {
  const chains = CHAINS.filter((chain) => deps.nodes(chain).length > 0 && watchedOn(chain.chainId, deps.bridges).contracts.length > 0);
  // A deposit and its refund stand on one chain, the fill that forbids it on another, what a message carries on a third: books are of all chains.
  const refunds = createRefundBook();
  const messages = createSharedMessageBook(deps.bridges);
  const toldFills = createToldFillBook({ bridges: deps.bridges, now: deps.now, metrics: deps.vendors.metrics });
  const awaited = createAwaitedDeposits({ bridges: deps.bridges, now: deps.now });
  const observe = (event: ChainEvent): void => {
    for (const book of [refunds, messages, toldFills, awaited]) book.observe(event);
  };
  // Before what was told, so that a deposit that was told of is not awaited.
  awaited.expect(await deps.vendors.addressed(0).catch(() => []));
  for (const event of deps.told.standing()) observe(event);
  const shared = { refunds, messages, toldFills, awaited, observe };
  const watched = await Promise.all(chains.map((chain) => watchChain(deps, chain, { ...shared, stamp: createStamp(deps) })));
  const { bridges, now, logger, signal } = deps;
  const asked = askVendors({ bridges, book: toldFills, awaited, ...deps.vendors, now, logger, signal });
  return {
    missing: () => (chains.length === 0 ? ['no RPC endpoint of any chain is configured'] : watched.flatMap(({ missing }) => missing())),
    ended: Promise.all([asked, ...watched.map(({ ended }) => ended)]).then(() => undefined),
  };
};

/** Later than whatever was said before, in this process and in those before it, even when the clock was set back. */
const createStamp = ({ now, told }: ChainEventsDeps): (() => number) => {
  let last = told.lastStampMs;
  return () => {
    last = Math.max(now(), last + 1);
    return last;
  };
};

/** What the watchers of all chains have in common, and a clock that never gives a moment twice. */
interface Shared {
  readonly stamp: () => number;
  readonly refunds: RefundBook;
  readonly messages: SharedMessageBook;
  readonly toldFills: ToldFillBook;
  readonly awaited: AwaitedDeposits;
  readonly observe: (event: ChainEvent) => void;
}

const watchChain = async (deps: ChainEventsDeps, chain: Chain, shared: Shared) => {
  const { stamp, toldFills, messages, awaited, observe } = shared;
  const { bridges, settings, signal, logger, now } = deps;
  const { chainId, slug } = chain;
  const { contracts, filter } = watchedOn(chainId, bridges);
  const confirmations = deps.confirmations(chain);
  const metrics = deps.metrics(slug);
  const warn = (what: string) => (error: unknown) => logger.warn({ chain: slug, error: String(error) }, what);
  const pool = createNodePool({
    nodes: deps.nodes(chain).map((node) => withOutcomes(withInputs(node, contracts), contracts)),
    now,
    metrics,
  });
  const reader = createBlockReader({ filter, marks: createMarks(contracts), pool, metrics });
  const cursor = await deps.cursors.load(slug).catch(() => undefined);
  const start = deps.told.startOf(chainId, cursor, confirmations.final);
  const state = createChainState(
    {
      decode: createDecodeBlock(chainId, bridges, shared),
      publish: async (events) => {
        await deps.publish(events);
        for (const event of events) observe(event);
      },
      keep: (logs) => deps.keep(chain, logs),
      // Nothing waits for the cursor: what it says is found in Kafka as well, by a longer way.
      saveCursor: async (at) => void deps.cursors.save(slug, at).catch(warn('the cursor was not saved')),
      stamp,
      confirmations,
      metrics,
    },
    start,
  );
  const watcher = createChainWatcher({ state, pool, reader, finalDepth: confirmations.final, ...settings, metrics });
  const lookup = createWantedLookup({ state, pool, reader, finalDepth: confirmations.final, confirmed: confirmations.confirmed });
  const words = createWordCheck({ chainId, book: toldFills, state, pool, reader, metrics: deps.vendors.metrics, logger });
  const deposits = createDepositFinder({ chainId, awaited, state, pool, reader });
  logger.info({ chain: slug, next: start.next, held: start.held.length }, 'watching');

  let failures = 0;
  let caughtUp = false;
  const pause = createPause({ ms: settings.intervalMs, signal });
  deps.onWanted(pause.cutShort);

  const step = async (): Promise<StepOutcome> => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(STEP_TIMEOUT_MS)]);
    const outcome = await watcher.step(within);
    if (outcome !== 'idle') return outcome;
    caughtUp = true;
    const wanted = await deps.wanted().catch(() => []);
    const lookAgain = await lookup.serve(wanted, within);
    await deposits.serve(wanted, within);
    await words.serve(within);
    for (const { block, tell, takeBack } of messages.corrections(chainId)) await state.tellBeside(block, tell, takeBack);
    return lookAgain ? 'more' : 'idle';
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const outcome = await step().catch((error: unknown): StepOutcome => {
        if (!signal.aborted) warn('a step failed')(error);
        return 'failed';
      });
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (failures === FAILURES_MAX) logger.warn({ chain: slug }, 'no node of this chain works; going on trying');
      if (outcome !== 'more') await pause.wait();
    }
  };
  return {
    missing: () => (!caughtUp ? [`${slug}: reading its history`] : failures >= FAILURES_MAX ? [`${slug}: none of its nodes works`] : []),
    ended: run(),
  };
};
