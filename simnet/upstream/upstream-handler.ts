import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpstreamApi } from '../bridges/_kit/upstream.ts';
import type { FaultBoard } from '../control/fault-board.ts';
import { readBody } from '../read-body.ts';
import { uniform } from '../world/noise.ts';
import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import { spoil } from './spoil.ts';

/** An API that is simulated: where it answers, and whose faults it has. */
export interface SimulatedApi {
  /** A bridge's id, or another provider of the fault catalog. */
  readonly provider: string;
  /** Path without a slash at its end. */
  readonly base: string;
  readonly api: UpstreamApi;
}

/** A distant API takes tens of milliseconds: between these, differently for each request. */
const LATENCY_MS = { least: 12, most: 70 } as const;

export const writeAnswer = (response: ServerResponse, { status, headers, body }: Answer): void => {
  if (response.destroyed) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
};

/** Serves the upstream simulators, with the faults that are on. Returns false for a path that is not theirs. */
export const createUpstreamHandler = (options: { apis: readonly SimulatedApi[]; faults: FaultBoard; seed: () => string }) => {
  const { apis, faults, seed } = options;
  let requests = 0;
  const hangs = (provider: string): boolean => faults.of(provider, 'hang').length > 0;

  /** Who still waits when the fault is taken off is answered then: no silence outlives its fault. */
  const untilLetGo = async (provider: string, response: ServerResponse): Promise<void> => {
    const closed = once(response, 'close');
    while (hangs(provider) && !response.destroyed) await Promise.race([faults.changed(), closed]);
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
    const simulated = apis.find(({ base }) => url.pathname.startsWith(`${base}/`));
    if (simulated === undefined) return false;
    const { provider, base, api } = simulated;
    if (hangs(provider)) await untilLetGo(provider, response);
    if (response.destroyed) return true;
    requests += 1;
    const lag = LATENCY_MS.least + (LATENCY_MS.most - LATENCY_MS.least) * uniform(`${seed()}/latency/${requests}`) ** 2;
    await sleep(lag + (faults.of(provider, 'slow')[0]?.ms ?? 0));
    const body = await readBody(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const answer = body.ok
      ? await api({
          method: request.method ?? 'GET',
          path: url.pathname.slice(base.length),
          query: url.searchParams,
          headers,
          body: body.value,
        })
      : json({ error: body.why }, 400);
    writeAnswer(response, faults.of(provider).reduce(spoil, answer));
    return true;
  };
};
