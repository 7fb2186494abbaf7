import { setTimeout as sleep } from 'node:timers/promises';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { type ClockSetting, timeOf } from '#platform/clock.ts';
import type { ReplayRanker } from './ranker.ts';
import type { Global, Recorded, Stretch } from './recorded.ts';

/** How often what is due goes out. */
const TICK_MS = 10;
/** How often the ranker is asked how far it is. */
const LOOK_MS = 200;
/** The clock stands still once the ranker is so far behind, by the machine's clock. */
const BEHIND_MS_MAX = 1_000;
const REPORT_MS = 2_000;

export interface FeedProgress {
  readonly atMs: number;
  readonly quotes: number;
  /** How many times as fast as it was, so far. */
  readonly speed: number;
}

export interface FeedOutcome {
  readonly quotes: number;
  /** Of history, how late a quote was at most: sent after its time, or waiting for the ranker. */
  readonly behindMs: number;
}

/** What was sent and when, so that it can be told how far behind the ranker is. */
interface Mark {
  readonly sent: number;
  readonly wallMs: number;
  /** The time of the oldest of these quotes. */
  readonly dueMs: number;
}

/**
 * Feeds recorded quotes and what else the ranker knew, each when its time has come on a clock that goes `speed` times as fast as time, and
 * stands still while the ranker is behind. Resolves when the ranker has taken all of it and the clock stands at the end.
 */
export const feed = async (options: {
  recorded: Pick<Recorded, 'quotes'>;
  stretches: readonly Stretch[];
  globals: readonly Global[];
  ranker: ReplayRanker;
  sendQuotes: (events: readonly QuoteEvent[]) => Promise<void>;
  sendGlobals: (globals: readonly Global[]) => Promise<void>;
  fromMs: number;
  toMs: number;
  speed: number;
  signal: AbortSignal;
  onProgress: (progress: FeedProgress) => void;
}): Promise<FeedOutcome> => {
  const { recorded, stretches, globals, ranker, sendQuotes, sendGlobals, fromMs, toMs, speed, signal, onProgress } = options;
  let setting: ClockSetting = { atMs: fromMs, wallMs: Date.now(), speed };
  const now = () => Math.min(timeOf(setting, Date.now()), toMs);
  const setClock = (next: ClockSetting) => {
    setting = next;
    ranker.setClock(next);
  };
  const begunAt = Date.now();
  let sent = 0;
  let marks: Mark[] = [];
  let behindMs = 0;
  let nextGlobal = 0;
  let lookedAt = 0;
  let reportedAt = begunAt;

  /** Takes note of a quote that the ranker does not have yet. */
  const late = (dueMs: number): void => {
    behindMs = Math.max(behindMs, now() - dueMs);
  };

  /** Keeps the clock with the ranker. */
  const look = async (): Promise<void> => {
    if (Date.now() - lookedAt < LOOK_MS) return;
    lookedAt = Date.now();
    let taken = await ranker.taken();
    marks = marks.filter((mark) => mark.sent > taken);
    const oldest = marks[0];
    const behind = oldest === undefined ? 0 : Date.now() - oldest.wallMs;
    if (oldest !== undefined) late(oldest.dueMs);
    if (behind <= BEHIND_MS_MAX) return;
    setClock({ atMs: now(), wallMs: Date.now(), speed: 0 });
    while (taken < sent) {
      signal.throwIfAborted();
      await sleep(TICK_MS);
      taken = await ranker.taken();
    }
    marks = [];
    setClock({ atMs: setting.atMs, wallMs: Date.now(), speed });
  };

  const tick = async (due: readonly QuoteEvent[]): Promise<void> => {
    signal.throwIfAborted();
    const from = nextGlobal;
    while ((globals[nextGlobal]?.atMs ?? Number.POSITIVE_INFINITY) <= now()) nextGlobal += 1;
    if (nextGlobal > from) await sendGlobals(globals.slice(from, nextGlobal));
    const [oldest] = due;
    if (oldest !== undefined) {
      late(oldest.observedAtMs);
      sent += due.length;
      marks.push({ sent, wallMs: Date.now(), dueMs: oldest.observedAtMs });
      await sendQuotes(due);
    }
    await look();
    if (Date.now() - reportedAt < REPORT_MS) return;
    reportedAt = Date.now();
    onProgress({ atMs: now(), quotes: sent, speed: (now() - fromMs) / (reportedAt - begunAt) });
  };

  setClock(setting);
  let coming = stretches[0] && recorded.quotes(stretches[0].fromMs, stretches[0].toMs);
  for (const [index, stretch] of stretches.entries()) {
    const events = (await coming) ?? [];
    const next = stretches[index + 1];
    // Read while this one is fed. What goes wrong with it is heard of when it is its turn.
    coming = next && recorded.quotes(next.fromMs, next.toMs);
    coming?.catch(() => undefined);
    for (let first = 0; first < events.length || now() < stretch.toMs; ) {
      let end = first;
      while ((events[end]?.observedAtMs ?? Number.POSITIVE_INFINITY) <= now()) end += 1;
      await tick(events.slice(first, end));
      first = end;
      await sleep(TICK_MS);
    }
  }
  setClock({ atMs: toMs, wallMs: Date.now(), speed: 0 });
  while ((await ranker.taken()) < sent) {
    signal.throwIfAborted();
    await sleep(TICK_MS);
  }
  return { quotes: sent, behindMs };
};
