import { bookKey } from '#core/domain/corridor.ts';
import { createPlanner, type Question } from '../planner.ts';
import { type Budget, createProvider } from '../provider.ts';

/** Who looks at what, drawn once so that both ways of asking meet the same people. */
export interface Crowd {
  /** Book keys of the corridors that somebody looks at in the course of the run. */
  readonly books: readonly string[];
  /** Spans of looking, by book, in order: [from, until). */
  readonly looks: readonly (readonly (readonly [number, number])[])[];
}

const SAMPLE_MS = 1_000;
const FRESH_MS = 10_000;
/** An answer could not have come sooner. */
const FIRST_ANSWER_MS = 1_000;
const RENEW_MS = 2_000;
const LAPSE_MS = 10_000;
const ANSWER_MS = 400;
const BASE_BOOKS = 192;

/** Mulberry32: the same numbers for the same seed. */
const randomOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
};

const baseBooks = Array.from({ length: BASE_BOOKS }, (_, at) => bookKey('ethereum:USDC>base:USDC', BigInt(at + 1)));

/** Spans of some minutes with pauses between, so long that the book is looked at for that share of the time. */
const spansOf = (share: number, horizonMs: number, random: () => number): (readonly [number, number])[] => {
  if (share >= 1) return [[0, horizonMs]];
  const spans: (readonly [number, number])[] = [];
  const meanLookMs = 120_000;
  const exponential = (meanMs: number) => Math.ceil(-Math.log(1 - random()) * meanMs);
  let atMs = random() < share ? 0 : exponential((meanLookMs * (1 - share)) / share);
  while (atMs < horizonMs) {
    const untilMs = Math.min(atMs + exponential(meanLookMs), horizonMs);
    spans.push([atMs, untilMs]);
    atMs = untilMs + exponential((meanLookMs * (1 - share)) / share);
  }
  return spans;
};

/** `skewed`: the first half dozen are looked at all the time, the n-th for a 6/n-th of it, none for less than a tenth. Else all are, always. */
export const crowdOf = (input: { corridors: number; skewed: boolean; horizonMs: number; seed: number }): Crowd => {
  const { corridors, skewed, horizonMs, seed } = input;
  const random = randomOf(seed);
  const books = Array.from({ length: corridors }, (_, at) => bookKey('arbitrum:USDC>optimism:USDC', BigInt(at + 1)));
  return { books, looks: books.map((_, at) => spansOf(skewed ? Math.max(6 / (at + 1), 0.1) : 1, horizonMs, random)) };
};

/** Something that says what to ask now, and is told of answers. */
interface Asker {
  want(book: string, lapsesAtMs: number): void;
  ask(nowMs: number): readonly Question[];
  settle(question: Question, nowMs: number, amountOut: bigint): void;
}

const BRIDGE = 'vendor';

export const planned = (budget: Budget): Asker => {
  const planner = createPlanner({ bridges: [{ id: BRIDGE, budget }], intervalMs: 10_000, demandIntervalMs: 3_000, nowMs: 0 });
  planner.setBase(baseBooks);
  return {
    want: (book, lapsesAtMs) => void planner.want(book, lapsesAtMs),
    ask: (nowMs) => planner.plan(nowMs).ask,
    settle: (question, nowMs, amountOut) => planner.settle(question, nowMs, null, amountOut),
  };
};

/** Asks every book that it has ever heard of in turn, as fast as the budget allows. */
export const roundRobin = (budget: Budget): Asker => {
  const provider = createProvider(budget, 0);
  const known = [...baseBooks];
  const heard = new Set(known);
  const open = new Set<string>();
  let at = 0;
  return {
    want: (book) => {
      if (!heard.has(book)) known.push(book);
      heard.add(book);
    },
    ask: (nowMs) => {
      const asked: Question[] = [];
      for (let looked = 0; looked < known.length; looked += 1) {
        const book = known[at % known.length] ?? '';
        if (!open.has(book)) {
          if (!provider.spend(nowMs)) break;
          open.add(book);
          asked.push({ bridge: BRIDGE, book, corridor: '', amountIn: 0n });
        }
        at = (at + 1) % known.length;
      }
      return asked;
    },
    settle: (question) => {
      open.delete(question.book);
      provider.release();
    },
  };
};

/** The share of the time that books were looked at in which their last answer was younger than ten seconds. 0 to 1. */
export const freshShare = (crowd: Crowd, asker: Asker, input: { horizonMs: number; tickMs: number; seed: number }): number => {
  const random = randomOf(input.seed);
  const { tickMs } = input;
  const { books, looks } = crowd;
  const indexOf = new Map(books.map((book, at) => [book, at]));
  const answeredAtMs = books.map(() => Number.NEGATIVE_INFINITY);
  const amounts = new Map<string, bigint>();
  const next = books.map(() => 0);
  const due: { question: Question; atMs: number }[] = [];
  let [fresh, looked] = [0, 0];
  for (let nowMs = 0; nowMs < input.horizonMs; nowMs += tickMs) {
    for (let first = due[0]; first !== undefined && first.atMs <= nowMs; first = due[0]) {
      due.shift();
      const { question } = first;
      // Half of the answers are what they were.
      const amount = (amounts.get(question.book) ?? 1_000_000n) + (random() < 0.5 ? 0n : 1_000n);
      amounts.set(question.book, amount);
      const at = indexOf.get(question.book);
      if (at !== undefined) answeredAtMs[at] = nowMs;
      asker.settle(question, nowMs, amount);
    }
    for (let at = 0; at < books.length; at += 1) {
      let span = looks[at]?.[next[at] ?? 0];
      if (span !== undefined && span[1] <= nowMs) {
        next[at] = (next[at] ?? 0) + 1;
        span = looks[at]?.[next[at] ?? 0];
      }
      if (span === undefined || span[0] > nowMs) continue;
      const begun = span[0] > nowMs - tickMs;
      if (begun || nowMs % RENEW_MS === 0) asker.want(books[at] ?? '', nowMs + LAPSE_MS);
      if (nowMs % SAMPLE_MS !== 0 || nowMs < span[0] + FIRST_ANSWER_MS) continue;
      looked += 1;
      if (nowMs - (answeredAtMs[at] ?? 0) < FRESH_MS) fresh += 1;
    }
    for (const question of asker.ask(nowMs)) due.push({ question, atMs: nowMs + ANSWER_MS });
  }
  return looked === 0 ? 1 : fresh / looked;
};
