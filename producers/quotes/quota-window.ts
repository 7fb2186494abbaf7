/** No more than so many questions within any window of that length. */
export interface Quota {
  readonly questions: number;
  readonly perMs: number;
}

/** Questions of one slice of time: its number since 1970, and how many. */
export type Slice = readonly [slice: number, questions: number];

export interface QuotaWindow {
  readonly quota: Quota;
  /** Counts one question; false when the window is full. */
  spend(nowMs: number): boolean;
  left(nowMs: number): number;
  /** When there will be more left than now; null when all of it is. */
  resetsAtMs(nowMs: number): number | null;
  /** What counts now, oldest first: enough to go on after a restart. */
  slices(nowMs: number): readonly Slice[];
}

/** A window is kept in so many slices: a question counts until its whole slice has left, so at most one slice too long. */
const SLICES = 120;

/** A rolling window of questions, in bounded memory. `before` is what an earlier process had asked. */
export const createQuotaWindow = (quota: Quota, before: readonly Slice[] = []): QuotaWindow => {
  const sliceMs = quota.perMs / SLICES;
  let kept: [number, number][] = before.map(([slice, questions]) => [slice, questions]);
  const leavesAtMs = (slice: number) => (slice + 1) * sliceMs + quota.perMs;
  const sift = (nowMs: number) => {
    if (kept[0] !== undefined && leavesAtMs(kept[0][0]) <= nowMs) kept = kept.filter(([slice]) => leavesAtMs(slice) > nowMs);
  };
  const left = (nowMs: number): number => {
    sift(nowMs);
    return Math.max(quota.questions - kept.reduce((sum, [, questions]) => sum + questions, 0), 0);
  };
  return {
    quota,
    left,
    spend: (nowMs) => {
      if (left(nowMs) < 1) return false;
      const slice = Math.floor(nowMs / sliceMs);
      const last = kept.at(-1);
      // A clock that goes back counts into the newest slice.
      if (last !== undefined && last[0] >= slice) last[1] += 1;
      else kept.push([slice, 1]);
      return true;
    },
    resetsAtMs: (nowMs) => {
      sift(nowMs);
      return kept[0] === undefined ? null : Math.ceil(leavesAtMs(kept[0][0]));
    },
    slices: (nowMs) => {
      sift(nowMs);
      return kept.map(([slice, questions]) => [slice, questions]);
    },
  };
};
