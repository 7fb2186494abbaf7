import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { chainEvent, confirmation, START_MS } from '#core/transfers/testing/sample-events.ts';
import { freePort } from '#platform/free-port.ts';
import { createRedis } from '#platform/redis/client.ts';
import { createKeys, type Keys } from '#platform/redis/keys.ts';
import { createBytesScript } from '#platform/redis/script.ts';
import { createTransferStore } from '#platform/redis/transfer-store.ts';
import { viewOf } from '#test/support/view-of.ts';
import { startBareHttp } from './bare-http.ts';
import { type Benchmark, quantile } from './harness.ts';
import { openHttpLoad } from './http-load.ts';
import { engineEnv, runService } from './services.ts';

const TRANSFERS = 1_000_000;
/** Views written in one call. */
const SLICE = 200;
/** Of these the sets of events are stored too, so that the memory of a whole transfer can be told. */
const WHOLE = 2_000;
/** A message of the topic, as the sets hold it. */
const MESSAGE_BYTES = 620;
const EACH_ADDRESS = 10;
const CONNECTIONS = 50;
const PER_SECOND = 1_000;
const WARM_UP_MS = 2_000;
const PACED_MS = 8_000;
/** All numbers are equally long, so that all answers are. */
const FIRST = 10_000_000;

const hex = (number: number, digits: number): string => `0x${number.toString(16).padStart(digits, '0')}`;
const addressOf = (index: number): string => hex(FIRST + Math.floor(index / EACH_ADDRESS), 40);
const depositHashOf = (index: number): string => hex(FIRST + index, 64);

const lifeOf = (index: number, nowMs: number): readonly ChainEvent[] => {
  const party = addressOf(index);
  const of = {
    transferKey: `across:1:${FIRST + index}`,
    fields: { depositor: party, recipient: party, deliveredTo: party, fillDeadline: '4000000000' },
  };
  const deposit = { ...chainEvent({ kind: 'deposit', block: `d${index}`, ...of }), transactionHash: depositHashOf(index) };
  const fill = { ...chainEvent({ kind: 'fill', block: `f${index}`, atMs: 5_000, ...of }), transactionHash: hex(2 * FIRST + index, 64) };
  const shiftMs = nowMs - 60_000 - START_MS;
  return [deposit, confirmation(deposit, 3_000), fill].map((event) => ({
    ...event,
    blockTimeMs: event.blockTimeMs + shiftMs,
    observedAtMs: event.observedAtMs + shiftMs,
  }));
};

const layDown = async (redis: Redis, keys: Keys, report: (progress: string) => void): Promise<void> => {
  const store = createTransferStore({ redis, runScript: (lua) => createBytesScript(redis, lua), keys, now: Date.now });
  const version = Date.now();
  const bytes = Buffer.alloc(MESSAGE_BYTES, 'x');
  for (let start = 0; start < TRANSFERS; start += SLICE) {
    const lives = Array.from({ length: Math.min(SLICE, TRANSFERS - start) }, (_, at) => lifeOf(start + at, version));
    if (start < WHOLE) await store.join(lives.map((life) => [life[0]?.transferKey ?? '', life.map((event) => ({ event, bytes }))]));
    await store.write(lives.map((life) => viewOf(life, version)));
    if (start % 200_000 === 0) report(`${start} of ${TRANSFERS} transfers are there`);
  }
};

/** Everything that Redis keeps of a transfer but its places in lists of addresses, some 100 bytes each; KiB. */
const memoryEach = async (redis: Redis, keys: Keys): Promise<number> => {
  let bytes = 0;
  for (let index = 0; index < WHOLE; index += 1) {
    const key = `across:1:${FIRST + index}`;
    const names = [
      keys.transfer(key),
      keys.transferEvents(key),
      keys.transfersByTransaction(depositHashOf(index)),
      keys.transfersByTransaction(hex(2 * FIRST + index, 64)),
    ];
    for (const name of names) bytes += Number(await redis.memory('USAGE', name));
  }
  return bytes / WHOLE / 1_024;
};

/** Asks for what another question did not ask for lately: steps through all of them by a prime. */
const wander = (count: number): (() => number) => {
  let at = 0;
  return () => {
    at = (at + 7_919) % count;
    return at;
  };
};

export const bench: Benchmark = {
  name: 'transfers-lookup',
  about: `${TRANSFERS} transfers in Redis, asked for by hash and by address, a different one each time, at ${PER_SECOND} req/s over ${CONNECTIONS} connections; the load shares the machine`,
  run: async (engines, report) => {
    const prefix = `bench${randomBytes(3).toString('hex')}`;
    const redis = createRedis(engines.redisUrl, pino({ level: 'silent' }));
    const keys = createKeys(prefix);
    await layDown(redis, keys, report);
    const each = await memoryEach(redis, keys);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const api = await runService('api/main.ts', { ...engineEnv(engines, prefix), PORT: String(port) }, `${url}/health/live`);
    const requestOf = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
    const measure = async (pathOf: (index: number) => string) => {
      const bare = await startBareHttp(Buffer.from(await (await fetch(`${url}${pathOf(0)}`)).arrayBuffer()));
      const next = wander(TRANSFERS);
      const load = await openHttpLoad(port, () => requestOf(pathOf(next())), CONNECTIONS);
      const bareLoad = await openHttpLoad(bare.port, requestOf(pathOf(0)), CONNECTIONS);
      for (const one of [load, bareLoad]) await one.paced(PER_SECOND, WARM_UP_MS);
      const ours = quantile(await load.paced(PER_SECOND, PACED_MS), 0.99);
      const theirs = quantile(await bareLoad.paced(PER_SECOND, PACED_MS), 0.99);
      load.close();
      bareLoad.close();
      await bare.stop();
      return { value: ours, baseline: { what: 'node:http, same bytes', value: theirs } };
    };
    try {
      report('by hash');
      const byHash = await measure((index) => `/api/v1/transfers/${depositHashOf(index)}`);
      report('by address');
      const byAddress = await measure((index) => `/api/v1/transfers?address=${addressOf(index)}`);
      const budget = { atMost: 10 };
      return [
        { what: `by hash, p99 at ${PER_SECOND} req/s`, ...byHash, unit: 'ms', budget },
        { what: `by address (${EACH_ADDRESS} each), p99 at ${PER_SECOND} req/s`, ...byAddress, unit: 'ms', budget },
        { what: 'memory a transfer, of three events', value: each, unit: 'KiB' },
      ];
    } finally {
      await api.stop();
      await redis.flushall();
      redis.disconnect();
    }
  },
};
