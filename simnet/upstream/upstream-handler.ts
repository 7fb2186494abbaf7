import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBoard } from '../control/fault-board.ts';
import { uniform } from '../world/noise.ts';
import type { AcrossApi } from './across-api.ts';
import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import type { CoinGeckoApi } from './coingecko-api.ts';
import type { DefiLlamaApi } from './defillama-api.ts';
import type { IncidentsApi } from './incidents-api.ts';
import { spoil } from './spoil.ts';

/** Where each simulator answers. */
const BASES = { across: '/across/api', coingecko: '/coingecko/api/v3', defillama: '/defillama', incidents: '/incidents' } as const;
type Provider = keyof typeof BASES;
const PROVIDERS = Object.keys(BASES) as Provider[];
/** A distant API takes tens of milliseconds: between these, differently for each request. */
const LATENCY_MS = { least: 12, most: 70 } as const;

export const writeAnswer = (response: ServerResponse, { status, headers, body }: Answer): void => {
  if (response.destroyed) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
};

/** Serves the upstream simulators, with the faults that are on. Returns false for a path that is not theirs. */
export const createUpstreamHandler = (options: {
  apis: {
    readonly across: AcrossApi;
    readonly coingecko: CoinGeckoApi;
    readonly defillama: DefiLlamaApi;
    readonly incidents: IncidentsApi;
  };
  faults: FaultBoard;
  seed: () => string;
}) => {
  const { apis, faults, seed } = options;
  let requests = 0;
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const provider = PROVIDERS.find((name) => url.pathname.startsWith(`${BASES[name]}/`));
    if (provider === undefined) return false;
    if (faults.of(provider, 'hang').length > 0) return true;
    requests += 1;
    const lag = LATENCY_MS.least + (LATENCY_MS.most - LATENCY_MS.least) * uniform(`${seed()}/latency/${requests}`) ** 2;
    await sleep(lag + (faults.of(provider, 'slow')[0]?.ms ?? 0));
    const answer =
      request.method === 'GET'
        ? await apis[provider](url.pathname.slice(BASES[provider].length), url.searchParams)
        : json({ error: 'method not allowed' }, 405);
    writeAnswer(response, faults.of(provider).reduce(spoil, answer));
    return true;
  };
};
