import type { BridgeContext } from '#bridges/_kit/port.ts';
import { across } from '#bridges/across/across.ts';
import { stargate } from '#bridges/stargate/stargate.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { corridorById } from '#core/domain/corridor.ts';
import { freePort } from '#platform/free-port.ts';
import { createHttpClient } from '#platform/http/http-client.ts';
import { createJsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { dataDirPaths } from '#stack/data-dir.ts';
import { readRunningState } from '#stack/state-file.ts';
import { removeDataDir, startStack, temporaryDataDir, waitUntilReady } from '#test/support/stack-process.ts';
import { type Benchmark, quantile } from './harness.ts';

const CORRIDOR = corridorById('ethereum:USDC>arbitrum:USDC');
const QUESTIONS = 60;
const FIRST_AMOUNT = 1_234_000_000n;
/** Whose budgets allow so many fresh quotes in a row; the others would be pending for their turn, which is not what is measured. */
const BRIDGES = [across, stargate];

/** Starts the launcher as a user does, and says how long it took until all of it worked. */
const start = async (dataDir: string) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const stack = startStack({
    args: ['--port', String(port)],
    dataDir,
    env: { ROUTEBOOK_BRIDGES: BRIDGES.map(({ manifest }) => manifest.id).join(',') },
  });
  await waitUntilReady(stack, url);
  return { stack, url, seconds: (performance.now() - began) / 1_000 };
};

/** The bridges' own adapters, asked from here without anything between: what the slowest of them takes. */
const directly = (urls: Readonly<Record<string, string>>) => {
  const http = createHttpClient();
  const rpcUrls = new Map(CHAINS.map(({ chainId, slug }) => [chainId, [urls[`RPC_URLS_${slug.toUpperCase()}`] ?? '']]));
  const context: Omit<BridgeContext, 'signal'> = {
    http,
    rpc: createRpcPort(createJsonRpc({ http, urls: rpcUrls, now: Date.now })),
    now: Date.now,
    endpoints: { across: urls.ACROSS_API_URL ?? '' },
    apiKeys: {},
  };
  return async (amountIn: bigint): Promise<number> => {
    if (CORRIDOR === undefined) throw new Error('the corridor is not listed');
    const question = { corridor: CORRIDOR, amountIn };
    const began = performance.now();
    const answers = await Promise.all(BRIDGES.map((bridge) => bridge.quote({ ...context, signal: AbortSignal.timeout(3_000) }, question)));
    if (!answers.every(({ ok }) => ok)) throw new Error('a bridge did not answer');
    return performance.now() - began;
  };
};

const measureFreshQuotes = async (url: string, urls: Readonly<Record<string, string>>) => {
  const rest = createRestClient({ url });
  const ask = directly(urls);
  const [through, direct]: [number[], number[]] = [[], []];
  for (let n = 0n; n < QUESTIONS; n += 1n) {
    const amountIn = FIRST_AMOUNT + n;
    direct.push(await ask(amountIn + 500_000n));
    const began = performance.now();
    const book = await rest.quote({ from: 'ethereum:USDC', to: 'arbitrum:USDC', amountIn: String(amountIn), maxWaitMs: 3_000 });
    if (book.routes.length === BRIDGES.length) through.push(performance.now() - began);
  }
  return { through, direct };
};

export const bench: Benchmark = {
  name: 'whole stack',
  about: `npm start with ${BRIDGES.length} bridges, twice on one data folder, then ${QUESTIONS} REST quotes of amounts that nobody asked for before, each beside the bridges asked directly; everything shares the machine.`,
  run: async (_engines, report) => {
    const dataDir = temporaryDataDir();
    try {
      report('the first start');
      const first = await start(dataDir);
      await first.stack.stop();
      report('the second start');
      const second = await start(dataDir);
      report('fresh quotes');
      const urls = readRunningState(dataDirPaths(dataDir).state)?.urls ?? {};
      const { through, direct } = await measureFreshQuotes(second.url, urls);
      await second.stack.stop();
      const added = quantile(through, 0.5) - quantile(direct, 0.5);
      return [
        { what: 'start, first (downloads aside)', value: first.seconds, unit: 's', budget: { atMost: 90 } },
        { what: 'start, later', value: second.seconds, unit: 's', budget: { atMost: 30 } },
        {
          what: 'fresh REST quote, p50',
          value: quantile(through, 0.5),
          unit: 'ms',
          baseline: { what: 'both bridges asked directly', value: quantile(direct, 0.5) },
        },
        { what: 'fresh REST quote, added over the slowest bridge, p50', value: added, unit: 'ms', budget: { atMost: 25 } },
      ];
    } finally {
      removeDataDir(dataDir);
    }
  },
};
