import { isLong } from '#bridges/_kit/budget-shares.ts';
import { splitBookKey } from '#core/domain/corridor.ts';
import { jittered } from './jitter.ts';
import { basePauseMs, CALM_DEMAND_MS, demandPauseMs, isSame } from './pace.ts';
import { type Budget, createProvider, type Provider } from './provider.ts';
import type { Slice } from './quota-window.ts';

/** One question for one bridge. */
export interface Question {
  readonly bridge: string;
  /** `corridor@amountIn`. */
  readonly book: string;
  readonly corridor: string;
  readonly amountIn: bigint;
}

export interface Plan {
  /** To be asked now: spent from the budget and counted as open until `settle`. */
  readonly ask: readonly Question[];
  /** Somebody looks, and the bridge does not serve the corridor: to be answered without asking. */
  readonly unsupported: readonly Question[];
  /** When to plan again, unless something happens before. */
  readonly wakeAtMs: number;
}

export interface Planner {
  /** The books that are always sampled; replaces the earlier ones. */
  setBase(books: Iterable<string>): void;
  /** Somebody looks at a book until the given time. False when there are too many to take another one. */
  want(book: string, lapsesAtMs: number): boolean;
  /** What a bridge serves; until it is said, everything is asked. */
  setCorridors(bridge: string, corridors: ReadonlySet<string>): void;
  plan(nowMs: number): Plan;
  /**
   * A question is answered. `pauseMs`: the provider wants to be left alone that long. `amountOut`: what it answered; the interval follows from
   * whether that changes.
   */
  settle(question: Question, nowMs: number, pauseMs: number | null, amountOut?: bigint): void;
  provider(bridge: string): Provider | undefined;
  /** How long the books of a bridge wait between two questions now, in the mean: those that are looked at, and the others. Null where there are none. */
  pace(bridge: string, nowMs: number): Pace;
  readonly demanded: number;
}

export interface Pace {
  readonly demandMs: number | null;
  readonly baseMs: number | null;
}

export interface PlannerOptions {
  /** `spent` is what an earlier process had asked of the bridge's quota. */
  readonly bridges: readonly { readonly id: string; readonly budget: Budget; readonly spent?: readonly Slice[] }[];
  readonly intervalMs: number;
  readonly demandIntervalMs: number;
  readonly nowMs: number;
}

/**
 * Books demanded at once. A provider's budget serves some hundred within an interval: far beyond it nobody would get a fresh
 * answer, and every plan looks at each of them.
 */
export const DEMAND_BOOKS_MAX = 2_000;
/** How often a book that is looked at hears again that a bridge does not serve it: once within a quote's longest life. */
const UNSUPPORTED_REPEAT_MS = 30_000;
/** With nothing to do, look again after this. */
const IDLE_MS = 1_000;

interface Entry extends Question {
  readonly id: string;
  /** When it is due while it is a base book alone, and while somebody looks. Set as it is asked: a plan looks at every entry. */
  baseDueMs: number;
  wantedDueMs: number;
  unsupportedAtMs: number | null;
  askedAtMs: number | null;
  lastOut: bigint | null;
  /** Answers in a row that were alike. */
  calm: number;
}

const newEntry = (question: Question, dueMs: number): Entry => ({
  ...question,
  id: `${question.bridge}|${question.book}`,
  baseDueMs: dueMs,
  wantedDueMs: dueMs,
  unsupportedAtMs: null,
  askedAtMs: null,
  lastOut: null,
  calm: 0,
});

const learn = (entry: Entry, amountOut: bigint) => {
  entry.calm = entry.lastOut !== null && isSame(entry.lastOut, amountOut) ? entry.calm + 1 : 0;
  entry.lastOut = amountOut;
};

/**
 * Decides what is asked when. Has no clock, no randomness and no I/O: time is an argument, so that a plan can be
 * replayed. One question is open at most once for a bridge, a corridor and an amount, however many look. Demand goes before base,
 * and within each what has waited longest. Books whose answers change are asked more often (`pace.ts`), and of a bridge with a quota over hours those
 * alone that somebody looks at.
 */
export const createPlanner = (options: PlannerOptions): Planner => {
  const { bridges, nowMs: startedAtMs } = options;
  const providers = new Map(bridges.map(({ id, budget, spent }) => [id, createProvider(budget, startedAtMs, spent)]));
  const served = new Map<string, ReadonlySet<string>>();
  const entries = new Map<string, Entry>();
  const open = new Set<string>();
  const lapses = new Map<string, number>();
  let base: ReadonlySet<string> = new Set();

  const add = (book: string) => {
    const { corridor, amountIn } = splitBookKey(book);
    for (const { id: bridge } of bridges) {
      const id = `${bridge}|${book}`;
      if (!entries.has(id)) entries.set(id, newEntry({ bridge, book, corridor, amountIn }, startedAtMs));
    }
  };

  /** What is left of a quota that has to be spent with care; one of minutes only bounds the rate. */
  const scarce = (bridge: string, nowMs: number) => {
    const provider = providers.get(bridge);
    return isLong(provider?.budget.quota) ? provider?.quota(nowMs) : undefined;
  };

  const markAsked = (entry: Entry, nowMs: number) => {
    const seed = `${entry.id}|${nowMs}`;
    const quota = scarce(entry.bridge, nowMs);
    const basePause = basePauseMs(options, entry.calm, quota);
    entry.baseDueMs = basePause === null ? Number.POSITIVE_INFINITY : nowMs + jittered(basePause, seed);
    entry.wantedDueMs = nowMs + jittered(demandPauseMs(options, entry.calm, quota, { books: lapses.size }), seed);
    entry.askedAtMs = nowMs;
    open.add(entry.id);
  };

  /** Who begins to look does not wait for what was put off while nobody did. */
  const hurry = (book: string) => {
    for (const { id } of bridges) {
      const entry = entries.get(`${id}|${book}`);
      if (entry?.askedAtMs != null) entry.wantedDueMs = Math.min(entry.wantedDueMs, entry.askedAtMs + CALM_DEMAND_MS);
    }
  };

  const isServed = ({ bridge, corridor }: Entry): boolean => served.get(bridge)?.has(corridor) ?? true;

  /** Entries that nobody wants any more are forgotten; the others say when they are next due. */
  const sift = (nowMs: number) => {
    const due: { entry: Entry; wanted: boolean; atMs: number }[] = [];
    const unsupported: Entry[] = [];
    const freeAtMs = new Map(bridges.map(({ id }) => [id, providers.get(id)?.freeAtMs(nowMs) ?? Number.POSITIVE_INFINITY]));
    const mayAsk = (bridge: string) => (freeAtMs.get(bridge) ?? 0) <= nowMs;
    let wakeAtMs = Math.min(nowMs + IDLE_MS, ...[...freeAtMs.values()].filter((atMs) => atMs > nowMs));
    for (const [book, lapsesAtMs] of lapses) if (lapsesAtMs <= nowMs) lapses.delete(book);
    for (const entry of entries.values()) {
      const wanted = lapses.has(entry.book);
      if (!wanted && !base.has(entry.book)) {
        entries.delete(entry.id);
      } else if (!isServed(entry)) {
        const atMs = (entry.unsupportedAtMs ?? Number.NEGATIVE_INFINITY) + UNSUPPORTED_REPEAT_MS;
        if (wanted && atMs <= nowMs) unsupported.push(entry);
      } else if (!open.has(entry.id)) {
        if (!wanted && isLong(providers.get(entry.bridge)?.budget.quota)) continue;
        const atMs = wanted ? entry.wantedDueMs : entry.baseDueMs;
        if (atMs > nowMs) wakeAtMs = Math.min(wakeAtMs, atMs);
        // What a provider cannot be asked now need not be put in order now.
        else if (mayAsk(entry.bridge)) due.push({ entry, wanted, atMs });
      }
    }
    due.sort((a, b) => Number(b.wanted) - Number(a.wanted) || a.atMs - b.atMs || (a.entry.id < b.entry.id ? -1 : 1));
    return { due, unsupported, wakeAtMs };
  };

  return {
    setBase: (books) => {
      base = new Set(books);
      for (const book of base) add(book);
    },
    want: (book, lapsesAtMs) => {
      if (!lapses.has(book) && lapses.size >= DEMAND_BOOKS_MAX) return false;
      const isNew = !lapses.has(book);
      lapses.set(book, Math.max(lapsesAtMs, lapses.get(book) ?? 0));
      add(book);
      if (isNew) hurry(book);
      return true;
    },
    setCorridors: (bridge, corridors) => {
      served.set(bridge, corridors);
    },
    plan: (nowMs) => {
      const { due, unsupported, wakeAtMs: idleUntilMs } = sift(nowMs);
      let wakeAtMs = idleUntilMs;
      const ask: Entry[] = [];
      for (const { entry } of due) {
        const provider = providers.get(entry.bridge);
        if (provider?.spend(nowMs) === true) {
          markAsked(entry, nowMs);
          ask.push(entry);
        } else {
          wakeAtMs = Math.min(wakeAtMs, provider?.freeAtMs(nowMs) ?? wakeAtMs);
        }
      }
      for (const entry of unsupported) entry.unsupportedAtMs = nowMs;
      return { ask: ask.map(questionOf), unsupported: unsupported.map(questionOf), wakeAtMs: Math.max(wakeAtMs, nowMs + 1) };
    },
    settle: (question, nowMs, pauseMs, amountOut) => {
      const id = `${question.bridge}|${question.book}`;
      if (!open.delete(id)) return;
      const entry = entries.get(id);
      if (entry !== undefined && amountOut !== undefined) learn(entry, amountOut);
      const provider = providers.get(question.bridge);
      provider?.release();
      if (pauseMs !== null) provider?.pause(nowMs + pauseMs);
    },
    provider: (bridge) => providers.get(bridge),
    pace: (bridge, nowMs) => {
      const quota = scarce(bridge, nowMs);
      const own = [...entries.values()].filter((entry) => entry.bridge === bridge && isServed(entry));
      const [wanted, base] = [own.filter(({ book }) => lapses.has(book)), own.filter(({ book }) => !lapses.has(book))];
      return {
        demandMs: meanOf(wanted.map(({ calm }) => demandPauseMs(options, calm, quota, { books: lapses.size }))),
        baseMs: meanOf(base.map(({ calm }) => basePauseMs(options, calm, quota) ?? Number.NaN)),
      };
    },
    get demanded() {
      return lapses.size;
    },
  };
};

const meanOf = (values: readonly number[]): number | null => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Number.isFinite(mean) ? Math.round(mean) : null;
};

const questionOf = ({ bridge, book, corridor, amountIn }: Entry): Question => ({ bridge, book, corridor, amountIn });
