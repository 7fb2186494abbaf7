import { REPOSITORY } from './data-dir.ts';
import { httpAnswers, httpReady } from './probe.ts';
import type { ProcessSpec } from './process-spec.ts';

/** A service of Routebook's own: a process of its own whose command line names its file. */
export interface Service {
  readonly name: string;
  readonly file: string;
}

/** In order of start. The API comes last: it is ready when all the others are. */
export const SERVICES: readonly Service[] = [
  { name: 'market', file: 'producers/market/main.ts' },
  { name: 'quotes', file: 'producers/quotes/main.ts' },
  { name: 'chain-events', file: 'producers/chain-events/main.ts' },
  { name: 'signals', file: 'producers/signals/main.ts' },
  { name: 'ranking', file: 'processors/ranking/main.ts' },
  { name: 'transfers', file: 'processors/transfers/main.ts' },
  { name: 'history', file: 'processors/history/main.ts' },
  { name: 'health', file: 'processors/health/main.ts' },
  { name: 'alerts', file: 'processors/alerts/main.ts' },
  { name: 'api', file: 'api/main.ts' },
];

/** kafkajs waits negative times under load, which Node 24 reports; both warnings are known and say nothing to an operator. */
export const NODE_FLAGS = [
  '--disable-warning=TimeoutNegativeWarning',
  '--disable-warning=ExperimentalWarning',
  // MiB of a young generation's half: books are made and dropped by the thousand, and with V8's 16 they are copied before they die.
  '--max-semi-space-size=32',
  // V8 would watch what outlives the first hundreds of quotes, which all books still hold, and from then on make every quote's objects
  // in the old generation: a ranking then takes twice as long.
  '--no-allocation-site-pretenuring',
];

/** What to run for a service. `port` is the API's own port, or the admin port of any other. */
export const serviceSpec = (
  service: Service,
  options: { port: number; env: Readonly<Record<string, string | undefined>>; alone: boolean },
): ProcessSpec => {
  const isApi = service.name === 'api';
  const url = `http://127.0.0.1:${options.port}`;
  // Without the other services one may never be ready, for want of prices or quotes; that it answers is all one can ask.
  const probe = options.alone ? httpAnswers : httpReady;
  return {
    name: service.name,
    file: process.execPath,
    args: [...NODE_FLAGS, service.file],
    cwd: REPOSITORY,
    env: { ...options.env, [isApi ? 'PORT' : 'ADMIN_PORT']: String(options.port) },
    address: isApi ? `${url}/` : `${url}/metrics`,
    ready: () => probe(`${url}/health/ready`),
    startDeadlineMs: 180_000,
    stopDeadlineMs: 12_000,
  };
};
