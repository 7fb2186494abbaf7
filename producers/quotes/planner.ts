import { isLong } from '#bridges/_kit/budget-shares.ts';
import { splitBookKey } from '#core/domain/corridor.ts';
import { beyondAllSense } from './beyond-all-sense.ts';
import { createForemost } from './foremost.ts';
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
  /** Somebody looks, and the bridge does not serve the corridor, or nobody is asked for so much: to be answered without asking. */
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
/**
 * Who begins to look is put before those whose book has been due for less than this, and no further: whoever brings one new book after
 * another would keep everybody else from being asked for at all.
 */
export const HEAD_START_MS = CALM_DEMAND_MS;
/** How often a book that is looked at hears again that a bridge does not serve it: once within a quote's longest life. */
const UNSUPPORTED_REPEAT_MS = 30_000;
/** With nothing to do, look again after this. */
const IDLE_MS = 1_000;

/** A book, for all its bridges' entries. */
interface Book {
  readonly entries: readonly Entry[];
  /** It is always sampled. */
  base: boolean;
  /** Until when somebody looks; null while nobody does. */
  lapsesAtMs: number | null;
}

/** What a plan looks at lies in the entry itself: it looks at every one of them. */
interface Entry extends Question {
  readonly id: string;
  readonly provider: Provider;
  /** Its bridge has a quota that has to be spent with care. */
  readonly careful: boolean;
  served: boolean;
  open: boolean;
  /** When it is due while it is a base book alone, and while somebody looks. Set as it is asked. */
  baseDueMs: number;
  wantedDueMs: number;
  unsupportedAtMs: number | null;
  askedAtMs: number | null;
  lastOut: bigint | null;
  /** Answers in a row that were alike. */
  calm: number;
}

const idOf = ({ bridge, book }: Question): string => `${bridge}|${book}`;

const newEntry = (of: Question & Pick<Entry, 'provider' | 'served' | 'open'>, nowMs: number): Entry => ({
  ...of,
  id: idOf(of),
  careful: isLong(of.provider.budget.quota),
  baseDueMs: nowMs,
  wantedDueMs: nowMs - HEAD_START_MS,
  unsupportedAtMs: null,
  askedAtMs: null,
  lastOut: null,
  calm: 0,
});

interface Due {
  readonly entry: Entry;
  readonly wanted: boolean;
  readonly atMs: number;
}

/** Demand goes before base, and within each what has waited longest. */
const byUrgency = (a: Due, b: Due): number => Number(b.wanted) - Number(a.wanted) || a.atMs - b.atMs || (a.entry.id < b.entry.id ? -1 : 1);

const learn = (entry: Entry, amountOut: bigint) => {
  entry.calm = entry.lastOut !== null && isSame(entry.lastOut, amountOut) ? entry.calm + 1 : 0;
  entry.lastOut = amountOut;
};

/** Who begins to look does not wait for what was put off while nobody did, nor goes before others for how long ago that was. */
const hurry = ({ entries }: Book, nowMs: number) => {
  for (const entry of entries) {
    if (entry.askedAtMs !== null) entry.wantedDueMs = Math.min(entry.wantedDueMs, entry.askedAtMs + CALM_DEMAND_MS);
    entry.wantedDueMs = Math.max(entry.wantedDueMs, nowMs - HEAD_START_MS);
  }
};

/** What each provider is to be asked first, of what is due; the other entries say when they are. */
const sift = (books: Iterable<Book>, providers: readonly Provider[], nowMs: number) => {
  const unsupported: Entry[] = [];
  const due = new Map(providers.map((provider) => [provider, createForemost<Due>(provider.room(nowMs), byUrgency)]));
  let wakeAtMs = nowMs + IDLE_MS;
  for (const provider of providers) {
    const freeAtMs = provider.freeAtMs(nowMs) ?? wakeAtMs;
    if (freeAtMs > nowMs) wakeAtMs = Math.min(wakeAtMs, freeAtMs);
  }
  for (const { entries, lapsesAtMs } of books) {
    const wanted = lapsesAtMs !== null;
    for (const entry of entries) {
      if (!entry.served) {
        const atMs = (entry.unsupportedAtMs ?? Number.NEGATIVE_INFINITY) + UNSUPPORTED_REPEAT_MS;
        if (wanted && atMs <= nowMs) unsupported.push(entry);
      } else if (!entry.open && (wanted || !entry.careful)) {
        const atMs = wanted ? entry.wantedDueMs : entry.baseDueMs;
        if (atMs > nowMs) wakeAtMs = Math.min(wakeAtMs, atMs);
        else due.get(entry.provider)?.add({ entry, wanted, atMs });
      }
    }
  }
  return { due, unsupported, wakeAtMs };
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
  /** Ids of the questions that no answer has come to. A book may be forgotten and wanted again meanwhile. */
  const open = new Set<string>();
  const books = new Map<string, Book>();
  /** Those of them that somebody looks at. */
  const wantedBooks = new Set<Book>();
  let baseBooks: readonly Book[] = [];
  /** When was planned last: what comes between two plans comes then. */
  let plannedAtMs = startedAtMs;

  const isServed = (question: Pick<Question, 'bridge' | 'corridor' | 'amountIn'>): boolean =>
    (served.get(question.bridge)?.has(question.corridor) ?? true) && beyondAllSense(question) === undefined;
  const bookOf = (key: string): Book => {
    const known = books.get(key);
    if (known !== undefined) return known;
    const { corridor, amountIn } = splitBookKey(key);
    const entries = [...providers].map(([bridge, provider]) => {
      const question = { bridge, book: key, corridor, amountIn };
      return newEntry({ ...question, provider, served: isServed(question), open: open.has(idOf(question)) }, plannedAtMs);
    });
    const book: Book = { entries, base: false, lapsesAtMs: null };
    books.set(key, book);
    return book;
  };
  const entryOf = ({ bridge, book }: Question): Entry | undefined => books.get(book)?.entries.find((entry) => entry.bridge === bridge);

  /** What is left of a quota that has to be spent with care; one of minutes only bounds the rate. */
  const scarce = (provider: Provider | undefined, nowMs: number) => (isLong(provider?.budget.quota) ? provider?.quota(nowMs) : undefined);

  const markAsked = (entry: Entry, nowMs: number) => {
    const seed = `${entry.id}|${nowMs}`;
    const quota = scarce(entry.provider, nowMs);
    const basePause = basePauseMs(options, entry.calm, quota);
    entry.baseDueMs = basePause === null ? Number.POSITIVE_INFINITY : nowMs + jittered(basePause, seed);
    entry.wantedDueMs = nowMs + jittered(demandPauseMs(options, entry.calm, quota, { books: wantedBooks.size }), seed);
    entry.askedAtMs = nowMs;
    entry.open = true;
    open.add(entry.id);
  };

  /** Books that nobody wants any more are forgotten. */
  const forget = (nowMs: number) => {
    for (const book of wantedBooks) {
      if ((book.lapsesAtMs ?? 0) > nowMs) continue;
      book.lapsesAtMs = null;
      wantedBooks.delete(book);
    }
    for (const [key, { base, lapsesAtMs }] of books) if (!base && lapsesAtMs === null) books.delete(key);
  };

  return {
    setBase: (keys) => {
      for (const book of baseBooks) book.base = false;
      baseBooks = [...keys].map(bookOf);
      for (const book of baseBooks) book.base = true;
    },
    want: (key, lapsesAtMs) => {
      const known = books.get(key);
      const isNew = known === undefined || known.lapsesAtMs === null;
      if (isNew && wantedBooks.size >= DEMAND_BOOKS_MAX) return false;
      const book = known ?? bookOf(key);
      book.lapsesAtMs = Math.max(lapsesAtMs, book.lapsesAtMs ?? 0);
      if (!isNew) return true;
      wantedBooks.add(book);
      hurry(book, plannedAtMs);
      return true;
    },
    setCorridors: (bridge, corridors) => {
      served.set(bridge, corridors);
      for (const { entries } of books.values()) {
        for (const entry of entries) if (entry.bridge === bridge) entry.served = isServed(entry);
      }
    },
    plan: (nowMs) => {
      plannedAtMs = Math.max(plannedAtMs, nowMs);
      forget(nowMs);
      const { due, unsupported, wakeAtMs: idleUntilMs } = sift(books.values(), [...providers.values()], nowMs);
      let wakeAtMs = idleUntilMs;
      const ask: Entry[] = [];
      for (const { entry } of [...due.values()].flatMap(({ kept }) => kept).toSorted(byUrgency)) {
        if (!entry.provider.spend(nowMs)) continue;
        markAsked(entry, nowMs);
        ask.push(entry);
      }
      for (const [provider, { refused }] of due) if (refused > 0) wakeAtMs = Math.min(wakeAtMs, provider.freeAtMs(nowMs) ?? wakeAtMs);
      for (const entry of unsupported) entry.unsupportedAtMs = nowMs;
      return { ask: ask.map(questionOf), unsupported: unsupported.map(questionOf), wakeAtMs: Math.max(wakeAtMs, nowMs + 1) };
    },
    settle: (question, nowMs, pauseMs, amountOut) => {
      if (!open.delete(idOf(question))) return;
      const entry = entryOf(question);
      if (entry !== undefined) {
        entry.open = false;
        if (amountOut !== undefined) learn(entry, amountOut);
      }
      const provider = providers.get(question.bridge);
      provider?.release();
      if (pauseMs !== null) provider?.pause(nowMs + pauseMs);
    },
    provider: (bridge) => providers.get(bridge),
    pace: (bridge, nowMs) => {
      const quota = scarce(providers.get(bridge), nowMs);
      const own = [...books.values()].flatMap(({ entries, lapsesAtMs }) =>
        entries.filter((entry) => entry.bridge === bridge && entry.served).map(({ calm }) => ({ calm, wanted: lapsesAtMs !== null })),
      );
      const [wanted, base] = [own.filter((one) => one.wanted), own.filter((one) => !one.wanted)];
      return {
        demandMs: meanOf(wanted.map(({ calm }) => demandPauseMs(options, calm, quota, { books: wantedBooks.size }))),
        baseMs: meanOf(base.map(({ calm }) => basePauseMs(options, calm, quota) ?? Number.NaN)),
      };
    },
    get demanded() {
      return wantedBooks.size;
    },
  };
};

const meanOf = (values: readonly number[]): number | null => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Number.isFinite(mean) ? Math.round(mean) : null;
};

const questionOf = ({ bridge, book, corridor, amountIn }: Entry): Question => ({ bridge, book, corridor, amountIn });
