import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAINS } from '#core/domain/chain.ts';
import { createChannelSubscriber } from '#platform/redis/channel-subscriber.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { createTransferReader } from '#platform/redis/transfer-reader.ts';
import type { ChainLink } from '#simnet/chains/chain-link.ts';
import { createRelayerDials } from '#simnet/relayers/dials.ts';
import { RELAYER_NAMES } from '#simnet/relayers/relayer-names.ts';
import { type Relayers, startRelayers } from '#simnet/relayers/start-relayers.ts';
import { type Fate, reorganise } from '#simnet/reorg/reorg.ts';
import { type LedgerEntry, openLedger, readLedger } from '#simnet/traffic/ledger.ts';
import { startTraffic, type Traffic } from '#simnet/traffic/start-traffic.ts';
import { differences, standingOf } from '#test/support/ledger-judge.ts';
import { type LocalChains, startLocalChains } from '#test/support/local-chains.ts';
import { seededNumbers } from '#test/support/seeded-numbers.ts';
import { startService } from '#test/support/service-process.ts';
import { createPrefix, testEngines } from '#test/support/test-engines.ts';
import { TRAFFIC_BRIDGES } from '#test/support/traffic-bridges.ts';

/**
 * Five hundred transfers on real chains, through a watcher and a processor that are killed with -9 again and again, with Redis flushed and
 * chains that change their mind meanwhile. Whoever sent them wrote down what arrived; in the end every view says the same.
 */
const COUNT = 500;
const PER_SECOND = 40;
/** Of the transfers by Across, those that nobody may fill. */
const EXPIRING_SHARE = 0.06;
const KILLS_EACH = 4;
const REORG_BLOCKS = 3;
/** ROUTEBOOK_CHAOS_SEED tells a run again: the same transfers, and the same bad luck at the same points among them. */
const SEED = Number(process.env.ROUTEBOOK_CHAOS_SEED ?? 1);

const { kafkaBrokers, registryUrl, redisUrl } = testEngines();
const logger = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'routebook-money-'));
const ledgerFile = join(directory, 'ledger.jsonl');
const prefix = createPrefix();
const keys = createKeys(prefix);
const dials = createRelayerDials();
const redis = new Redis(redisUrl);
const random = seededNumbers(SEED);
let chains: LocalChains;
let relayers: Relayers;
let traffic: Traffic;

const MAINS = { watcher: 'producers/chain-events/main.ts', processor: 'processors/transfers/main.ts' } as const;
type Name = keyof typeof MAINS;
const services = new Map<Name, ReturnType<typeof startService>>();

const start = (name: Name): void => {
  const rpc = Object.fromEntries(CHAINS.map(({ slug }) => [`RPC_URLS_${slug.toUpperCase()}`, chains.linkOf(slug).rpc.url]));
  const engines = { KAFKA_BROKERS: kafkaBrokers.join(','), SCHEMA_REGISTRY_URL: registryUrl, REDIS_URL: redisUrl };
  services.set(
    name,
    startService(MAINS[name], {
      ...rpc,
      ...engines,
      ROUTEBOOK_PREFIX: prefix,
      ROUTEBOOK_BRIDGES: TRAFFIC_BRIDGES.join(),
      CHAIN_POLL_INTERVAL_MS: '200',
    }),
  );
};
const kill = async (name: Name): Promise<void> => services.get(name)?.end('SIGKILL');
const killAndStart = (name: Name) => async (): Promise<void> => {
  await kill(name);
  start(name);
};

const until = async (look: () => boolean | Promise<boolean>, everyMs = 50): Promise<void> => {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, everyMs));
};

beforeAll(async () => {
  chains = await startLocalChains(150);
  relayers = await startRelayers({ links: chains.links, dials, logger, now: Date.now });
  for (const name of Object.keys(MAINS) as Name[]) start(name);
});

afterAll(async () => {
  await Promise.all((Object.keys(MAINS) as Name[]).map(kill));
  await traffic?.stop();
  await relayers?.stop();
  await chains?.close();
  redis.disconnect();
  rmSync(directory, { recursive: true, force: true });
});

/** In one go, as a flush is: half of a transfer's keys gone and the others written anew in between is nothing that Redis does. */
const FLUSH_LUA = `for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end`;
const flush = async (): Promise<void> => void (await redis.eval(FLUSH_LUA, 0, `${prefix}:*`));

const anyChain = (): ChainLink => chains.links[Math.floor(random() * chains.links.length)] as ChainLink;
const headOf = async (link: ChainLink): Promise<number> => Number(await link.rpc.call<Hex>('eth_blockNumber'));

/** Whether one of the youngest blocks has a transaction that the ledger knows. */
const holdsDeposit = async (link: ChainLink, blocks: number): Promise<boolean> => {
  const head = await headOf(link);
  const known = new Set((await readLedger(ledgerFile)).flatMap((entry) => (entry.kind === 'sent' ? [entry.originTransaction] : [])));
  for (let number = head - blocks + 1; number <= head; number += 1) {
    const block = await link.rpc.call<{ transactions: readonly string[] }>('eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
    if (block.transactions.some((hash) => known.has(hash))) return true;
  }
  return false;
};

const reorgWithDeposit = async (link: ChainLink, fate: Fate): Promise<void> => {
  await until(() =>
    chains.still(async () => {
      if (!(await holdsDeposit(link, REORG_BLOCKS))) return false;
      await reorganise(link, REORG_BLOCKS, fate);
      return true;
    }),
  );
};

/** Nobody carries anything meanwhile: what is dropped was paid out by nobody, so that the ledger stays the truth about it. */
const dropDeposits = async (): Promise<void> => {
  const link = anyChain();
  for (const name of RELAYER_NAMES) dials.set(name, { dead: true });
  const before = await headOf(link);
  await until(async () => (await headOf(link)) > before + REORG_BLOCKS);
  await reorgWithDeposit(link, { kind: 'drop' });
  for (const name of RELAYER_NAMES) dials.set(name, { dead: false });
};
/** Everything is mined again, in other blocks, while nobody watches. */
const moveBlocks = async (): Promise<void> => {
  await kill('watcher');
  await reorgWithDeposit(anyChain(), { kind: 'keep' });
  start('watcher');
};

/** What befalls the run, each at a point of it that the seed chooses: after so many transfers. */
const badLuck = (): readonly { readonly after: number; readonly what: string; readonly happen: () => Promise<void> }[] => {
  const often = (what: string, times: number, happen: () => Promise<void>) => Array.from({ length: times }, () => ({ what, happen }));
  return [
    ...often('the watcher killed', KILLS_EACH, killAndStart('watcher')),
    ...often('the processor killed', KILLS_EACH, killAndStart('processor')),
    ...often('Redis flushed', 1, flush),
    ...often('deposits dropped', 2, dropDeposits),
    ...often('blocks moved, the watcher away', 2, moveBlocks),
  ]
    .map((one) => ({ ...one, after: Math.floor(COUNT * (0.05 + random() * 0.9)) }))
    .sort((a, b) => a.after - b.after);
};

/** When no deposit is young any more: a reorg then drops fills alone, and the relayers must pay them out anew. */
const dropFills = async (): Promise<void> => {
  const link = anyChain();
  const before = await headOf(link);
  await until(async () => (await headOf(link)) > before + REORG_BLOCKS);
  await kill('processor');
  await chains.still(() => reorganise(link, REORG_BLOCKS, { kind: 'drop' }));
  start('processor');
};

test('watcher and processor killed, Redis flushed, chains reorganised: in the end every transfer is there once, as the ledger has it', {
  timeout: 400_000,
}, async () => {
  const plan = badLuck();
  console.log(`ROUTEBOOK_CHAOS_SEED=${SEED}: ${plan.map(({ after, what }) => `${after} ${what}`).join(', ')}`);
  traffic = await startTraffic({
    links: chains.links,
    ledger: await openLedger(ledgerFile),
    options: { seed: `chaos ${SEED}`, acrossShare: 0.4, busShare: 0.5, expiringShare: EXPIRING_SHARE, perSecond: PER_SECOND, count: COUNT },
    logger,
    now: Date.now,
  });
  for (const { after, happen } of plan) {
    await until(() => traffic.sent >= after);
    await happen();
  }
  await until(() => traffic.sent >= COUNT);
  await dropFills();

  const subscriber = createChannelSubscriber(redis, logger);
  const reader = createTransferReader({ redis, subscriber, keys });
  let wrong: readonly string[] = [];
  let entries: readonly LedgerEntry[] = [];
  const settled = async (): Promise<boolean> => {
    entries = await readLedger(ledgerFile);
    const standing = await standingOf(entries, chains.links);
    wrong = await differences({ entries, standing, reader });
    return wrong.length === 0;
  };
  const deadline = Date.now() + 240_000;
  // A look asks the chains and Redis for each of the transfers.
  await until(async () => (await settled()) || Date.now() > deadline, 1_000);
  expect(wrong).toEqual([]);
  const ends = Map.groupBy(entries, ({ kind }) => kind);
  expect(ends.get('sent')?.length).toBeGreaterThan(COUNT * 0.95);
  expect(ends.get('refunded')?.length).toBeGreaterThan(0);
  // The reorg has dropped some for good, or it proves nothing.
  expect((ends.get('arrived')?.length ?? 0) + (ends.get('refunded')?.length ?? 0)).toBeLessThan(ends.get('sent')?.length ?? 0);
});
