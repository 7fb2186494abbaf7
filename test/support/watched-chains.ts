import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Hex } from 'viem';
import { CHAINS } from '#core/domain/chain.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { createKafka } from '#platform/kafka/client.ts';
import { ensureTopics } from '#platform/kafka/ensure-topics.ts';
import { topicName } from '#platform/kafka/names.ts';
import { createPublisher } from '#platform/kafka/publisher.ts';
import { startRunner } from '#platform/kafka/runner.ts';
import { createCodec } from '#platform/registry/codec.ts';
import { ensureSchemas } from '#platform/registry/ensure-schemas.ts';
import { createRegistryClient } from '#platform/registry/registry-client.ts';
import { chainEventFromRecord } from '#schemas/codecs/chain-event.ts';
import type { ChainEventRecord } from '#schemas/generated/chain-event.ts';
import { SCHEMAS } from '#schemas/schemas.ts';
import { TOPICS } from '#schemas/topics.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { createRelayerDials } from '#simnet/relayers/dials.ts';
import { startRelayers } from '#simnet/relayers/start-relayers.ts';
import { type LedgerEntry, openLedger, readLedger } from '#simnet/traffic/ledger.ts';
import { startTraffic, type Traffic, type TrafficOptions } from '#simnet/traffic/start-traffic.ts';
import { startLocalChains } from './local-chains.ts';
import { type LyingNode, startLyingNode } from './lying-node.ts';
import { startService } from './service-process.ts';
import { createPrefix, testEngines } from './test-engines.ts';
import { claimPorts } from './test-ports.ts';
import { believedOf, doublesIn, idsOf, idsOnChain } from './told-events.ts';
import { TRAFFIC_BRIDGES } from './traffic-bridges.ts';

const logger = pino({ level: 'silent' });

/** Transfers that were sent together, and the ledger of what became of them. */
export interface SentTransfers {
  readonly traffic: Traffic;
  entries(): Promise<readonly LedgerEntry[]>;
}

const until = async (look: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 50));
};

const metricAt = async (port: number, path: string): Promise<string> =>
  (await (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined))?.text()) ?? '';

/**
 * Every observation in a topic, in the order of its partition, and what could not be read as one. By the runner, which gets over a consumer
 * that stands still; what it then reads again was heard before.
 */
const hearEvents = async (prefix: string) => {
  const { kafkaBrokers, registryUrl } = testEngines();
  const heard: ChainEvent[] = [];
  const problems: string[] = [];
  const registry = createRegistryClient(registryUrl);
  const ids = await ensureSchemas({ registry, prefix, logger });
  const codec = createCodec<ChainEventRecord>({ schema: SCHEMAS['chain-event'], id: ids.chainEvents, registry, now: Date.now });
  const kafka = createKafka([...kafkaBrokers], 'watched-chains', logger);
  await ensureTopics({ kafka, prefix, logger });
  const publisher = await createPublisher({ kafka, logger });
  const nextOffsets = new Map<number, number>();
  const runner = startRunner({
    kafka,
    groupId: `${prefix}-test`,
    topics: [topicName(prefix, TOPICS.chainEvents.name)],
    startAt: { kind: 'beginning' },
    commits: false,
    step: {
      take: ({ partition, messages }) => {
        for (const { offset, value } of messages) {
          if (Number(offset) < (nextOffsets.get(partition) ?? 0)) continue;
          nextOffsets.set(partition, Number(offset) + 1);
          const record = codec.decode(value);
          const event = record.ok ? chainEventFromRecord(record.value) : record;
          if (!event.ok) problems.push(event.error);
          else heard.push(event.value);
        }
        return new Map();
      },
      flush: async () => undefined,
    },
    deadLetters: publisher,
    metrics: new Registry(),
    logger,
    now: Date.now,
  });
  const stop = async (): Promise<void> => {
    await runner.stop();
    await publisher.close();
  };
  return { heard, problems, stop, isListening: () => runner.caughtUp() };
};

/** Whoever fills, drives or delivers. */
const CARRIERS = ['across', 'layerzero', 'bus-driver'] as const;

/** The watcher as a process, against six real chains, real contracts, relayers, Kafka and Redis; its oracle reads the chains anew. */
export const startWatchedChains = async () => {
  const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
  const directory = mkdtempSync(join(tmpdir(), 'routebook-chain-events-'));
  const prefix = createPrefix();
  const dials = createRelayerDials();
  const lying = new Map<string, LyingNode>();
  const redis = new Redis(redisUrl);
  const adminPort = await claimPorts(1);
  const chains = await startLocalChains(150);
  for (const { chain, rpc } of chains.links) lying.set(chain.slug, await startLyingNode(rpc.url));
  const relayers = await startRelayers({ links: chains.links, dials, logger, now: Date.now });
  const { heard, problems, isListening, stop: stopHearing } = await hearEvents(prefix);
  await until(isListening);
  const linkById = (chainId: number): ChainLink => chains.links.find(({ chain }) => chain.chainId === chainId) as ChainLink;

  /** Every chain through its node that can lie; where `honestToo` names it, with an honest one behind. */
  const spawnWatcher = (honestToo: readonly string[] = [], besides: Readonly<Record<string, string>> = {}) => {
    const rpc = Object.fromEntries(
      CHAINS.map(({ slug }) => [
        `RPC_URLS_${slug.toUpperCase()}`,
        [lying.get(slug)?.url, ...(honestToo.includes(slug) ? [chains.linkOf(slug).rpc.url] : [])].join(','),
      ]),
    );
    return startService('producers/chain-events/main.ts', {
      ...rpc,
      ROUTEBOOK_PREFIX: prefix,
      ROUTEBOOK_BRIDGES: TRAFFIC_BRIDGES.join(),
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: registryUrl,
      REDIS_URL: redisUrl,
      CHAIN_POLL_INTERVAL_MS: '100',
      // Its usual 128 would take as many blocks of the test.
      CONFIRMATIONS_POLYGON: '12',
      ADMIN_PORT: String(adminPort),
      ...besides,
    });
  };
  let service = spawnWatcher();
  // A chain goes on while a watcher starts, and a node forgets the states that a reorg goes back to.
  await until(async () => (await metricAt(adminPort, '/health/ready')).includes('true'));

  const believed = (): readonly ChainEvent[] => believedOf(heard);
  const idsBelieved = (): readonly string[] => idsOf(believed());
  let runs = 0;
  const transfers = async (options: Partial<TrafficOptions> & { count: number }): Promise<SentTransfers> => {
    runs += 1;
    const file = join(directory, `ledger-${runs}.jsonl`);
    const traffic = await startTraffic({
      links: chains.links,
      ledger: await openLedger(file),
      options: { seed: `run ${runs}`, acrossShare: 0.5, busShare: 0, expiringShare: 0, perSecond: 20, ...options },
      logger,
      now: Date.now,
    });
    return { traffic, entries: () => readLedger(file) };
  };
  /** Neither fills nor deliveries while `act` runs. */
  const carriedByNobody = async <T>(act: () => Promise<T>): Promise<T> => {
    for (const name of CARRIERS) dials.set(name, { dead: true });
    try {
      return await act();
    } finally {
      for (const name of CARRIERS) dials.set(name, { dead: false });
    }
  };

  return {
    prefix,
    dials,
    heard,
    problems,
    lying,
    redis,
    chains,
    until,
    spawnWatcher,
    believed,
    idsBelieved,
    transfers,
    linkById,
    carriedByNobody,
    metric: (path: string, port = adminPort) => metricAt(port, path),
    doubles: () => doublesIn(heard),
    /** What the topic says stands, stands on the chains, and nothing else does. */
    agrees: async (): Promise<boolean> => {
      const onChain = (await Promise.all(chains.links.map(idsOnChain))).flat().sort();
      return onChain.join() === idsBelieved().join();
    },
    kill: () => service.end('SIGKILL'),
    restart: (honestToo: readonly string[] = []): void => {
      service = spawnWatcher(honestToo);
    },
    /** Waits until each transfer has come to its end, and gives the ledger. */
    settled: async (run: SentTransfers, count: number): Promise<readonly LedgerEntry[]> => {
      await until(() => run.traffic.settled >= count);
      await run.traffic.stop();
      return run.entries();
    },
    eventOf: (kind: ChainEvent['kind'], recipient: string): ChainEvent | undefined =>
      believed().find(
        (event) =>
          event.kind === kind &&
          [event.fields.recipient, event.fields.deliveredTo].some((to) => to?.toLowerCase() === recipient.toLowerCase()),
      ),
    lastDeposit: (): ChainEvent | undefined => believed().findLast(({ kind, bridge }) => kind === 'deposit' && bridge === 'across'),
    depthOf: async (link: ChainLink, blockNumber: number): Promise<number> =>
      Number(await link.rpc.call<Hex>('eth_blockNumber')) - blockNumber + 1,
    close: async (): Promise<void> => {
      await service.end('SIGKILL');
      await stopHearing();
      await relayers.stop();
      await Promise.all([...lying.values()].map((node) => node.close()));
      await chains.close();
      redis.disconnect();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

export type WatchedChains = Awaited<ReturnType<typeof startWatchedChains>>;
