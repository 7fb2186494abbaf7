import { setTimeout as sleep } from 'node:timers/promises';
import type { QuoteEvent } from '#core/domain/quote.ts';
import { type ClockSetting, timeOf } from '#platform/clock.ts';
import { lagLimitMs } from './lag-limit-ms.ts';
import type { ReplayRanker } from './ranker.ts';
import type { Global, Recorded, Stretch } from './recorded.ts';

/** How often what is due goes out. */
const TICK_MS = 10;
const REPORT_MS = 2_000;

export interface FeedProgress {
  readonly atMs: number;
  readonly quotes: number;
  /** How many times as fast as it was, so far. */
  readonly speed: number;
}

/**
 * Feeds recorded quotes and what else the ranker knew, each when its time has come on a clock that goes `speed` times as fast as time. The
 * clock is given a little time at once, and more when the books have what was due by then: a ranker that is slower makes it stand still,
 * however late it hears of that. Resolves with the number of quotes when the books have all of them and the clock stands at the end.
 */
export const feed = async (options: {
  recorded: Pick<Recorded, 'quotes'>;
  stretches: readonly Stretch[];
  globals: readonly Global[];
  ranker: Pick<ReplayRanker, 'setClock' | 'written'>;
  sendQuotes: (events: readonly QuoteEvent[]) => Promise<void>;
  sendGlobals: (globals: readonly Global[]) => Promise<void>;
  fromMs: number;
  toMs: number;
  speed: number;
  signal: AbortSignal;
  onProgress: (progress: FeedProgress) => void;
}): Promise<number> => {
  const { recorded, stretches, globals, ranker, sendQuotes, sendGlobals, fromMs, toMs, speed, signal, onProgress } = options;
  const limitMs = lagLimitMs(speed);
  let setting: ClockSetting = { atMs: fromMs, wallMs: Date.now(), speed, untilMs: fromMs };
  const now = () => timeOf(setting, Date.now());
  const giveTime = (writtenUpToMs: number) => {
    const untilMs = Math.max(Math.min(writtenUpToMs + limitMs, toMs), setting.untilMs);
    setting = { atMs: now(), wallMs: Date.now(), speed, untilMs };
    ranker.setClock(setting);
  };
  const begunAt = Date.now();
  let sent = 0;
  let nextGlobal = 0;
  let lookedUpToMs = fromMs;
  let failure: unknown;
  let reportedAt = begunAt;

  /** Has the clock go on once the books have what was due up to then, all of which has been sent. */
  const look = (sentUpToMs: number): void => {
    // One look is on its way while the next begins, so that a slow one costs the clock no more than its own time.
    if (sentUpToMs - lookedUpToMs < limitMs / 2) return;
    lookedUpToMs = sentUpToMs;
    const looked = ranker.written().then(() => giveTime(sentUpToMs));
    looked.catch((error: unknown) => {
      failure = error;
    });
  };

  const tick = async (atMs: number, due: readonly QuoteEvent[]): Promise<void> => {
    signal.throwIfAborted();
    if (failure !== undefined) throw failure;
    const from = nextGlobal;
    while ((globals[nextGlobal]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) nextGlobal += 1;
    if (nextGlobal > from) await sendGlobals(globals.slice(from, nextGlobal));
    if (due.length > 0) await sendQuotes(due);
    sent += due.length;
    look(atMs);
    if (Date.now() - reportedAt < REPORT_MS) return;
    reportedAt = Date.now();
    onProgress({ atMs: now(), quotes: sent, speed: (now() - fromMs) / (reportedAt - begunAt) });
  };

  giveTime(fromMs);
  let coming = stretches[0] && recorded.quotes(stretches[0].fromMs, stretches[0].toMs);
  for (const [index, stretch] of stretches.entries()) {
    const events = (await coming) ?? [];
    const next = stretches[index + 1];
    // Read while this one is fed. What goes wrong with it is heard of when it is its turn.
    coming = next && recorded.quotes(next.fromMs, next.toMs);
    coming?.catch(() => undefined);
    for (let first = 0; first < events.length || now() < stretch.toMs; ) {
      // What is due beyond this stretch is in the next.
      const atMs = Math.min(now(), stretch.toMs);
      let end = first;
      while ((events[end]?.observedAtMs ?? Number.POSITIVE_INFINITY) <= atMs) end += 1;
      await tick(atMs, events.slice(first, end));
      first = end;
      await sleep(TICK_MS);
    }
  }
  await ranker.written();
  return sent;
};
