import type { AlertFacts } from './facts.ts';

/** critical: money or the whole service is at stake, wake somebody. high: part of it. medium: look today. info: good to know. */
export const SEVERITIES = ['critical', 'high', 'medium', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Something that is wrong. The subject tells two troubles of one rule apart: a bridge, an engine, a topic. */
export interface Finding {
  readonly subject: string;
  /** One sentence, as it is sent. */
  readonly summary: string;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** Must be wrong for this long before anybody is told: what mends itself sooner is nobody's business. */
  readonly holdMs: number;
  /** What is wrong now. Undefined when that cannot be told. */
  readonly find: (facts: AlertFacts) => readonly Finding[] | undefined;
}

/** An answer that takes longer is slow. */
export const API_SLOW_MS = 1_000;
/** With fewer requests a minute a share says nothing. */
export const REQUESTS_MIN = 20;
/** Shares of answers beyond which something is wrong. */
export const API_ERRORS_MAX = 0.05;
export const API_SLOW_MAX = 0.05;
/** A bridge that succeeds less often, over at least so many questions an hour, is in trouble. */
export const SUCCESS_MIN = 0.9;
export const ASKED_MIN = 20;
/** Some ten seconds of a busy topic. */
export const LAG_MAX = 10_000;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const counts = (map: ReadonlyMap<string, number> | undefined, above: number, say: (name: string, count: number) => string) =>
  map && [...map].flatMap(([name, count]) => (count > above ? [{ subject: name, summary: say(name, count) }] : []));

/** What is worth telling somebody, most severe first. */
export const RULES: readonly Rule[] = [
  {
    id: 'engine-lost',
    severity: 'critical',
    holdMs: 10_000,
    find: ({ engines }) => engines.flatMap(({ engine, up }) => (up ? [] : [{ subject: engine, summary: `${engine} does not answer` }])),
  },
  {
    id: 'all-bridges-down',
    severity: 'critical',
    holdMs: 0,
    find: ({ bridges }) =>
      bridges &&
      (bridges.length > 0 && bridges.every(({ breaker }) => breaker === 'open')
        ? [{ subject: 'bridges', summary: `all ${bridges.length} bridges are out of every book` }]
        : []),
  },
  {
    id: 'chain-silent',
    severity: 'high',
    holdMs: 0,
    find: ({ silentChains }) => silentChains?.map((chain) => ({ subject: chain, summary: `no node of ${chain} answers` })),
  },
  {
    id: 'bridge-down',
    severity: 'high',
    holdMs: 0,
    find: ({ bridges }) =>
      bridges?.flatMap(({ bridge, breaker, reason }) =>
        breaker === 'open' ? [{ subject: bridge, summary: `${bridge} is out of every book: ${reason}` }] : [],
      ),
  },
  {
    id: 'tvl-drop',
    severity: 'high',
    holdMs: 0,
    find: ({ bridges }) =>
      bridges?.flatMap(({ bridge, tvlFell }) =>
        tvlFell ? [{ subject: bridge, summary: `what is locked in ${bridge} fell sharply` }] : [],
      ),
  },
  {
    id: 'service-unready',
    severity: 'high',
    holdMs: 30_000,
    find: ({ unreadyServices }) =>
      unreadyServices?.map(({ service, missing }) => ({ subject: service, summary: `${service} is not ready: ${missing.join(', ')}` })),
  },
  {
    id: 'transfers-stuck',
    severity: 'high',
    holdMs: 0,
    find: ({ stuckTransfers }) =>
      stuckTransfers === undefined
        ? undefined
        : stuckTransfers > 0
          ? [{ subject: 'transfers', summary: `transfers under way for longer than their corridor's p99 and an hour: ${stuckTransfers}` }]
          : [],
  },
  {
    id: 'api-errors',
    severity: 'high',
    holdMs: 30_000,
    find: ({ api }) =>
      api &&
      (api.requests >= REQUESTS_MIN && api.errors / api.requests > API_ERRORS_MAX
        ? [{ subject: 'api', summary: `${percent(api.errors, api.requests)} of the API's answers of the last minute are errors` }]
        : []),
  },
  {
    id: 'api-slow',
    severity: 'medium',
    holdMs: 30_000,
    find: ({ api }) =>
      api &&
      (api.requests >= REQUESTS_MIN && api.slow / api.requests > API_SLOW_MAX
        ? [
            {
              subject: 'api',
              summary: `${percent(api.slow, api.requests)} of the API's answers of the last minute took over ${API_SLOW_MS} ms`,
            },
          ]
        : []),
  },
  {
    id: 'success-low',
    severity: 'medium',
    holdMs: 60_000,
    find: ({ bridges }) =>
      bridges?.flatMap(({ bridge, success, asked }) =>
        success !== null && asked >= ASKED_MIN && success < SUCCESS_MIN
          ? [{ subject: bridge, summary: `${bridge} answered ${percent(success, 1)} of what it was asked in the last hour` }]
          : [],
      ),
  },
  {
    id: 'dead-letters',
    severity: 'medium',
    holdMs: 0,
    find: ({ deadLetters }) => counts(deadLetters, 0, (topic, count) => `messages of ${topic} that could not be processed: ${count}`),
  },
  {
    id: 'lag',
    severity: 'medium',
    holdMs: 60_000,
    find: ({ lag }) => counts(lag, LAG_MAX, (group, count) => `${group} is ${count} messages behind`),
  },
  {
    id: 'bridge-on-trial',
    severity: 'info',
    holdMs: 0,
    find: ({ bridges }) =>
      bridges?.flatMap(({ bridge, breaker }) =>
        breaker === 'half-open' ? [{ subject: bridge, summary: `${bridge} answers again and is being tried` }] : [],
      ),
  },
];
