import type { BridgeManifest } from '#bridges/_kit/port.ts';
import { FAILURE_CODES, type FailureCode, type QuoteEvent } from '#core/domain/quote.ts';
import type { Provider } from './provider.ts';

/** What GET /bridges serves of a bridge, besides what health adds. */
export interface BridgeEntry {
  readonly id: string;
  readonly name: string;
  /** `unknown` until it was asked, `up` while it answers, `rate-limited` while we leave it alone, else `down`. */
  readonly status: 'unknown' | 'up' | 'rate-limited' | 'down';
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
  manifests: readonly BridgeManifest[],
  provider: (bridge: string) => Provider | undefined,
): BridgeBoard => {
  const seen = new Map<string, Seen>(
    manifests.map(({ id }) => [id, { answerAtMs: null, failureAtMs: null, failureCode: null, reached: null, corridors: null }]),
  );

  const statusOf = (id: string, { reached }: Seen, nowMs: number): BridgeEntry['status'] => {
    if ((provider(id)?.pausedUntilMs ?? 0) > nowMs) return 'rate-limited';
    if (reached === null) return 'unknown';
    return reached ? 'up' : 'down';
  };

  return {
    record: ({ bridge, observedAtMs, askedAtMs, outcome }) => {
      const entry = seen.get(bridge);
      if (entry === undefined) return;
      if (outcome.kind === 'answer') {
        entry.answerAtMs = observedAtMs;
        entry.reached = true;
        return;
      }
      entry.failureAtMs = observedAtMs;
      entry.failureCode = outcome.failure.code;
      // An unsupported corridor is answered here, without asking anybody.
      const asked = !(outcome.failure.code === 'UNSUPPORTED_ROUTE' && askedAtMs === observedAtMs);
      if (asked) entry.reached = FAILURE_CODES[outcome.failure.code].definitive;
    },
    corridors: (bridge, count) => {
      const entry = seen.get(bridge);
      if (entry !== undefined) entry.corridors = count;
    },
    entries: (nowMs) =>
      manifests.flatMap((manifest) => {
        const entry = seen.get(manifest.id);
        if (entry === undefined) return [];
        const { id, name, chains, trust, docs, budget } = manifest;
        const pausedUntilMs = provider(id)?.pausedUntilMs ?? 0;
        return [
          {
            id,
            name,
            status: statusOf(id, entry, nowMs),
            chains,
            trust,
            docs,
            budget,
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
