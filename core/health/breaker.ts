import type { Moment } from './health-event.ts';

/** So many failures in a row open the breaker, … */
export const FAILURES_TO_OPEN = 3;
/** … and so many answers in a row close it again. */
export const ANSWERS_TO_CLOSE = 5;

/** While other chains' corridors answered within this, failures that one chain can explain are that chain's, not the bridge's. */
const ELSEWHERE_MS = 60_000;
/** Openings within this count towards the next one's shortest length. */
const FLAPPING_MS = 60_000;
/** The first so many openings of a minute may be as short as five answers; each further one lasts twice as long, up to the longest. */
const FREE_OPENINGS = 2;
const HOLD_MS = 1_000;
const HOLD_MS_MAX = 10_000;
/** Corridors number some dozen pairs of chains; what names more is no honest producer. */
const PAIRS_MAX = 256;
/** Incidents at once, told of one bridge. The oldest word goes first. */
const HOLDS_MAX = 32;

/** What moves the breaker. A hold is a reason to be open whatever the bridge answers: an incident, a fall of its TVL. */
export type BreakerEvent = Moment &
  (
    | { readonly kind: 'answered'; readonly chains: readonly string[] }
    /** `silentSinceMs`: of a time-out, when it was asked. */
    | { readonly kind: 'failed'; readonly chains: readonly string[]; readonly why: string; readonly silentSinceMs: number | null }
    | { readonly kind: 'hold'; readonly name: string; readonly stands: boolean; readonly why: string }
  );

export interface Breaker {
  open: boolean;
  /** Since when it is open; null while it is closed. */
  sinceMs: number | null;
  /** What opened it. */
  reason: string;
  /** Failures in a row. */
  failures: number;
  /** When the last of them was counted. */
  failedAtMs: number;
  /** The chains that all failures of the row touch; null before the first. */
  blamed: readonly string[] | null;
  /** Answers in a row while it is open and nothing holds it. */
  answers: number;
  /** When it closes, if nothing speaks against it before: the answers are there, its shortest time is not over. */
  closesAtMs: number | null;
  /** The last word on each hold, in order of when it was first heard of. */
  readonly holds: Map<string, { stands: boolean; why: string; atMs: number }>;
  /** When corridors between two chains answered last. */
  readonly answeredAtMs: Map<string, number>;
  /** Openings of the last minute. */
  openings: readonly number[];
}

export const createBreaker = (): Breaker => ({
  open: false,
  sinceMs: null,
  reason: '',
  failures: 0,
  failedAtMs: 0,
  blamed: null,
  answers: 0,
  closesAtMs: null,
  holds: new Map(),
  answeredAtMs: new Map(),
  openings: [],
});

export const copyBreaker = (breaker: Breaker): Breaker => ({
  ...breaker,
  holds: new Map(breaker.holds),
  answeredAtMs: new Map(breaker.answeredAtMs),
});

/** The first thing that holds it open, in words; undefined when nothing does. */
export const heldBy = (breaker: Breaker): string | undefined => [...breaker.holds.values()].find(({ stands }) => stands)?.why;

const PAIR = '|';

/** One chain is in all of the row's failures, and corridors without it answered just now. */
const isOneChains = ({ blamed, answeredAtMs }: Breaker, atMs: number): boolean =>
  (blamed ?? []).some((chain) =>
    [...answeredAtMs].some(([pair, answered]) => answered > atMs - ELSEWHERE_MS && !pair.split(PAIR).includes(chain)),
  );

/** Something speaks against it: the answers must come anew. */
const stay = (breaker: Breaker): void => {
  breaker.answers = 0;
  breaker.closesAtMs = null;
};

const close = (breaker: Breaker): void => {
  breaker.open = false;
  breaker.sinceMs = null;
  breaker.reason = '';
  stay(breaker);
};

const openUp = (breaker: Breaker, atMs: number, why: string): void => {
  breaker.open = true;
  breaker.sinceMs = atMs;
  breaker.reason = why;
  stay(breaker);
  breaker.openings = [...breaker.openings.filter((openedAtMs) => openedAtMs > atMs - FLAPPING_MS), atMs].slice(-FREE_OPENINGS - 8);
};

/** A breaker that opens again and again stays open longer each time, so that a flapping bridge does not flood those who watch. */
const shortestMs = ({ openings }: Breaker): number => {
  const beyond = openings.length - FREE_OPENINGS;
  return beyond <= 0 ? 0 : Math.min(HOLD_MS * 2 ** (beyond - 1), HOLD_MS_MAX);
};

const onAnswer = (breaker: Breaker, atMs: number, chains: readonly string[]): void => {
  breaker.failures = 0;
  breaker.blamed = null;
  if (chains.length > 0) {
    const pair = [...chains].sort().join(PAIR);
    if (breaker.answeredAtMs.has(pair) || breaker.answeredAtMs.size < PAIRS_MAX) breaker.answeredAtMs.set(pair, atMs);
  }
  if (!breaker.open || heldBy(breaker) !== undefined) return;
  breaker.answers += 1;
  if (breaker.answers === ANSWERS_TO_CLOSE) breaker.closesAtMs = Math.max((breaker.sinceMs ?? 0) + shortestMs(breaker), atMs);
  passTime(breaker, atMs);
};

/** Closes a breaker whose time has come. */
const passTime = (breaker: Breaker, nowMs: number): void => {
  if (breaker.closesAtMs !== null && nowMs >= breaker.closesAtMs) close(breaker);
};

/** The breaker as it is at a moment when nothing more has happened. */
export const breakerAt = (breaker: Breaker, nowMs: number): Breaker => {
  if (breaker.closesAtMs === null || nowMs < breaker.closesAtMs) return breaker;
  const later = copyBreaker(breaker);
  passTime(later, nowMs);
  return later;
};

const onFailure = (breaker: Breaker, { atMs, chains, why, silentSinceMs }: Extract<BreakerEvent, { kind: 'failed' }>): void => {
  // Questions that wait at the same time hear one silence: it counts once, however many of them there are.
  const isSameSilence = breaker.failures > 0 && silentSinceMs !== null && silentSinceMs < breaker.failedAtMs;
  if (!isSameSilence) {
    breaker.failures += 1;
    breaker.failedAtMs = atMs;
  }
  stay(breaker);
  breaker.blamed = breaker.blamed === null ? chains : breaker.blamed.filter((chain) => chains.includes(chain));
  if (breaker.open || breaker.failures < FAILURES_TO_OPEN || isOneChains(breaker, atMs)) return;
  openUp(breaker, atMs, `${FAILURES_TO_OPEN} failures in a row, the last: ${why}`);
};

const onHold = (breaker: Breaker, atMs: number, { name, stands, why }: { name: string; stands: boolean; why: string }): void => {
  const before = breaker.holds.get(name);
  // Of two words on one thing the later counts, whatever order they come in.
  if (before !== undefined && before.atMs > atMs) return;
  breaker.holds.set(name, { stands, why, atMs });
  if (breaker.holds.size > HOLDS_MAX) {
    const [gone] = [...breaker.holds].find(([, hold]) => !hold.stands) ?? [...breaker.holds][0] ?? [];
    if (gone !== undefined) breaker.holds.delete(gone);
  }
  stay(breaker);
  if (stands && before?.stands !== true && !breaker.open) openUp(breaker, atMs, why);
};

/** Takes the next event in, in place. Events come in order of their moments: `breaker-log.ts` sees to that. */
export const moveBreaker = (breaker: Breaker, event: BreakerEvent): void => {
  passTime(breaker, event.atMs);
  if (event.kind === 'answered') onAnswer(breaker, event.atMs, event.chains);
  else if (event.kind === 'failed') onFailure(breaker, event);
  else onHold(breaker, event.atMs, event);
};
