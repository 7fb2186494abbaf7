/**
 * Keeps the first so many of what it is given, in order, without putting all of it in order: of a thousand that wait, a budget takes a few.
 * `compare` as for sorting; with `most` at 0 nothing is kept.
 */
export const createForemost = <T>(most: number, compare: (a: T, b: T) => number) => {
  const kept: T[] = [];
  let refused = 0;
  return {
    kept: kept as readonly T[],
    /** How many were given that are not kept. */
    get refused() {
      return refused;
    },
    add: (item: T): void => {
      const last = kept[kept.length - 1];
      if (kept.length >= most) {
        refused += 1;
        if (last === undefined || compare(item, last) >= 0) return;
        kept.pop();
      }
      let at = kept.length;
      while (at > 0 && compare(item, kept[at - 1] as T) < 0) at -= 1;
      kept.splice(at, 0, item);
    },
  };
};
