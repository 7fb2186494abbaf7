import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBoard } from '../control/fault-board.ts';
import { uniform } from '../world/noise.ts';
import type { AcrossApi } from './across-api.ts';
import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import type { CoinGeckoApi } from './coingecko-api.ts';
import { spoil } from './spoil.ts';

const ACROSS = '/across/api';
const COINGECKO = '/coingecko/api/v3';
/** A distant API takes tens of milliseconds: between these, differently for each request. */
const LATENCY_MS = { least: 12, most: 70 } as const;

export const writeAnswer = (response: ServerResponse, { status, headers, body }: Answer): void => {
  if (response.destroyed) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
};

/** Serves the upstream simulators, with the faults that are on. Returns false for a path that is not theirs. */
export const createUpstreamHandler = (options: { across: AcrossApi; coinGecko: CoinGeckoApi; faults: FaultBoard; seed: () => string }) => {
  const { across, coinGecko, faults, seed } = options;
  let requests = 0;
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const provider = url.pathname.startsWith(`${ACROSS}/`) ? 'across' : url.pathname.startsWith(`${COINGECKO}/`) ? 'coingecko' : undefined;
    if (provider === undefined) return false;
    if (faults.of(provider, 'hang').length > 0) return true;
    requests += 1;
    const lag = LATENCY_MS.least + (LATENCY_MS.most - LATENCY_MS.least) * uniform(`${seed()}/latency/${requests}`) ** 2;
    await sleep(lag + (faults.of(provider, 'slow')[0]?.ms ?? 0));
    const answer =
      request.method !== 'GET'
        ? json({ error: 'method not allowed' }, 405)
        : provider === 'across'
          ? await across(url.pathname.slice(ACROSS.length), url.searchParams)
          : coinGecko(url.pathname.slice(COINGECKO.length), url.searchParams);
    writeAnswer(response, faults.of(provider).reduce(spoil, answer));
    return true;
  };
};
