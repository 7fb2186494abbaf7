import { budgetOf, offReason } from '#bridges/_kit/budget-shares.ts';
import type { HttpPort } from '#bridges/_kit/network-port.ts';
import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { CHAINS } from '#core/domain/chain.ts';
import type { Signal } from '#core/domain/signal.ts';
import type { VendorPauses } from '#platform/redis/vendor-pauses.ts';
import type { BatchRpc } from '#platform/rpc/batch-rpc.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { fetchFeed } from './feeds/fetch-feed.ts';
import { createIncidentDesk, type IncidentFeed } from './feeds/incident-desk.ts';
import { lookAtContracts } from './look-at-contracts.ts';
import { lookAtNodes } from './look-at-nodes.ts';
import { createSignalMaker, type Sighting } from './make-signal.ts';
import type { SignalMetrics } from './metrics.ts';
import { ping } from './ping.ts';
import { startProber } from './prober.ts';
import { readTvl } from './read-tvl.ts';
import { startRounds } from './rounds.ts';

/** Signals that Kafka has not acknowledged yet. Beyond it they are counted as lost: an observation that waits for Kafka grows old for nobody. */
const BACKLOG_MAX = 2_000;
/** A reading may take this long; the next one is due then. */
const READ_TIMEOUT_MS = 5_000;

export interface SignalsServiceDeps {
  readonly bridges: readonly Bridge[];
  readonly context: Omit<BridgeContext, 'signal'>;
  /** Reads no more than FEED_BYTES_MAX. */
  readonly feedHttp: HttpPort;
  readonly feeds: readonly IncidentFeed[];
  /** Endpoints by chain id. */
  readonly pauses: VendorPauses;
  readonly nodes: ReadonlyMap<number, readonly BatchRpc[]>;
  readonly tvlUrl: string;
  readonly readPrices: () => Promise<readonly { readonly priceId: string; readonly usd: number }[]>;
  /** Resolves when Kafka has acknowledged the signal. */
  readonly publish: (signal: Signal) => Promise<void>;
  /** Signals published and not acknowledged yet. */
  readonly backlog: () => number;
  readonly settings: {
    readonly intervalMs: number;
    readonly tvlIntervalMs: number;
    readonly incidentIntervalMs: number;
    readonly timeoutMs: number;
  };
  /** Names this process among others in signal ids. */
  readonly instance: string;
  readonly metrics: SignalMetrics;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** The signals producer: every sensor in rounds of its own, so that one that hangs holds up no other. */
export const startSignals = (deps: SignalsServiceDeps): { missing(): readonly string[] } => {
  const { bridges, context, nodes, feeds, settings, metrics, logger, signal } = deps;
  const { now } = context;
  const makeSignal = createSignalMaker(deps.instance, now);
  let prices: ReadonlyMap<string, number> = new Map();
  let nodesSeen = false;

  const emit = (sighting: Sighting) => {
    if (signal.aborted) return;
    const made = makeSignal(sighting);
    metrics.emitted(made);
    if (deps.backlog() >= BACKLOG_MAX) return metrics.lost();
    deps.publish(made).catch((error: unknown) => {
      metrics.lost();
      if (!signal.aborted) logger.error({ error: String(error), signalId: made.signalId }, 'Kafka refused a signal');
    });
  };
  const onError = (what: string, error: unknown) => {
    metrics.failed(what);
    logger.warn({ what, error: String(error) }, 'a reading came to nothing');
  };
  const rounds = (what: string, intervalMs: number, work: (within: AbortSignal) => Promise<void>) =>
    startRounds({ what, intervalMs, timeoutMs: READ_TIMEOUT_MS, work, signal, onError });

  rounds('prices', Math.min(settings.intervalMs, 30_000), async () => {
    prices = new Map((await deps.readPrices()).map(({ priceId, usd }) => [priceId, usd]));
  });
  rounds('nodes', settings.intervalMs, async (within) => {
    const asked = CHAINS.flatMap((chain) => {
      const list = nodes.get(chain.chainId) ?? [];
      return list.length === 0 ? [] : [lookAtNodes(chain, list, { signal: within, now })];
    });
    for (const sighting of await Promise.all(asked)) emit(sighting);
    nodesSeen = true;
  });
  for (const bridge of bridges) {
    const { id, health } = bridge.manifest;
    rounds(`API of ${id}`, settings.intervalMs, async (within) => {
      const sighting = await ping(bridge, { ...context, signal: within });
      if (sighting !== undefined) emit(sighting);
    });
    rounds(`contracts of ${id}`, settings.intervalMs, async (within) => {
      const seen = await Promise.all(CHAINS.map((chain) => lookAtContracts(bridge, chain, { ...context, signal: within })));
      for (const sighting of seen.flat()) emit(sighting);
    });
    const slug = health?.tvlSlug;
    if (slug !== undefined) {
      rounds(`TVL of ${id}`, settings.tvlIntervalMs, async (within) => {
        const read = await readTvl({ http: context.http, baseUrl: deps.tvlUrl, slug, now, signal: within });
        if (read.ok) emit({ kind: 'tvl', bridge: id, ok: true, value: read.value, detail: `DefiLlama: ${slug}` });
        else onError(`TVL of ${id}`, read.error);
      });
    }
    // Without the key that its vendor demands it cannot be asked.
    if (offReason(bridge.manifest, context.apiKeys) !== undefined) continue;
    startProber({
      bridge,
      budget: budgetOf(bridge.manifest, context.apiKeys),
      pauses: deps.pauses,
      context,
      timeoutMs: settings.timeoutMs,
      intervalMs: settings.intervalMs,
      priceOf: (priceId) => prices.get(priceId),
      emit,
      signal,
      onBug: (name, error) => logger.error({ err: error, bridge: name }, 'an adapter threw'),
    });
  }

  const desk = createIncidentDesk(bridges.map(({ manifest }) => ({ id: manifest.id, names: manifest.health?.names ?? [] })));
  for (const feed of feeds) {
    const host = URL.parse(feed.url)?.host ?? feed.url;
    let wasRead: boolean | undefined;
    rounds(`incidents at ${host}`, settings.incidentIntervalMs, async (within) => {
      const read = await fetchFeed({ http: deps.feedHttp, url: feed.url, signal: within });
      // Whether it can be read is told when it changes; what it tells, as it is news.
      if (read.ok !== wasRead) {
        const detail = read.ok ? `${host} can be read` : `${host}: ${read.error}`;
        emit({ kind: 'feed', bridge: feed.bridge === '*' ? '' : feed.bridge, ok: read.ok, reference: host, detail });
        if (!read.ok) onError(`incidents at ${host}`, read.error);
      }
      wasRead = read.ok;
      if (read.ok) for (const sighting of desk(feed, read.value, now())) emit(sighting);
    });
  }
  return { missing: () => (nodesSeen || nodes.size === 0 ? [] : ['a first look at the chains']) };
};
