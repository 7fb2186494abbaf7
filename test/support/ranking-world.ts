import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { bookKey, corridorById } from '#core/domain/corridor.ts';
import type { MarketEvent } from '#core/domain/market.ts';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { type BookState, createBookState, foldQuote } from '#core/ranking/book-state.ts';
import { createFillTimesBoard } from '#core/ranking/fill-times-board.ts';
import { createMarket } from '#core/ranking/market-view.ts';
import { rankBook } from '#core/ranking/rank-book.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { type BookJson, book as bookSchema } from '#schemas/api/book.ts';
import { createBookWriter } from '#schemas/codecs/book-json.ts';
import { createEventSource } from './event-source.ts';
import { eventually } from './eventually.ts';
import { startRanker } from './ranker-process.ts';
import { startTestEngines } from './start-test-engines.ts';
import { createPrefix } from './test-engines.ts';

const SEED = 20261120;
const BRIDGES = ['across', 'stargate', 'hop'];
const CORRIDORS = ['ethereum:USDC>arbitrum:USDC', 'base:USDC>ethereum:USDC', 'optimism:WETH>base:WETH', 'arbitrum:USDT>ethereum:USDT'];
const AMOUNTS = [100_000_000n, 1_000_000_000n, 10_000_000_000n];
/** Between two quotes: some 100 a second over the whole storm, three for each bridge of each book. */
const PACE_MS = 10;

/** A small generator of even numbers in [0, 1), the same for the same seed. */
const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** A ranker on engines of its own that may be killed and kept away, fed at a steady pace, and a reference that nothing ever disturbs. */
export type RankingWorld = Awaited<ReturnType<typeof startRankingWorld>>;

export const startRankingWorld = async () => {
  const random = randomOf(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const dataDir = mkdtempSync(join(tmpdir(), 'routebook-recovery-'));
  const prefix = createPrefix();
  const keys = createKeys(prefix);
  const states = new Map<string, BookState>();
  const market = createMarket();
  const engines = await startTestEngines(dataDir);
  const source = await createEventSource(
    { kafkaBrokers: (engines.urls.KAFKA_BROKERS ?? '').split(','), registryUrl: engines.urls.SCHEMA_REGISTRY_URL ?? '' },
    prefix,
  );
  const redis = new Redis(engines.urls.REDIS_URL ?? '', { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  let serial = 0;

  const spawnRanker = () =>
    startRanker({
      KAFKA_BROKERS: engines.urls.KAFKA_BROKERS ?? '',
      SCHEMA_REGISTRY_URL: engines.urls.SCHEMA_REGISTRY_URL ?? '',
      REDIS_URL: engines.urls.REDIS_URL ?? '',
      ROUTEBOOK_PREFIX: prefix,
    });
  let ranker: ReturnType<typeof startRanker>;

  const drawQuote = (corridor: string, amountIn: bigint, bridge: string): QuoteEvent => {
    const now = Date.now();
    serial += 1;
    const amountOut = amountIn - BigInt(Math.floor(random() * Number(amountIn / 100n)));
    const failure = { code: pick(['UPSTREAM_TIMEOUT', 'PAUSED'] as const), detail: 'as drawn', limit: null, retryAfterMs: null };
    const answer = {
      amountOut,
      minAmountOut: amountOut - amountOut / 200n,
      fees: [{ kind: 'lp' as const, asset: corridor.split('>')[0] ?? '', amount: amountIn - amountOut }],
      rebate: 0n,
      surcharges: [],
      originGas: 150_000n,
      etaSeconds: { p50: Math.floor(random() * 900), p90: 1_000 },
      limits: { min: null, max: null, instant: amountIn * 2n },
      validUntilMs: now + 30_000,
    };
    return {
      quoteId: `q${String(serial).padStart(9, '0')}`,
      bridge,
      corridor,
      amountIn,
      askedAtMs: now,
      observedAtMs: now,
      outcome: random() < 0.1 ? { kind: 'failure', failure } : { kind: 'answer', answer },
    };
  };

  /** Sends a quote and folds it into the reference, which nothing ever disturbs. */
  const send = async (event: QuoteEvent): Promise<void> => {
    const key = bookKey(event.corridor, event.amountIn);
    let state = states.get(key);
    if (state === undefined) {
      state = createBookState(key, corridorById(event.corridor)!, event.amountIn);
      states.set(key, state);
    }
    foldQuote(state, event);
    await source.quote(event);
  };

  const sendMarket = async (event: MarketEvent): Promise<void> => {
    market.fold(event);
    await source.market(event);
  };

  /** The undisturbed book as the reference has it, under the given version and moment. */
  const undisturbed = (state: BookState, version: number, asOfMs: number): BookJson => {
    const { nextExpiryMs: _later, ...ranking } = rankBook(
      state,
      { market, statuses: new Map(), fillTimes: createFillTimesBoard(), bridges: BRIDGES },
      asOfMs,
    );
    const book = { key: state.key, corridor: state.corridor.id, amountIn: state.amountIn, version, asOfMs, ...ranking };
    return bookSchema.parse(JSON.parse(createBookWriter(market)(book).json.toString()));
  };

  const stored = async (key: string): Promise<BookJson> => bookSchema.parse(JSON.parse((await redis.hget(keys.book(key), 'body')) ?? ''));

  /** Waits until every stored book is byte for byte what the reference says, and no staler. */
  const expectWhole = async (after: string): Promise<void> => {
    for (const state of states.values()) {
      await eventually(`${state.key} whole after ${after}\n${ranker.log().slice(-3_000)}`, async () => {
        const book = await stored(state.key);
        const same = JSON.stringify(book) === JSON.stringify(undisturbed(state, book.version, Date.parse(book.asOf)));
        const now = undisturbed(state, 0, Date.now());
        return same && now.checksum === book.checksum ? true : undefined;
      });
    }
  };

  /** Quotes at a steady pace while `disturb` does its work. */
  const underLoad = async (disturb: () => Promise<void>): Promise<void> => {
    let going = true;
    const sends: Promise<void>[] = [];
    const load = (async () => {
      while (going) {
        sends.push(send(drawQuote(pick(CORRIDORS), pick(AMOUNTS), pick(BRIDGES))));
        await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      }
    })();
    await disturb();
    going = false;
    await load;
    await Promise.all(sends);
  };

  /** An engine that the supervisor has started again is killed again before it can serve. */
  const KILL_AGAIN_MS = 20;

  const keepAway = async (name: RegExp, forMs: number): Promise<void> => {
    const until = Date.now() + forMs;
    let killed: number | undefined;
    while (Date.now() < until) {
      const pid = engines.supervisor.list().find((process) => name.test(process.name))?.pid;
      if (pid !== undefined && pid !== killed) {
        process.kill(pid, 'SIGKILL');
        killed = pid;
      }
      await pause(KILL_AGAIN_MS);
    }
    if (killed === undefined) throw new Error(`no engine like ${name} among ${engines.supervisor.list().map((process) => process.name)}`);
  };

  const now = Date.now();
  for (const [priceId, usd] of [
    ['ethereum', 3_000],
    ['usd-coin', 1],
    ['tether', 0.9991],
  ] as const) {
    await sendMarket({ kind: 'price', priceId, usd, observedAtMs: now });
  }
  for (const chainId of [1, 10, 8453, 42161]) await sendMarket({ kind: 'gas', chainId, weiPerGas: 1_000_000_000n, observedAtMs: now });
  ranker = spawnRanker();

  return {
    prefix,
    redis,
    source,
    sendMarket,
    underLoad,
    expectWhole,
    keepAway,
    spawnRanker,
    /** Every stored book's version, by key. */
    versions: async (): Promise<ReadonlyMap<string, number>> => {
      const versions = new Map<string, number>();
      for (const key of states.keys()) versions.set(key, (await stored(key)).version);
      return versions;
    },
    killRanker: async (): Promise<void> => {
      await ranker.end('SIGKILL');
      ranker = spawnRanker();
    },
    close: async (): Promise<void> => {
      await ranker.end('SIGTERM');
      await source.close();
      redis.disconnect();
      await engines.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
