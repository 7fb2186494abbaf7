import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { freePort } from '#platform/free-port.ts';
import { createKeys } from '#platform/redis/keys.ts';
import { startBareHttp } from './bare-http.ts';
import { sampleBook } from './book-samples.ts';
import { type Benchmark, quantile } from './harness.ts';
import { openHttpLoad } from './http-load.ts';
import { engineEnv, runService } from './services.ts';

const CONNECTIONS = 50;
const WARM_UP_MS = 2_000;
const SATURATED_MS = 4_000;
const PACED_MS = 6_000;
const PACED_PER_SECOND = 1_000;
/** The two servers take turns, so that what else the machine does meets both; the median of the turns counts. */
const TURNS = 3;

const CORRIDOR = 'ethereum:USDC>arbitrum:USDC';
const AMOUNT = '1000000000';
const KEY = `${CORRIDOR}@${AMOUNT}`;

const questions = (port: number) => {
  const body = JSON.stringify({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: AMOUNT });
  const host = `host: 127.0.0.1:${port}\r\n`;
  return {
    quote: Buffer.from(
      `POST /api/v1/routes/quote HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    ),
    book: Buffer.from(`GET /api/v1/books/${encodeURIComponent(CORRIDOR)}?amountIn=${AMOUNT} HTTP/1.1\r\n${host}\r\n`),
  };
};

const median = (values: readonly number[]): number => quantile(values, 0.5);

export const bench: Benchmark = {
  name: 'rest-cached',
  about: `a held book of 10 routes, asked for over ${CONNECTIONS} connections by POST /routes/quote and GET /books; the load shares the machine`,
  run: async (engines, report) => {
    const prefix = `bench${randomBytes(3).toString('hex')}`;
    const redis = new Redis(engines.redisUrl);
    const body = Buffer.from(JSON.stringify(sampleBook(KEY, 1_763_640_000_000, 10)));
    await redis.hset(createKeys(prefix).book(KEY), { v: 1_763_640_000_000, body });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const api = await runService('api/main.ts', { ...engineEnv(engines, prefix), PORT: String(port) }, `${url}/health/live`);
    const bare = await startBareHttp(body);
    const { quote, book } = questions(port);
    const loads = {
      quote: await openHttpLoad(port, quote, CONNECTIONS),
      book: await openHttpLoad(port, book, CONNECTIONS),
      bare: await openHttpLoad(bare.port, book, CONNECTIONS),
      bareQuote: await openHttpLoad(bare.port, quote, CONNECTIONS),
    };
    const rates: Record<keyof typeof loads, number[]> = { quote: [], book: [], bare: [], bareQuote: [] };
    for (const load of Object.values(loads)) await load.saturate(WARM_UP_MS);
    for (let turn = 0; turn < TURNS; turn += 1) {
      report(`turn ${turn + 1} of ${TURNS}`);
      for (const name of Object.keys(loads) as (keyof typeof loads)[]) rates[name].push(await loads[name].saturate(SATURATED_MS));
    }
    report(`${PACED_PER_SECOND} quotes/s`);
    const latencies = await loads.quote.paced(PACED_PER_SECOND, PACED_MS);
    const bareLatencies = await loads.bareQuote.paced(PACED_PER_SECOND, PACED_MS);
    for (const load of Object.values(loads)) load.close();
    await Promise.all([api.stop(), bare.stop()]);
    redis.disconnect();
    const least = { atLeast: 0.6 };
    return [
      {
        what: `cached quote p99 at ${PACED_PER_SECOND} req/s`,
        value: quantile(latencies, 0.99),
        unit: 'ms',
        baseline: { what: 'node:http, same bytes', value: quantile(bareLatencies, 0.99) },
        budget: { atMost: 10 },
      },
      {
        what: 'cached quotes',
        value: median(rates.quote),
        unit: 'ops/s',
        baseline: { what: 'node:http, same bytes', value: median(rates.bareQuote) },
        ratioBudget: least,
      },
      {
        what: 'GET /books',
        value: median(rates.book),
        unit: 'ops/s',
        baseline: { what: 'node:http, same bytes', value: median(rates.bare) },
        ratioBudget: least,
      },
    ];
  },
};
