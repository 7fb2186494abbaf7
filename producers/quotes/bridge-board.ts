import { FAILURE_CODES, type FailureCode, type QuoteEvent } from '#core/domain/quote.ts';
import { wasAsked } from '#core/health/quote-look.ts';
import type { BridgeInUse } from './bridges-in-use.ts';
import type { Pace } from './planner.ts';
import type { Provider } from './provider.ts';

/** What GET /bridges serves of a bridge, besides what health adds. */
export interface BridgeEntry {
  readonly id: string;
  readonly name: string;
  /** `off` without a key that its vendor demands, `unknown` until it was asked, `up` while it answers, `rate-limited` while we leave it alone, else `down`. */
  readonly status: 'off' | 'unknown' | 'up' | 'rate-limited' | 'down';
  readonly [field: string]: unknown;
}

export interface BridgeBoard {
  record(event: QuoteEvent): void;
  corridors(bridge: string, count: number): void;
  entries(nowMs: number): readonly BridgeEntry[];
}

interface Seen {
  answerAtMs: number | null;
  failureAtMs: number | null;
  failureCode: FailureCode | null;
  /** The last outcome that says whether the bridge can be reached: a refusal of an amount says that it can. */
  reached: boolean | null;
  corridors: number | null;
}

const timestamp = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const createBridgeBoard = (
  bridges: readonly Pick<BridgeInUse, 'manifest' | 'budget' | 'hasKey' | 'off'>[],
  asking: { provider(bridge: string): Provider | undefined; pace(bridge: string, nowMs: number): Pace },
): BridgeBoard => {
  const manifests = bridges.map(({ manifest }) => manifest);
  const { provider } = asking;
  const seen = new Map<string, Seen>(
    manifests.map(({ id }) => [id, { answerAtMs: null, failureAtMs: null, failureCode: null, reached: null, corridors: null }]),
  );

  const statusOf = (id: string, { reached }: Seen, nowMs: number): BridgeEntry['status'] => {
    if (bridges.some(({ manifest, off }) => manifest.id === id && off !== undefined)) return 'off';
    if ((provider(id)?.pausedUntilMs ?? 0) > nowMs) return 'rate-limited';
    if (reached === null) return 'unknown';
    return reached ? 'up' : 'down';
  };

  return {
    record: (event) => {
      const { bridge, observedAtMs, outcome } = event;
      const entry = seen.get(bridge);
      if (entry === undefined) return;
      if (outcome.kind === 'answer') {
        entry.answerAtMs = observedAtMs;
        entry.reached = true;
        return;
      }
      entry.failureAtMs = observedAtMs;
      entry.failureCode = outcome.failure.code;
      if (wasAsked(event)) entry.reached = FAILURE_CODES[outcome.failure.code].definitive;
    },
    corridors: (bridge, count) => {
      const entry = seen.get(bridge);
      if (entry !== undefined) entry.corridors = count;
    },
    entries: (nowMs) =>
      bridges.flatMap(({ manifest, budget, hasKey, off }) => {
        const entry = seen.get(manifest.id);
        if (entry === undefined) return [];
        const { id, name, chains, trust, docs, meta, apiKey } = manifest;
        const pausedUntilMs = provider(id)?.pausedUntilMs ?? 0;
        return [
          {
            id,
            name,
            status: statusOf(id, entry, nowMs),
            chains,
            trust,
            docs,
            ...(meta ? { meta } : {}),
            ...(off === undefined ? {} : { off }),
            apiKey: apiKey === undefined ? null : { variable: apiKey.variable, required: apiKey.required, set: hasKey },
            budget,
            budgetLeft: leftOf(provider(id), nowMs),
            polling: asking.pace(id, nowMs),
            corridors: entry.corridors,
            lastAnswerAt: timestamp(entry.answerAtMs),
            lastFailureAt: timestamp(entry.failureAtMs),
            lastFailureCode: entry.failureCode,
            pausedUntil: timestamp(pausedUntilMs > nowMs ? pausedUntilMs : null),
          },
        ];
      }),
  };
};

/** What may be asked now of the producer's share: tokens, places for open questions, and the quota. */
const leftOf = (provider: Provider | undefined, nowMs: number) => {
  if (provider === undefined) return null;
  const { perSecond, burst, concurrency } = provider.budget;
  const quota = provider.quota(nowMs);
  return {
    tokens: Math.floor(provider.tokens(nowMs)),
    open: provider.inFlight,
    of: { perSecond, burst, concurrency },
    quota:
      quota === undefined
        ? null
        : { questions: quota.questions, perMs: quota.perMs, left: quota.left, resetsAt: timestamp(quota.resetsAtMs) },
  };
};
