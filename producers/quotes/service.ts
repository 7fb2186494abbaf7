import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import type { QuotaStore } from '#platform/redis/quota-store.ts';
import type { VendorPauses } from '#platform/redis/vendor-pauses.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { Metrics } from '#platform/telemetry/metrics.ts';
import type { Tracing } from '#platform/telemetry/tracing.ts';
import { createAsk } from './ask.ts';
import { watchAvailability } from './availability.ts';
import { createBridgeBoard } from './bridge-board.ts';
import { bridgesInUse } from './bridges-in-use.ts';
import { type DemandSource, watchDemand } from './demand-watch.ts';
import { type Directory, startDirectoryWriter } from './directory-writer.ts';
import { baseCorridors } from './ladder.ts';
import { watchLadder } from './ladder-watch.ts';
import { createQuoteMetrics } from './metrics.ts';
import { plannerOf, spentOf } from './planner-of.ts';
import { createQuoteIds } from './quote-id.ts';
import { startQuoteLoop } from './quote-loop.ts';
import { createQuoteTraces } from './quote-traces.ts';

export interface QuotesServiceDeps {
  readonly bridges: readonly Bridge[];
  readonly context: Omit<BridgeContext, 'signal'>;
  /** Resolves when Kafka has acknowledged the event. `traceparent` goes along with one that is traced. */
  readonly publish: (event: QuoteEvent, traceparent?: string) => Promise<void>;
  /** Events published and not acknowledged yet. */
  readonly backlog: () => number;
  readonly demand: DemandSource;
  readonly readPrices: () => Promise<readonly { readonly priceId: string; readonly usd: number }[]>;
  readonly directory: Directory;
  /** What was asked of quotas that last for hours, over restarts. */
  readonly quotas: QuotaStore;
  /** Pauses that vendors ask for: what the other processes hear of ours, and we of theirs. */
  readonly watchPauses: (onPause: (bridge: string, untilMs: number) => void) => VendorPauses;
  readonly settings: {
    readonly timeoutMs: number;
    readonly intervalMs: number;
    readonly demandIntervalMs: number;
    readonly rungsUsd: readonly number[];
    readonly symbols: readonly string[];
    readonly chains: readonly string[];
  };
  /** Names this process among others in quote ids. */
  readonly instance: string;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface QuotesService {
  /** What is missing before quotes flow; empty when they do. */
  missing(): readonly string[];
}

/** The quotes producer: planner, asking and publishing, told of demand, prices and what the bridges serve. */
export const startQuotes = async (deps: QuotesServiceDeps): Promise<QuotesService> => {
  const { context, settings, logger, metrics, signal, backlog } = deps;
  const { now } = context;
  const { timeoutMs, intervalMs, demandIntervalMs } = settings;
  const warn = (what: string) => (error: unknown) => logger.warn({ error: String(error) }, what);
  const inUse = bridgesInUse(deps.bridges, context.apiKeys);
  for (const { manifest, off } of inUse) if (off !== undefined) logger.warn({ bridge: manifest.id, off }, 'a bridge is off');
  const asked = inUse.filter(({ off }) => off === undefined);
  const bridges = asked.map(({ bridge }) => bridge);
  const planner = await plannerOf({
    asked,
    quotas: deps.quotas,
    intervalMs,
    demandIntervalMs,
    nowMs: now(),
    onError: warn('what was asked of quotas before could not be read'),
  });
  const board = createBridgeBoard(inUse, planner);
  const counted = createQuoteMetrics({ metrics, planner, bridges: bridges.map(({ manifest }) => manifest.id), backlog, now });
  const newId = createQuoteIds(deps.instance, now);
  const state = { answered: false, demandRead: false };

  const traces = createQuoteTraces(deps.tracing);
  const send = traces.publish(deps.publish);
  const publish = (event: QuoteEvent) => {
    counted.observed(event);
    board.record(event);
    send(event).then(
      () => {
        counted.published(event);
        if (event.outcome.kind === 'answer') state.answered = true;
      },
      (error: unknown) => {
        counted.lost();
        if (!signal.aborted) logger.error({ error: String(error), quoteId: event.quoteId }, 'Kafka refused an event');
      },
    );
  };

  const ask = createAsk({
    bridges: new Map(bridges.map((bridge) => [bridge.manifest.id, bridge])),
    context,
    timeoutMs,
    newId,
    signal,
    onBug: (bridge, error) => logger.error({ err: error, bridge }, 'an adapter threw'),
  });
  const pauses = deps.watchPauses((bridge, untilMs) => planner.provider(bridge)?.pause(untilMs));
  const loop = startQuoteLoop({ planner, ask: traces.ask(ask), publish, backlog, newId, now, onPause: pauses.announce });
  signal.addEventListener('abort', loop.stop, { once: true });

  const served = new Map<string, ReadonlySet<string>>();
  const watched = watchLadder({
    corridors: baseCorridors(settings),
    rungsUsd: settings.rungsUsd,
    isServed: (corridor) => bridges.some(({ manifest: { id } }) => served.get(id)?.has(corridor) ?? true),
    readPrices: deps.readPrices,
    planner,
    signal,
    onChange: () => {
      loop.wake();
      writer.changed();
    },
    onError: warn('prices could not be read'),
  });
  const writer = startDirectoryWriter({
    directory: deps.directory,
    corridors: watched.current,
    bridges: () => board.entries(now()),
    spent: () => spentOf(planner, asked, now()),
    quotas: deps.quotas,
    signal,
    onError: warn('the directory could not be written'),
  });
  for (const bridge of bridges) {
    const { id } = bridge.manifest;
    watchAvailability({
      bridge,
      context,
      signal,
      onCorridors: (corridors) => {
        served.set(id, corridors);
        planner.setCorridors(id, corridors);
        board.corridors(id, corridors.size);
        loop.wake();
      },
      onFailure: ({ code, detail }) => logger.warn({ bridge: id, code, detail }, 'a bridge did not say what it serves'),
    });
  }
  await watchDemand({ source: deps.demand, planner, now, wake: loop.wake, signal, onError: warn('demand could not be read') });
  state.demandRead = true;

  return {
    missing: () => [
      ...(state.demandRead ? [] : ['demand']),
      ...(watched.current().length > 0 ? [] : ['prices']),
      ...(state.answered ? [] : ['first quote']),
    ],
  };
};
