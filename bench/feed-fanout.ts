import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '#platform/free-port.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { textFrame } from '../api/ws/text-frame.ts';
import { viewOf } from '../api/ws/view/view.ts';
import { deltaBetween } from '../api/ws/view/view-delta.ts';
import { sampleBook } from './book-samples.ts';
import { type Benchmark, quantile } from './harness.ts';
import { openRawFeedClients, type RawFeedClients } from './raw-feed-clients.ts';
import { engineEnv, runService } from './services.ts';
import { until } from './until.ts';

const CLIENTS = 10_000;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 3;
/** Deltas of different versions differ in length by no more than their checksums do. */
const CHECKSUM_DIGITS = 10;
const FIRST_VERSION = 1_763_640_000_000;

/** Books that every client holds; those of one round change together, as a corridor's ladder does when a bridge moves its fee. */
const KEYS = [1, 2, 3, 4, 5].map((thousand) => `ethereum:USDC>arbitrum:USDC@${thousand}000000000`);
const SHAPE = { preset: 'best', depth: 1 } as const;

const rssBytes = (pid: number): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing more arrives. */
const settle = async (received: () => number) => {
  for (let before = -1; before !== received(); ) {
    before = received();
    await pause(500);
  }
};

/** Rounds of one change to each book, each awaited to the last byte; gives frames a second. */
const measure = async (
  { received, stayAlive }: RawFeedClients,
  bytesPerClient: number,
  change: (round: number) => Promise<void>,
): Promise<number> => {
  const rates: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    stayAlive();
    const goal = received() + bytesPerClient * CLIENTS;
    const began = performance.now();
    await change(round);
    await until('a round', () => received() >= goal, 1);
    if (round >= WARM_UP_ROUNDS) rates.push((CLIENTS * KEYS.length * 1_000) / (performance.now() - began));
  }
  return quantile(rates, 0.5);
};

const deltaOf = (key: string, version: number) =>
  deltaBetween(viewOf(sampleBook(key, version - 1, 10), SHAPE), viewOf(sampleBook(key, version, 10), SHAPE));

export const bench: Benchmark = {
  name: 'feed-fanout',
  about: `${CLIENTS} connections that hold ${KEYS.length} books each; a delta of one changed route of each book to everyone; the clients share the machine`,
  run: async (engines, report) => {
    const prefix = `bench${randomBytes(3).toString('hex')}`;
    const keys = createKeys(prefix);
    const redis = new Redis(engines.redisUrl);
    const write = async (version: number, announce: boolean) => {
      const pipeline = redis.pipeline();
      for (const key of KEYS) {
        const body = JSON.stringify(sampleBook(key, version, 10));
        pipeline.hset(keys.book(key), { v: version, body });
        if (announce) pipeline.publish(keys.bookChannel(key), body);
      }
      await pipeline.exec();
    };
    await write(FIRST_VERSION, false);
    const port = await freePort();
    const api = await runService(
      'api/main.ts',
      { ...engineEnv(engines, prefix), PORT: String(port) },
      `http://127.0.0.1:${port}/health/live`,
    );
    const before = rssBytes(api.process.pid ?? 0);
    report(`opening ${CLIENTS} connections`);
    const subscribes = KEYS.map((key, index) => ({
      op: 'subscribe',
      id: String(index),
      channel: 'routes',
      params: { from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: key.slice(key.indexOf('@') + 1), depth: 1 },
    }));
    const clients = await openRawFeedClients(port, CLIENTS, subscribes);
    await settle(clients.received);
    const perConnection = (rssBytes(api.process.pid ?? 0) - before) / CLIENTS / 1_024;
    report('shared frames');
    const bytesPerClient = KEYS.reduce((sum, key) => sum + textFrame(deltaOf(key, FIRST_VERSION + 1)).length - CHECKSUM_DIGITS, 0);
    const rate = await measure(clients, bytesPerClient, (round) => write(FIRST_VERSION + 1 + round, true));
    clients.close();
    await api.stop();
    redis.disconnect();

    report('baseline: ws.send(JSON.stringify(x)) per client');
    const barePort = await freePort();
    const bare = spawn(process.execPath, [join(import.meta.dirname, 'peers/ws-json.ts'), String(barePort)], { stdio: 'inherit' });
    await pause(500);
    const bareClients = await openRawFeedClients(barePort, CLIENTS, []);
    await settle(bareClients.received);
    const bareRate = await measure(bareClients, bytesPerClient, async (round) => {
      const frames = KEYS.map((key) => deltaOf(key, FIRST_VERSION + 1 + round));
      await fetch(`http://127.0.0.1:${barePort}/`, { method: 'POST', body: JSON.stringify(frames) });
    });
    bareClients.close();
    bare.kill();
    return [
      {
        what: `frames out to ${CLIENTS} connections`,
        value: rate,
        unit: 'ops/s',
        baseline: { what: 'ws.send(JSON.stringify(x)) per client', value: bareRate },
        budget: { atLeast: 300_000 },
        ratioBudget: { atLeast: 4 },
      },
      { what: `memory a connection with ${KEYS.length} subscriptions`, value: perConnection, unit: 'KiB', budget: { atMost: 20 } },
    ];
  },
};
