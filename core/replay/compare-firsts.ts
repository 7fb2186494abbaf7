/** Who stood first in a book from a moment on, and what that paid out. */
export interface FirstPlace {
  readonly atMs: number;
  /** Empty while no route stood. */
  readonly bridge: string;
  /** Base units of the to-asset. */
  readonly amountOut: bigint;
}

/** One recorded bridge in the first place and another in the replay, instead of it. */
export interface Move {
  readonly from: string;
  /** Empty when no route stood in the replay. */
  readonly to: string;
  readonly times: number;
  readonly ms: number;
}

/** What a replay says of recorded first places. All sums, so that books, corridors and all of them together are the same thing. */
export interface Comparison {
  /** How often a bridge came to stand first and stayed for long enough to be compared. */
  readonly places: number;
  /** Of them, for most of their time another one stood first in the replay. */
  readonly changed: number;
  /** Of the recorded ones: shorter than a replay can tell. */
  readonly tooShort: number;
  /** The replay had not heard of the book. */
  readonly unknown: number;
  /** Time in which both say who was first, and in which they say different things. */
  readonly comparedMs: number;
  readonly differentMs: number;
  /** Difference of what the first pays out, replayed less recorded, in basis points of the recorded, times its ms; over `bpsMs`. */
  readonly bpsSum: number;
  /** Of the different time, that in which both first places pay something. */
  readonly bpsMs: number;
  /** The worst and the best of those differences; null without any. */
  readonly leastBps: number | null;
  readonly mostBps: number | null;
  readonly moves: readonly Move[];
}

export const NOTHING_COMPARED: Comparison = {
  places: 0,
  changed: 0,
  tooShort: 0,
  unknown: 0,
  comparedMs: 0,
  differentMs: 0,
  bpsSum: 0,
  bpsMs: 0,
  leastBps: null,
  mostBps: null,
  moves: [],
};

const PARTS = 1_000_000n;
const PARTS_PER_BPS = 100;

const bpsBetween = (recorded: bigint, replayed: bigint): number => Number(((replayed - recorded) * PARTS) / recorded) / PARTS_PER_BPS;

/** A span in which both lines say the same thing throughout. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly recorded: FirstPlace;
  readonly replayed: FirstPlace | undefined;
}

const spansOf = (recorded: readonly FirstPlace[], replayed: readonly FirstPlace[], fromMs: number, toMs: number): readonly Span[] => {
  const spans: Span[] = [];
  let a = -1;
  let b = -1;
  for (let at = fromMs; at < toMs; ) {
    while ((recorded[a + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= at) a += 1;
    while ((replayed[b + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= at) b += 1;
    const end = Math.min(recorded[a + 1]?.atMs ?? toMs, replayed[b + 1]?.atMs ?? toMs, toMs);
    const now = recorded[a];
    if (now !== undefined && now.bridge !== '') spans.push({ fromMs: at, toMs: end, recorded: now, replayed: replayed[b] });
    at = end;
  }
  return spans;
};

/** Neighbouring spans of which `same` holds, together. */
const grouped = (spans: readonly Span[], same: (a: Span, b: Span) => boolean): readonly (readonly Span[])[] => {
  const groups: Span[][] = [];
  for (const span of spans) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && before.toMs === span.fromMs && same(before, span)) last.push(span);
    else groups.push([span]);
  }
  return groups;
};

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** Who stood first in the replay for most of these spans, `recorded` where others did no longer; undefined when for most of them nothing was known. */
const mostlyOf = (spans: readonly Span[], recorded: string): string | undefined => {
  const times = new Map<string | undefined, number>([[recorded, 0]]);
  for (const { fromMs, toMs, replayed } of spans) times.set(replayed?.bridge, (times.get(replayed?.bridge) ?? 0) + toMs - fromMs);
  return [...times].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
};

/** What spans come to in which another bridge stood first than was recorded. */
const differenceOf = (spans: readonly Span[]): Comparison => {
  let sums = { ...NOTHING_COMPARED, differentMs: lengthOf(spans) };
  for (const { fromMs, toMs, recorded, replayed } of spans) {
    if (replayed === undefined || replayed.amountOut === 0n || recorded.amountOut === 0n) continue;
    const bps = bpsBetween(recorded.amountOut, replayed.amountOut);
    sums = {
      ...sums,
      bpsSum: sums.bpsSum + bps * (toMs - fromMs),
      bpsMs: sums.bpsMs + toMs - fromMs,
      leastBps: Math.min(sums.leastBps ?? bps, bps),
      mostBps: Math.max(sums.mostBps ?? bps, bps),
    };
  }
  return sums;
};

const orNull = (choose: (...of: number[]) => number, a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : choose(a, b);

const mergedMoves = (a: readonly Move[], b: readonly Move[]): readonly Move[] => {
  const moves = new Map<string, Move>();
  for (const move of [...a, ...b]) {
    const key = `${move.from}>${move.to}`;
    const known = moves.get(key);
    moves.set(key, known === undefined ? move : { ...move, times: known.times + move.times, ms: known.ms + move.ms });
  }
  return [...moves.values()].sort((one, other) => other.ms - one.ms);
};

/** Comparisons of several books as one. */
export const addComparisons = (a: Comparison, b: Comparison): Comparison => ({
  places: a.places + b.places,
  changed: a.changed + b.changed,
  tooShort: a.tooShort + b.tooShort,
  unknown: a.unknown + b.unknown,
  comparedMs: a.comparedMs + b.comparedMs,
  differentMs: a.differentMs + b.differentMs,
  bpsSum: a.bpsSum + b.bpsSum,
  bpsMs: a.bpsMs + b.bpsMs,
  leastBps: orNull(Math.min, a.leastBps, b.leastBps),
  mostBps: orNull(Math.max, a.mostBps, b.mostBps),
  moves: mergedMoves(a.moves, b.moves),
});

/**
 * Compares who stood first in one book as it was recorded and as it was replayed, from `fromMs` up to `toMs`. Both lines are in order of time
 * and may begin before. What lasts less than `precisionMs` is left out of both counts: a replay is late by about as much.
 */
export const compareFirsts = (
  recorded: readonly FirstPlace[],
  replayed: readonly FirstPlace[],
  { fromMs, toMs, precisionMs }: { fromMs: number; toMs: number; precisionMs: number },
): Comparison => {
  const spans = spansOf(recorded, replayed, fromMs, toMs);
  const comparable = spans.filter((span) => span.replayed !== undefined);
  let sum: Comparison = { ...NOTHING_COMPARED, comparedMs: lengthOf(comparable) };
  const isSame = ({ recorded: was, replayed: is }: Span) => was.bridge === is?.bridge;
  for (const alike of grouped(comparable, (a, b) => isSame(a) === isSame(b))) {
    if (alike[0] !== undefined && !isSame(alike[0]) && lengthOf(alike) >= precisionMs) sum = addComparisons(sum, differenceOf(alike));
  }
  for (const place of grouped(spans, (a, b) => a.recorded.bridge === b.recorded.bridge)) {
    const from = place[0]?.recorded.bridge ?? '';
    const ms = lengthOf(place);
    if (ms < precisionMs) {
      sum = { ...sum, tooShort: sum.tooShort + 1 };
      continue;
    }
    const to = mostlyOf(place, from);
    if (to === undefined) sum = { ...sum, unknown: sum.unknown + 1 };
    else if (to === from) sum = { ...sum, places: sum.places + 1 };
    else sum = addComparisons(sum, { ...NOTHING_COMPARED, places: 1, changed: 1, moves: [{ from, to, times: 1, ms }] });
  }
  return sum;
};
